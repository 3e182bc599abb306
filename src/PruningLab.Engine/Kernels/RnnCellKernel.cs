using System.Runtime.CompilerServices;

namespace PruningLab.Engine.Kernels;

/// <summary>The elementwise part of a tanh unit, forward beside backward.</summary>
internal static unsafe class RnnCellKernel<TVector, TLanes>
    where TVector : struct
    where TLanes : ILanes<TVector>
{
    /// <summary><c>h ← tanh(h)</c> in place.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Forward(float* h, nint rows, nint stride, nint lanes)
    {
        nint width = TLanes.Width;
        for (nint row = 0; row < rows; row++)
        {
            for (nint lane = 0; lane < lanes; lane += width)
            {
                float* p = h + (row * stride) + lane;
                TLanes.Store(p, Activations<TVector, TLanes>.Tanh(TLanes.Load(p)));
            }
        }
    }

    /// <summary><c>d ← d·(1 − h²)</c> in place: from the gradient of h to that of the sum before the tanh.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Backward(float* h, float* d, nint rows, nint stride, nint lanes)
    {
        nint width = TLanes.Width;
        TVector one = TLanes.Broadcast(1f), zero = TLanes.Broadcast(0f);
        for (nint row = 0; row < rows; row++)
        {
            for (nint lane = 0; lane < lanes; lane += width)
            {
                nint at = (row * stride) + lane;
                TVector value = TLanes.Load(h + at);
                TVector slope = TLanes.MultiplyAdd(TLanes.Subtract(zero, value), value, one);
                TLanes.Store(d + at, TLanes.Multiply(TLanes.Load(d + at), slope));
            }
        }
    }

    /// <summary>The same into another place, with the sums over lanes: <c>out = d·(1 − h²)</c>.</summary>
    /// <param name="h">Hidden state.</param>
    /// <param name="d">Its gradient.</param>
    /// <param name="rows">Rows.</param>
    /// <param name="stride">Distance between rows.</param>
    /// <param name="lanes">Lanes, a multiple of the path's width.</param>
    /// <param name="destination">Receives the gradient of the sum before the tanh.</param>
    /// <param name="rowSums">One vector per row, to which the row's gradients are added.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Backward(float* h, float* d, nint rows, nint stride, nint lanes, float* destination, float* rowSums)
    {
        nint width = TLanes.Width;
        TVector one = TLanes.Broadcast(1f), zero = TLanes.Broadcast(0f);
        for (nint row = 0; row < rows; row++)
        {
            TVector sum = TLanes.Load(rowSums + (row * width));
            for (nint lane = 0; lane < lanes; lane += width)
            {
                nint at = (row * stride) + lane;
                TVector value = TLanes.Load(h + at);
                TVector slope = TLanes.MultiplyAdd(TLanes.Subtract(zero, value), value, one);
                TVector result = TLanes.Multiply(TLanes.Load(d + at), slope);
                TLanes.Store(destination + at, result);
                sum = TLanes.Add(sum, result);
            }
            TLanes.Store(rowSums + (row * width), sum);
        }
    }
}
