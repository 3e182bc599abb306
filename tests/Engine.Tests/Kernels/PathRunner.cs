using System.Runtime.Intrinsics;
using PruningLab.Engine.Kernels;

namespace PruningLab.Engine.Tests.Kernels;

/// <summary>Calls the generic kernels by path.</summary>
internal static unsafe class PathRunner
{
    public static TheoryData<KernelPath> All => [KernelPath.Scalar, KernelPath.Vector256, KernelPath.Vector512];

    public static int Width(KernelPath path) => path switch { KernelPath.Vector512 => 16, KernelPath.Vector256 => 8, _ => 1 };

    public static void Sigmoid(KernelPath path, ReadOnlySpan<float> x, Span<float> y)
    {
        switch (path)
        {
            case KernelPath.Vector512:
                Activate<Vector512<float>, Lanes512>(x, y, true);
                break;
            case KernelPath.Vector256:
                Activate<Vector256<float>, Lanes256>(x, y, true);
                break;
            default:
                Activate<float, ScalarLanes>(x, y, true);
                break;
        }
    }

    public static void Tanh(KernelPath path, ReadOnlySpan<float> x, Span<float> y)
    {
        switch (path)
        {
            case KernelPath.Vector512:
                Activate<Vector512<float>, Lanes512>(x, y, false);
                break;
            case KernelPath.Vector256:
                Activate<Vector256<float>, Lanes256>(x, y, false);
                break;
            default:
                Activate<float, ScalarLanes>(x, y, false);
                break;
        }
    }

    public static void Exponential(KernelPath path, ReadOnlySpan<float> x, Span<float> y)
    {
        switch (path)
        {
            case KernelPath.Vector512:
                Exponential<Vector512<float>, Lanes512>(x, y);
                break;
            case KernelPath.Vector256:
                Exponential<Vector256<float>, Lanes256>(x, y);
                break;
            default:
                Exponential<float, ScalarLanes>(x, y);
                break;
        }
    }

    public static void Multiply(
        KernelPath path, AlignedBuffer a, int rows, int depth, AlignedBuffer b, int columns, float start, bool accumulate,
        AlignedBuffer c)
    {
        switch (path)
        {
            case KernelPath.Vector512:
                MatrixKernel<Vector512<float>, Lanes512>.Multiply(
                    a.Pointer, depth, rows, depth, b.Pointer, columns, columns, start, accumulate, c.Pointer, columns);
                break;
            case KernelPath.Vector256:
                MatrixKernel<Vector256<float>, Lanes256>.Multiply(
                    a.Pointer, depth, rows, depth, b.Pointer, columns, columns, start, accumulate, c.Pointer, columns);
                break;
            default:
                MatrixKernel<float, ScalarLanes>.Multiply(
                    a.Pointer, depth, rows, depth, b.Pointer, columns, columns, start, accumulate, c.Pointer, columns);
                break;
        }
    }

    private static void Activate<TVector, TLanes>(ReadOnlySpan<float> x, Span<float> y, bool sigmoid)
        where TVector : struct
        where TLanes : ILanes<TVector>
    {
        Assert.Equal(0, x.Length % TLanes.Width);
        fixed (float* from = x, to = y)
        {
            for (int i = 0; i < x.Length; i += TLanes.Width)
            {
                TVector value = TLanes.Load(from + i);
                TLanes.Store(
                    to + i,
                    sigmoid ? Activations<TVector, TLanes>.Sigmoid(value) : Activations<TVector, TLanes>.Tanh(value));
            }
        }
    }

    private static void Exponential<TVector, TLanes>(ReadOnlySpan<float> x, Span<float> y)
        where TVector : struct
        where TLanes : ILanes<TVector>
    {
        Assert.Equal(0, x.Length % TLanes.Width);
        fixed (float* from = x, to = y)
        {
            for (int i = 0; i < x.Length; i += TLanes.Width)
            {
                TLanes.Store(to + i, Activations<TVector, TLanes>.Exponential(TLanes.Load(from + i)));
            }
        }
    }
}
