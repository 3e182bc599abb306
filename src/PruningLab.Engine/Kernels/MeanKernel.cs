using System.Runtime.CompilerServices;

namespace PruningLab.Engine.Kernels;

/// <summary>Mean over blocks of [rows × lanes], forward beside backward.</summary>
internal static unsafe class MeanKernel<TVector, TLanes>
    where TVector : struct
    where TLanes : ILanes<TVector>
{
    /// <summary><c>mean = Σ_b x[b] / blocks</c>.</summary>
    /// <param name="x">Blocks [rows × lanes].</param>
    /// <param name="step">Distance between blocks.</param>
    /// <param name="blocks">Blocks.</param>
    /// <param name="rows">Rows.</param>
    /// <param name="stride">Distance between rows.</param>
    /// <param name="lanes">Lanes, a multiple of the path's width.</param>
    /// <param name="mean">Receives [rows × lanes].</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Forward(float* x, nint step, nint blocks, nint rows, nint stride, nint lanes, float* mean)
    {
        nint width = TLanes.Width;
        TVector share = TLanes.Broadcast(1f / blocks);
        for (nint row = 0; row < rows; row++)
        {
            for (nint at = row * stride; at < (row * stride) + lanes; at += width)
            {
                TVector sum = TLanes.Load(x + at);
                for (nint block = 1; block < blocks; block++)
                {
                    sum = TLanes.Add(sum, TLanes.Load(x + (block * step) + at));
                }
                TLanes.Store(mean + at, TLanes.Multiply(sum, share));
            }
        }
    }

    /// <summary><c>dx[b] = d / blocks</c>.</summary>
    /// <param name="d">Gradient of the mean [rows × lanes].</param>
    /// <param name="rows">Rows.</param>
    /// <param name="stride">Distance between rows.</param>
    /// <param name="lanes">Lanes, a multiple of the path's width.</param>
    /// <param name="dx">Receives blocks [rows × lanes].</param>
    /// <param name="step">Distance between blocks.</param>
    /// <param name="blocks">Blocks.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Backward(float* d, nint rows, nint stride, nint lanes, float* dx, nint step, nint blocks)
    {
        nint width = TLanes.Width;
        TVector share = TLanes.Broadcast(1f / blocks);
        for (nint block = 0; block < blocks; block++)
        {
            float* to = dx + (block * step);
            for (nint row = 0; row < rows; row++)
            {
                for (nint at = row * stride; at < (row * stride) + lanes; at += width)
                {
                    TLanes.Store(to + at, TLanes.Multiply(TLanes.Load(d + at), share));
                }
            }
        }
    }
}
