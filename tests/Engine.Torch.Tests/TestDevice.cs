using PruningLab.Engine.Devices;

namespace PruningLab.Engine.Torch.Tests;

/// <summary>The device under test: the one that <c>PRUNINGLAB_TORCH_DEVICE</c> names, libtorch on the processor otherwise.</summary>
internal static class TestDevice
{
    public static string Id { get; } = Environment.GetEnvironmentVariable("PRUNINGLAB_TORCH_DEVICE") is { Length: > 0 } id ? id : DeviceId.TorchCpu;

    public static ComputeDevice Device { get; } = new(Id, "device under test") { Library = "libtorch" };

    public static TorchBackend Open(TorchSettings? settings = null) => new(Device, new FixedMemory(), settings);

    internal sealed class FixedMemory : IDeviceMemory
    {
        public (long Free, long Total)? Read() => (3L << 29, 24L << 30);
    }
}
