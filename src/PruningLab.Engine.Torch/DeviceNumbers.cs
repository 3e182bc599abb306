using TorchSharp;
using static TorchSharp.torch;

namespace PruningLab.Engine.Torch;

/// <summary>Random numbers that a device draws itself.</summary>
/// <remarks>TorchSharp 0.106.0 makes generators for the processor only, whatever device they are asked for, and libtorch refuses
/// those on a card. A card has a generator of its own, which is seeded anew for each draw; nothing else here draws from it.</remarks>
internal static class DeviceNumbers
{
    private static readonly Lock _drawing = new();

    /// <summary>Numbers uniform on [0, 1), single precision [rows × columns].</summary>
    /// <param name="seed">The same numbers for the same seed on the same kind of device.</param>
    /// <param name="rows">Rows.</param>
    /// <param name="columns">Columns.</param>
    /// <param name="device">Device.</param>
    public static Tensor Uniform(ulong seed, long rows, long columns, Device device)
    {
        if (device.type != DeviceType.CUDA)
        {
            using Generator generator = new(seed);
            return rand(rows, columns, device: device, generator: generator);
        }
        // Networks of other threads must not draw in between.
        lock (_drawing)
        {
            cuda.manual_seed_all(unchecked((long)seed));
            return rand(rows, columns, device: device);
        }
    }
}
