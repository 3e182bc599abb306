using System.Runtime.InteropServices;

namespace PruningLab.Engine.Kernels;

/// <summary>Zeroed single-precision memory that starts on a cache line and never moves.</summary>
/// <remarks>The memory belongs to the garbage collector (pinned heap), so nothing leaks when an owner is forgotten; the
/// owner must stay reachable while a pointer into it is in use.</remarks>
internal sealed unsafe class AlignedBuffer
{
    private const int LineFloats = 16;
    private readonly float[] _memory;
    private readonly int _start;

    /// <summary>Allocates.</summary>
    /// <param name="length">Number of floats.</param>
    public AlignedBuffer(long length)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(length);
        Length = checked((int)length);
        _memory = GC.AllocateArray<float>(checked(Length + LineFloats), pinned: true);
        nint address = Marshal.UnsafeAddrOfPinnedArrayElement(_memory, 0);
        _start = (int)((-address & ((LineFloats * sizeof(float)) - 1)) / sizeof(float));
        Pointer = (float*)address + _start;
    }

    /// <summary>Number of floats.</summary>
    public int Length { get; }

    /// <summary>First float, on a 64-byte boundary.</summary>
    public float* Pointer { get; }

    /// <summary>All floats.</summary>
    public Span<float> Span => _memory.AsSpan(_start, Length);
}
