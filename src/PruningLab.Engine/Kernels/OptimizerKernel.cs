using System.Runtime.CompilerServices;

namespace PruningLab.Engine.Kernels;

/// <summary>Steps of the optimisers over one parameter, masks included.</summary>
/// <remarks>A mask is one byte per value, 1 active and 0 pruned, or null for none. Where it is 0, value and moments are
/// exactly 0 afterwards, whatever the gradient is.</remarks>
internal static unsafe class OptimizerKernel<TVector, TLanes>
    where TVector : struct
    where TLanes : ILanes<TVector>
{
    /// <summary>Adam: <c>g ← g + λw</c>, <c>m ← β₁m + (1−β₁)g</c>, <c>v ← β₂v + (1−β₂)g²</c>, <c>w ← w − step·m/(√v/correction + ε)</c>.</summary>
    /// <param name="values">Values w.</param>
    /// <param name="gradients">Gradients g.</param>
    /// <param name="firstMoments">First moments m.</param>
    /// <param name="secondMoments">Second moments v.</param>
    /// <param name="mask">Mask or null.</param>
    /// <param name="length">Number of values.</param>
    /// <param name="beta1">β₁.</param>
    /// <param name="beta2">β₂.</param>
    /// <param name="step">η/(1−β₁ᵗ).</param>
    /// <param name="correction">√(1−β₂ᵗ).</param>
    /// <param name="epsilon">ε.</param>
    /// <param name="weightDecay">λ.</param>
    /// <returns>Number of values done; fewer than one vector remain.</returns>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static nint Adam(
        float* values, float* gradients, float* firstMoments, float* secondMoments, byte* mask, nint length,
        double beta1, double beta2, double step, double correction, double epsilon, double weightDecay)
    {
        TVector b1 = TLanes.Broadcast((float)beta1), rest1 = TLanes.Broadcast((float)(1 - beta1));
        TVector b2 = TLanes.Broadcast((float)beta2), rest2 = TLanes.Broadcast((float)(1 - beta2));
        TVector minusStep = TLanes.Broadcast((float)-step), correct = TLanes.Broadcast((float)correction);
        TVector smallest = TLanes.Broadcast((float)epsilon), decay = TLanes.Broadcast((float)weightDecay);
        nint width = TLanes.Width, i = 0;
        for (; i + width <= length; i += width)
        {
            TVector g = TLanes.MultiplyAdd(decay, TLanes.Load(values + i), TLanes.Load(gradients + i));
            TVector m = TLanes.MultiplyAdd(rest1, g, TLanes.Multiply(b1, TLanes.Load(firstMoments + i)));
            TVector v = TLanes.MultiplyAdd(TLanes.Multiply(rest2, g), g, TLanes.Multiply(b2, TLanes.Load(secondMoments + i)));
            TVector root = TLanes.Add(TLanes.Divide(TLanes.SquareRoot(v), correct), smallest);
            TVector w = TLanes.MultiplyAdd(minusStep, TLanes.Divide(m, root), TLanes.Load(values + i));
            if (mask != null)
            {
                m = TLanes.KeepActive(m, mask + i);
                v = TLanes.KeepActive(v, mask + i);
                w = TLanes.KeepActive(w, mask + i);
            }
            TLanes.Store(firstMoments + i, m);
            TLanes.Store(secondMoments + i, v);
            TLanes.Store(values + i, w);
        }
        return i;
    }

    /// <summary>SGD with momentum: <c>g ← g + λw</c>, <c>b ← μb + g</c>, <c>w ← w − ηb</c>; b starts at 0, so that the first b is g.</summary>
    /// <param name="values">Values w.</param>
    /// <param name="gradients">Gradients g.</param>
    /// <param name="velocities">Momentum buffer b.</param>
    /// <param name="mask">Mask or null.</param>
    /// <param name="length">Number of values.</param>
    /// <param name="momentum">μ.</param>
    /// <param name="learningRate">η.</param>
    /// <param name="weightDecay">λ.</param>
    /// <returns>Number of values done; fewer than one vector remain.</returns>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static nint Sgd(
        float* values, float* gradients, float* velocities, byte* mask, nint length, double momentum, double learningRate,
        double weightDecay)
    {
        TVector keep = TLanes.Broadcast((float)momentum), minusRate = TLanes.Broadcast((float)-learningRate);
        TVector decay = TLanes.Broadcast((float)weightDecay);
        nint width = TLanes.Width, i = 0;
        for (; i + width <= length; i += width)
        {
            TVector g = TLanes.MultiplyAdd(decay, TLanes.Load(values + i), TLanes.Load(gradients + i));
            TVector b = TLanes.MultiplyAdd(keep, TLanes.Load(velocities + i), g);
            TVector w = TLanes.MultiplyAdd(minusRate, b, TLanes.Load(values + i));
            if (mask != null)
            {
                b = TLanes.KeepActive(b, mask + i);
                w = TLanes.KeepActive(w, mask + i);
            }
            TLanes.Store(velocities + i, b);
            TLanes.Store(values + i, w);
        }
        return i;
    }
}
