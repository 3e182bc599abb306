using System.Runtime.Intrinsics;
using BenchmarkDotNet.Attributes;
using PruningLab.Engine.Kernels;
using PruningLab.Engine.Plasticity;
using PruningLab.Engine.Training;

namespace PruningLab.Benchmarks;

/// <summary>Kernels on operands that fit the cache: a matrix of 256 × 64 weights, 64 lanes.</summary>
[MemoryDiagnoser]
public unsafe class KernelTimes
{
    private const int Rows = 256, Depth = 64, Lanes = 64;
    private readonly AlignedBuffer _weights = Filled(Rows * Depth, 1);
    private readonly AlignedBuffer _x = Filled(Depth * Lanes, 2);
    private readonly AlignedBuffer _y = new(Rows * Lanes);
    private readonly AlignedBuffer _gradients = Filled(Rows * Depth, 3);
    private readonly AlignedBuffer _first = new(Rows * Depth);
    private readonly AlignedBuffer _second = new(Rows * Depth);
    private readonly float[] _magnitudes = [.. Filled(400_000, 4).Span.ToArray().Select(MathF.Abs)];

    /// <summary>1,048,576 multiply-adds with the widest vectors of the machine.</summary>
    [Benchmark]
    public void DenseProduct()
    {
        if (Vector512.IsHardwareAccelerated)
        {
            MatrixKernel<Vector512<float>, Lanes512>.Multiply(
                _weights.Pointer, Depth, Rows, Depth, _x.Pointer, Lanes, Lanes, 0f, false, _y.Pointer, Lanes);
        }
        else
        {
            DenseProduct256();
        }
    }

    /// <summary>The same with vectors of eight.</summary>
    [Benchmark]
    public void DenseProduct256() => MatrixKernel<Vector256<float>, Lanes256>.Multiply(
        _weights.Pointer, Depth, Rows, Depth, _x.Pointer, Lanes, Lanes, 0f, false, _y.Pointer, Lanes);

    /// <summary>The same one value at a time.</summary>
    [Benchmark]
    public void DenseProductScalar() => MatrixKernel<float, ScalarLanes>.Multiply(
        _weights.Pointer, Depth, Rows, Depth, _x.Pointer, Lanes, Lanes, 0f, false, _y.Pointer, Lanes);

    /// <summary>16,384 values.</summary>
    [Benchmark]
    public void Tanh() => RnnCellKernel<Vector512<float>, Lanes512>.Forward(_y.Pointer, Rows, Lanes, Lanes);

    /// <summary>16,384 values.</summary>
    [Benchmark]
    public nint Adam() => OptimizerKernel<Vector512<float>, Lanes512>.Adam(
        _weights.Pointer, _gradients.Pointer, _first.Pointer, _second.Pointer, null, Rows * Depth, 0.9, 0.999, 1e-9, 1, 1e-8, 0);

    /// <summary>The 200,000th smallest of 400,000.</summary>
    [Benchmark]
    public float KthSmallest() => GlobalMagnitudeSelection.KthSmallest(_magnitudes, 200_000);

    private static AlignedBuffer Filled(int length, ulong seed)
    {
        RandomStream stream = new(seed);
        AlignedBuffer buffer = new(length);
        foreach (ref float value in buffer.Span)
        {
            value = stream.NextSingle(-1, 1);
        }
        return buffer;
    }
}
