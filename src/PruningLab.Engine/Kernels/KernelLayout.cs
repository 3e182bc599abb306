namespace PruningLab.Engine.Kernels;

/// <summary>Sizes that all kernels and buffers agree on.</summary>
internal static class KernelLayout
{
    /// <summary>Every vectorised dimension is padded to a multiple of this number of lanes, whatever the path.</summary>
    public const int LaneMultiple = 16;

    /// <summary>Most windows that go through the network together; larger batches run in chunks and add up gradients.</summary>
    /// <remarks>Four vectors of 16: one tile row. It also bounds the memory of a pass by the chunk, not by the batch.</remarks>
    public const int MaxChunk = 64;

    /// <summary>Floats added to every time step's stride, so that equal rows of neighbouring steps do not share the low
    /// twelve bits of their addresses (4 KiB aliasing between loads and earlier stores).</summary>
    public const int TimePadding = 32;

    /// <summary>Rounds up to a multiple of <see cref="LaneMultiple"/>.</summary>
    public static int Pad(int count) => (count + LaneMultiple - 1) / LaneMultiple * LaneMultiple;
}
