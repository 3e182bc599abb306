using System.Globalization;
using PruningLab.Engine.Training;

namespace PruningLab.Engine.Devices;

/// <summary>Ids of devices: <c>cpu</c> the managed engine, <c>torch-cpu</c> libtorch on the processor, <c>cuda:0</c>,
/// <c>cuda:1</c>, … graphics cards.</summary>
/// <remarks>Live edits hold numbers: 0 stands for <c>cpu</c>, −1 for <c>torch-cpu</c>, n + 1 for <c>cuda:n</c>.</remarks>
public static class DeviceId
{
    /// <summary>The managed engine.</summary>
    public const string Cpu = "cpu";

    /// <summary>libtorch on the processor.</summary>
    public const string TorchCpu = "torch-cpu";

    /// <summary>Highest number of a graphics card.</summary>
    public const int MaxCard = 63;

    private const string CudaPrefix = "cuda:";

    /// <summary>Id of a graphics card.</summary>
    /// <param name="card">Number, from 0.</param>
    public static string Cuda(int card) => string.Create(CultureInfo.InvariantCulture, $"{CudaPrefix}{card}");

    /// <summary>Number of a graphics card; −1 when the id names none.</summary>
    public static int Card(string id)
    {
        ArgumentNullException.ThrowIfNull(id);
        return id.StartsWith(CudaPrefix, StringComparison.Ordinal)
            && int.TryParse(id.AsSpan(CudaPrefix.Length), NumberStyles.None, CultureInfo.InvariantCulture, out int card)
            && card <= MaxCard && id == Cuda(card) ? card : -1;
    }

    /// <summary>Whether an id could be a device's, here or on another machine.</summary>
    public static bool IsKnown(string id) => id is Cpu or TorchCpu || Card(id) >= 0;

    /// <summary>The number that stands for an id in live edits.</summary>
    /// <exception cref="SettingException">There is no such id.</exception>
    public static int Number(string id) => id switch
    {
        Cpu => 0,
        TorchCpu => -1,
        _ => Card(id) is int card and >= 0 ? card + 1 : throw Unknown($"“{id}”"),
    };

    /// <summary>The id that a number in live edits stands for.</summary>
    /// <exception cref="SettingException">The number stands for none.</exception>
    public static string Of(double number) => Find(number) ?? throw Unknown(string.Create(CultureInfo.InvariantCulture, $"number {number}"));

    /// <summary>The id that a number in live edits stands for; null when it stands for none.</summary>
    public static string? Find(double number) => number switch
    {
        0 => Cpu,
        -1 => TorchCpu,
        >= 1 and <= MaxCard + 1 when number == Math.Floor(number) => Cuda((int)number - 1),
        _ => null,
    };

    private static SettingException Unknown(string what) =>
        new($"There is no device {what}; devices are called cpu, torch-cpu, cuda:0, cuda:1 and so on.");
}
