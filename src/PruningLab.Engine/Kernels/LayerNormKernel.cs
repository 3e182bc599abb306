using System.Runtime.CompilerServices;

namespace PruningLab.Engine.Kernels;

/// <summary>LayerNorm over the rows of a [features × lanes] block, lane by lane, forward beside backward.</summary>
/// <remarks><c>y = γ·x̂ + β</c>, <c>x̂ = (s − mean(s))/√(var(s) + ε)</c>, variance with divisor n, ε = 10⁻⁵. Source: PyTorch's
/// documentation of <c>nn.LayerNorm</c>. The variance is taken in a second pass around the mean, without cancellation.</remarks>
internal static unsafe class LayerNormKernel<TVector, TLanes>
    where TVector : struct
    where TLanes : ILanes<TVector>
{
    /// <summary>ε, added to the variance.</summary>
    public const float Epsilon = 1e-5f;

    /// <summary><c>s ← s + residual</c> in place, then <c>y = γ·x̂(s) + β</c>.</summary>
    /// <param name="sum">s [features × lanes].</param>
    /// <param name="residual">Added to s; null for nothing, and s stays.</param>
    /// <param name="features">Features n.</param>
    /// <param name="stride">Distance between rows, the same everywhere.</param>
    /// <param name="lanes">Lanes, a multiple of the path's width.</param>
    /// <param name="scale">γ [features].</param>
    /// <param name="shift">β [features].</param>
    /// <param name="mean">Receives the mean [lanes].</param>
    /// <param name="inverse">Receives 1/√(variance + ε) [lanes].</param>
    /// <param name="y">Receives the result [features × lanes].</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Forward(
        float* sum, float* residual, nint features, nint stride, nint lanes, float* scale, float* shift,
        float* mean, float* inverse, float* y)
    {
        nint width = TLanes.Width;
        TVector share = TLanes.Broadcast(1f / features);
        for (nint lane = 0; lane < lanes; lane += width)
        {
            float* s = sum + lane;
            TVector total = TLanes.Broadcast(0f), squares = total;
            if (residual == null)
            {
                for (nint f = 0; f < features; f++)
                {
                    total = TLanes.Add(total, TLanes.Load(s + (f * stride)));
                }
            }
            else
            {
                float* r = residual + lane;
                for (nint f = 0; f < features; f++)
                {
                    TVector value = TLanes.Add(TLanes.Load(s + (f * stride)), TLanes.Load(r + (f * stride)));
                    TLanes.Store(s + (f * stride), value);
                    total = TLanes.Add(total, value);
                }
            }
            TVector middle = TLanes.Multiply(total, share);
            for (nint f = 0; f < features; f++)
            {
                TVector difference = TLanes.Subtract(TLanes.Load(s + (f * stride)), middle);
                squares = TLanes.MultiplyAdd(difference, difference, squares);
            }
            TVector variance = TLanes.MultiplyAdd(squares, share, TLanes.Broadcast(Epsilon));
            TVector over = TLanes.Divide(TLanes.Broadcast(1f), TLanes.SquareRoot(variance));
            TLanes.Store(mean + lane, middle);
            TLanes.Store(inverse + lane, over);
            float* to = y + lane;
            for (nint f = 0; f < features; f++)
            {
                TVector normed = TLanes.Multiply(TLanes.Subtract(TLanes.Load(s + (f * stride)), middle), over);
                TLanes.Store(
                    to + (f * stride), TLanes.MultiplyAdd(normed, TLanes.Broadcast(scale[f]), TLanes.Broadcast(shift[f])));
            }
        }
    }

    /// <summary>From the gradient of y to that of s, in place, and sums for the gradients of γ and β.</summary>
    /// <remarks><c>δs = (g − mean(g) − x̂·mean(g·x̂))/√(var + ε)</c> with <c>g = γ·δy</c>; <c>δγ += Σ δy·x̂</c>,
    /// <c>δβ += Σ δy</c>, kept in partial sums of one vector per feature.</remarks>
    /// <param name="sum">s as the forward pass left it.</param>
    /// <param name="mean">Mean [lanes].</param>
    /// <param name="inverse">1/√(variance + ε) [lanes].</param>
    /// <param name="scale">γ [features].</param>
    /// <param name="features">Features n.</param>
    /// <param name="stride">Distance between rows, the same everywhere.</param>
    /// <param name="lanes">Lanes, a multiple of the path's width.</param>
    /// <param name="d">Gradient of y; receives that of s.</param>
    /// <param name="scaleSums">Partial sums of the gradient of γ [features × <see cref="KernelLayout.LaneMultiple"/>].</param>
    /// <param name="shiftSums">The same for β.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Backward(
        float* sum, float* mean, float* inverse, float* scale, nint features, nint stride, nint lanes, float* d,
        float* scaleSums, float* shiftSums)
    {
        nint width = TLanes.Width;
        TVector share = TLanes.Broadcast(1f / features);
        for (nint lane = 0; lane < lanes; lane += width)
        {
            TVector middle = TLanes.Load(mean + lane), over = TLanes.Load(inverse + lane);
            TVector total = TLanes.Broadcast(0f), products = total;
            float* s = sum + lane, gradient = d + lane;
            for (nint f = 0; f < features; f++)
            {
                TVector dy = TLanes.Load(gradient + (f * stride));
                TVector normed = TLanes.Multiply(TLanes.Subtract(TLanes.Load(s + (f * stride)), middle), over);
                TVector product = TLanes.Multiply(dy, normed), factor = TLanes.Broadcast(scale[f]);
                total = TLanes.MultiplyAdd(dy, factor, total);
                products = TLanes.MultiplyAdd(product, factor, products);
                nint at = f * KernelLayout.LaneMultiple;
                TLanes.Store(scaleSums + at, TLanes.Add(TLanes.Load(scaleSums + at), product));
                TLanes.Store(shiftSums + at, TLanes.Add(TLanes.Load(shiftSums + at), dy));
            }
            total = TLanes.Multiply(total, share);
            products = TLanes.Multiply(products, share);
            for (nint f = 0; f < features; f++)
            {
                float* at = gradient + (f * stride);
                TVector normed = TLanes.Multiply(TLanes.Subtract(TLanes.Load(s + (f * stride)), middle), over);
                TVector less = TLanes.MultiplyAdd(normed, products, total);
                TVector g = TLanes.Multiply(TLanes.Load(at), TLanes.Broadcast(scale[f]));
                TLanes.Store(at, TLanes.Multiply(TLanes.Subtract(g, less), over));
            }
        }
    }
}
