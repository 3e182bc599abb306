using PruningLab.Engine.Kernels;

namespace PruningLab.Engine.Networks;

/// <summary>Values of units in every patch of a chunk of windows: blocks of [units × lanes], one per patch.</summary>
/// <remarks>One cache line between the blocks, so that equal rows of different patches spread over the cache's sets.</remarks>
internal sealed unsafe class PatchBuffer
{
    private readonly AlignedBuffer _values;

    /// <summary>Allocates.</summary>
    public PatchBuffer(int units, int patches, int chunk)
    {
        Step = ((nint)units * chunk) + KernelLayout.LaneMultiple;
        _values = new AlignedBuffer((long)Step * patches);
    }

    /// <summary>The first patch.</summary>
    public float* Pointer => _values.Pointer;

    /// <summary>Distance between patches.</summary>
    public nint Step { get; }

    /// <summary>One patch.</summary>
    public float* At(int patch) => _values.Pointer + (patch * Step);
}
