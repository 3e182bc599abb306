using PruningLab.Engine.Devices;

namespace PruningLab.Engine.Tests.Devices;

/// <summary>A device of a <see cref="TimedMachine"/>.</summary>
/// <param name="Device">The device.</param>
/// <param name="Microseconds">How long a step takes, by its windows.</param>
internal sealed record TimedDevice(ComputeDevice Device, Func<int, double> Microseconds)
{
    /// <summary>Whether it goes on by itself while the processor does, and is done when its losses are.</summary>
    public bool IsAsynchronous { get; init; }

    /// <summary>Called before it makes a network.</summary>
    public Action? Creating { get; init; }

    public static TimedDevice Cpu(double microseconds) => new(ComputeDevice.Cpu, _ => microseconds);

    public static TimedDevice Card(int number, string name, Func<int, double> microseconds) =>
        new(new ComputeDevice(DeviceId.Cuda(number), name) { Library = "fake 1", Memory = 1 << 30 }, microseconds) { IsAsynchronous = true };
}
