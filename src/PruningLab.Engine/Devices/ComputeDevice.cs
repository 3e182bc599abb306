namespace PruningLab.Engine.Devices;

/// <summary>Something that networks can be trained on.</summary>
/// <param name="Id">Id in a spec; see <see cref="DeviceId"/>.</param>
/// <param name="Name">Name for people, for example <c>CPU</c> or <c>NVIDIA GeForce RTX 4090</c>.</param>
public sealed record ComputeDevice(string Id, string Name)
{
    /// <summary>The processor with the managed engine, which is there on every machine.</summary>
    public static ComputeDevice Cpu { get; } = new(DeviceId.Cpu, "CPU") { Library = "managed engine" };

    /// <summary>Memory of its own in bytes; 0 for a device that uses the machine's.</summary>
    public long Memory { get; init; }

    /// <summary>What computes on it, with its version, for example <c>libtorch 2.10.0, CUDA 12.8</c>.</summary>
    public required string Library { get; init; }

    /// <summary>The driver with its version, for example <c>driver 570.86</c>; empty for a device without one.</summary>
    public string Driver { get; init; } = "";
}
