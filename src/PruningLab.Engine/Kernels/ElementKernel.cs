using System.Runtime.CompilerServices;

namespace PruningLab.Engine.Kernels;

/// <summary>Elementwise products, row sums and activations of [rows × lanes] blocks, forward beside backward.</summary>
internal static unsafe class ElementKernel<TVector, TLanes>
    where TVector : struct
    where TLanes : ILanes<TVector>
{
    /// <summary><c>out = a · b</c>, element by element; the destination may be one of the factors.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Multiply(float* a, float* b, nint rows, nint stride, nint lanes, float* destination)
    {
        nint width = TLanes.Width;
        for (nint row = 0; row < rows; row++)
        {
            for (nint at = row * stride; at < (row * stride) + lanes; at += width)
            {
                TLanes.Store(destination + at, TLanes.Multiply(TLanes.Load(a + at), TLanes.Load(b + at)));
            }
        }
    }

    /// <summary><c>destination += x</c>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Add(float* x, float* destination, nint length)
    {
        nint width = TLanes.Width, i = 0;
        for (; i + width <= length; i += width)
        {
            TLanes.Store(destination + i, TLanes.Add(TLanes.Load(destination + i), TLanes.Load(x + i)));
        }
        for (; i < length; i++)
        {
            destination[i] += x[i];
        }
    }

    /// <summary><c>sums[r] += Σ_lane x[r, lane]</c>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void AddRowSums(float* x, nint rows, nint stride, nint lanes, float* sums)
    {
        nint width = TLanes.Width;
        for (nint row = 0; row < rows; row++)
        {
            float* from = x + (row * stride);
            TVector sum = TLanes.Load(from);
            for (nint lane = width; lane < lanes; lane += width)
            {
                sum = TLanes.Add(sum, TLanes.Load(from + lane));
            }
            sums[row] += TLanes.Sum(sum);
        }
    }

    /// <summary><c>h ← max(0, h)</c> in place; NaN stays.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Relu(float* h, nint rows, nint stride, nint lanes)
    {
        nint width = TLanes.Width;
        TVector zero = TLanes.Broadcast(0f), infinity = TLanes.Broadcast(float.PositiveInfinity);
        for (nint row = 0; row < rows; row++)
        {
            for (nint at = row * stride; at < (row * stride) + lanes; at += width)
            {
                TLanes.Store(h + at, TLanes.Limit(TLanes.Load(h + at), zero, infinity));
            }
        }
    }

    /// <summary><c>d ← d</c> where h &gt; 0, else 0; in place.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void ReluBackward(float* h, float* d, nint rows, nint stride, nint lanes)
    {
        nint width = TLanes.Width;
        for (nint row = 0; row < rows; row++)
        {
            for (nint at = row * stride; at < (row * stride) + lanes; at += width)
            {
                TLanes.Store(d + at, TLanes.KeepPositive(TLanes.Load(d + at), TLanes.Load(h + at)));
            }
        }
    }

    /// <summary><c>h ← σ(h)</c> in place.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Sigmoid(float* h, nint rows, nint stride, nint lanes)
    {
        nint width = TLanes.Width;
        for (nint row = 0; row < rows; row++)
        {
            for (nint at = row * stride; at < (row * stride) + lanes; at += width)
            {
                TLanes.Store(h + at, Activations<TVector, TLanes>.Sigmoid(TLanes.Load(h + at)));
            }
        }
    }

    /// <summary><c>d ← d·h·(1 − h)</c> in place.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void SigmoidBackward(float* h, float* d, nint rows, nint stride, nint lanes)
    {
        nint width = TLanes.Width;
        TVector one = TLanes.Broadcast(1f);
        for (nint row = 0; row < rows; row++)
        {
            for (nint at = row * stride; at < (row * stride) + lanes; at += width)
            {
                TVector value = TLanes.Load(h + at);
                TVector slope = TLanes.Multiply(value, TLanes.Subtract(one, value));
                TLanes.Store(d + at, TLanes.Multiply(TLanes.Load(d + at), slope));
            }
        }
    }
}
