using System.Runtime.CompilerServices;

namespace PruningLab.Engine.Kernels;

/// <summary>The elementwise part of dropout before a linear layer with one output, forward beside backward.</summary>
internal static unsafe class HeadKernel<TVector, TLanes>
    where TVector : struct
    where TLanes : ILanes<TVector>
{
    /// <summary><c>out = h · scale</c>, element by element.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Forward(float* h, float* scale, nint rows, nint stride, nint lanes, float* destination)
    {
        nint width = TLanes.Width;
        for (nint row = 0; row < rows; row++)
        {
            for (nint at = row * stride; at < (row * stride) + lanes; at += width)
            {
                TLanes.Store(destination + at, TLanes.Multiply(TLanes.Load(h + at), TLanes.Load(scale + at)));
            }
        }
    }

    /// <summary><c>δh[u] = δy · w[u] · scale[u]</c>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Backward(
        float* outputGradient, float* weights, float* scale, nint rows, nint stride, nint lanes, float* destination)
    {
        nint width = TLanes.Width;
        for (nint row = 0; row < rows; row++)
        {
            TVector w = TLanes.Broadcast(weights[row]);
            for (nint lane = 0; lane < lanes; lane += width)
            {
                nint at = (row * stride) + lane;
                TVector d = TLanes.Multiply(TLanes.Load(outputGradient + lane), w);
                TLanes.Store(destination + at, TLanes.Multiply(d, TLanes.Load(scale + at)));
            }
        }
    }
}
