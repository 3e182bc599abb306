using PruningLab.Engine.Training;

namespace PruningLab.Engine.Devices;

/// <summary>The devices that work on this machine, and why there is no graphics card among them.</summary>
/// <param name="All">The devices; the first is the one that is used unless a spec names another.</param>
/// <param name="WhyNoCuda">One sentence on why no graphics card is offered; empty when one is.</param>
public sealed record DeviceList(IReadOnlyList<ComputeDevice> All, string WhyNoCuda)
{
    /// <summary>Sentence of a build without a library for graphics cards.</summary>
    public const string NotBuiltIn = "Graphics cards are not offered because this build has no library for them: build with -p:Torch=cuda-linux or -p:Torch=cuda-windows.";

    /// <summary>The managed engine alone.</summary>
    public static DeviceList CpuOnly { get; } = new([ComputeDevice.Cpu], NotBuiltIn);

    /// <summary>The device of an id.</summary>
    /// <exception cref="SettingException">It does not work here; the sentence says which do, and why no graphics card does.</exception>
    public ComputeDevice Find(string id)
    {
        if (Known(id) is { } found)
        {
            return found;
        }
        string why = DeviceId.IsKnown(id) && WhyNoCuda.Length > 0 ? $" {WhyNoCuda}" : "";
        throw new SettingException($"There is no device “{id}” on this machine: choose {string.Join(" or ", All.Select(device => device.Id))}.{why}");
    }

    /// <summary>The device of an id; null when it does not work here.</summary>
    /// <param name="id">Its id; null for the managed engine.</param>
    public ComputeDevice? Known(string? id) => All.FirstOrDefault(device => device.Id == (id ?? DeviceId.Cpu));

    /// <summary>Whether a device works here.</summary>
    /// <param name="id">Its id; null for the managed engine.</param>
    public bool Has(string? id) => Known(id) is not null;

    /// <summary>What people call a device: its name, with its id where others here are called the same; the id alone of one that
    /// does not work here.</summary>
    /// <param name="id">Its id; null for the managed engine.</param>
    public string NameOf(string? id)
    {
        ComputeDevice? found = Known(id);
        return found is null ? id ?? ComputeDevice.Cpu.Name
            : All.Count(device => device.Name == found.Name) > 1 ? $"{found.Name} ({found.Id})"
            : found.Name;
    }
}
