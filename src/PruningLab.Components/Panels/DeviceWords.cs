using System.Globalization;
using PruningLab.Components.Controls;
using PruningLab.Engine.Devices;

namespace PruningLab.Components.Panels;

/// <summary>What is said of devices.</summary>
public static class DeviceWords
{
    private const double Gibi = 1L << 30;

    /// <summary>The devices to choose from.</summary>
    /// <param name="devices">Those of this machine.</param>
    /// <param name="chosen">Id of the one that is chosen, which is listed even if it does not work here; null for the CPU.</param>
    /// <returns>One choice each.</returns>
    public static IReadOnlyList<Choice> Choices(DeviceList devices, string? chosen)
    {
        ArgumentNullException.ThrowIfNull(devices);
        IEnumerable<Choice> here = devices.All.Select(device => new Choice(device.Id, devices.NameOf(device.Id), Facts(device)));
        return devices.Has(chosen) ? [.. here] : [.. here, new Choice(chosen!, $"{chosen} (not on this machine)", "This device does not work on this machine.")];
    }

    /// <summary>What computes on a device, with its driver and its memory.</summary>
    /// <param name="device">The device.</param>
    /// <returns>Such as <c>libtorch 2.10.0, CUDA 12.8 · driver 570.86 · 24.0 GiB</c>.</returns>
    public static string Facts(ComputeDevice device)
    {
        ArgumentNullException.ThrowIfNull(device);
        string memory = device.Memory > 0 ? string.Create(CultureInfo.InvariantCulture, $"{device.Memory / Gibi:0.0} GiB") : "memory of the machine";
        return string.Join(" · ", new[] { device.Library, device.Driver, memory }.Where(text => text.Length > 0));
    }

    /// <summary>What is known of the device of an id.</summary>
    /// <param name="devices">Those of this machine.</param>
    /// <param name="id">Its id; null for the CPU.</param>
    /// <returns>Its facts; empty when it is not there.</returns>
    public static string FactsOf(DeviceList devices, string? id)
    {
        ArgumentNullException.ThrowIfNull(devices);
        return devices.Known(id) is { } found ? Facts(found) : string.Empty;
    }

    /// <summary>A device in one word, for narrow places.</summary>
    /// <param name="devices">Those of this machine.</param>
    /// <param name="id">Its id; null for the CPU.</param>
    /// <returns><c>CPU</c>, <c>torch</c> for libtorch on the processor, <c>GPU</c>, or <c>GPU 1</c> where there are several.</returns>
    public static string Word(DeviceList devices, string? id)
    {
        ArgumentNullException.ThrowIfNull(devices);
        int card = DeviceId.Card(id ?? DeviceId.Cpu);
        return card < 0 ? (id == DeviceId.TorchCpu ? "torch" : "CPU")
            : devices.All.Count(device => DeviceId.Card(device.Id) >= 0) > 1 ? string.Create(CultureInfo.InvariantCulture, $"GPU {card}")
            : "GPU";
    }
}
