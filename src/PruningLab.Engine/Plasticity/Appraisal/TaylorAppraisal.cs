using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using PruningLab.Engine.Data;
using PruningLab.Engine.Networks;

namespace PruningLab.Engine.Plasticity.Appraisal;

/// <summary>Second-order estimate of what leaving a connection out costs: <c>ΔE ≈ −g·w + ½·h·w²</c>.</summary>
/// <remarks>
/// Gradients come in groups of B windows (a training batch, or one window). Two weighted means are kept per connection:
/// <c>g = Σ a·g_B / Σ a</c> and <c>F = Σ a·B·g_B² / Σ a</c>, with weights a = 1 for a plain mean, or a that decay by β from
/// group to group (dividing by Σ a is Adam's bias correction). Near a minimum, where noise outweighs the mean gradient,
/// <c>B·g_B²</c> has the expectation of a single window's squared gradient, so F estimates the diagonal of the empirical Fisher
/// matrix whatever B is; with B = 1 it is that diagonal. The diagonal of the Gauss–Newton matrix follows: <c>h = F</c> for
/// cross-entropy (a log-likelihood), and <c>h = F·outputs/(2·E)</c> for the mean squared error E, whose residuals then have
/// variance E: the gradient of one window's error carries the residual as a factor, the curvature does not.
/// Source: LeCun, Denker and Solla 1989 (the expansion); our reading of h.
/// </remarks>
/// <param name="weights">Prunable weights.</param>
public sealed class TaylorAppraisal(int weights)
{
    private readonly float[] _gradients = new float[weights];
    private readonly float[] _squares = new float[weights];
    private double _total;
    private double _losses;

    /// <summary>Prunable weights.</summary>
    internal int Length => _gradients.Length;

    /// <summary>False before the first gradients.</summary>
    public bool HasGradients => _total > 0;

    /// <summary>Mean loss of the windows behind the gradients, weighted as they are.</summary>
    public double Loss => _losses / _total;

    /// <summary>Forgets all gradients.</summary>
    public void Clear()
    {
        _gradients.AsSpan().Clear();
        _squares.AsSpan().Clear();
        (_total, _losses) = (0, 0);
    }

    /// <summary>Adds the network's present gradients.</summary>
    /// <param name="network">The network after a backward pass.</param>
    /// <param name="masks">Its masks.</param>
    /// <param name="windows">Windows B whose mean gradient it is.</param>
    /// <param name="loss">Their mean loss.</param>
    /// <param name="decay">β, what earlier gradients count for from now on; 1 for a plain mean.</param>
    public void Add(INetwork network, MaskSet masks, int windows, double loss, double decay)
    {
        ArgumentNullException.ThrowIfNull(network);
        ArgumentNullException.ThrowIfNull(masks);
        for (int m = 0; m < masks.Count; m++)
        {
            int offset = masks.Offset(m), length = masks[m].Length;
            Add(
                network.Gradients(masks.ParameterNumber(m)), (float)decay, windows,
                _gradients.AsSpan(offset, length), _squares.AsSpan(offset, length));
        }
        _total = (decay * _total) + 1;
        _losses = (decay * _losses) + loss;
    }

    /// <summary>Estimates the increase of the loss for every active connection.</summary>
    /// <param name="network">The network with the present weights.</param>
    /// <param name="masks">Its masks.</param>
    /// <param name="increases">Receives one number per prunable weight, flat; NaN for pruned ones.</param>
    /// <exception cref="InvalidOperationException">There are no gradients yet.</exception>
    public void Increases(INetwork network, MaskSet masks, Span<float> increases)
    {
        ArgumentNullException.ThrowIfNull(network);
        ArgumentNullException.ThrowIfNull(masks);
        if (!HasGradients)
        {
            throw new InvalidOperationException("No gradients have been added yet.");
        }
        float first = (float)(1 / _total), second = (float)(0.5 * Curvature(network.Shape) / _total);
        for (int m = 0; m < masks.Count; m++)
        {
            int offset = masks.Offset(m), length = masks[m].Length;
            Span<float> part = increases.Slice(offset, length);
            Estimate(
                network.Weights(masks.ParameterNumber(m)), _gradients.AsSpan(offset, length), _squares.AsSpan(offset, length),
                first, second, part);
            if (masks[m].PrunedCount > 0)
            {
                Clear(masks[m].Bits, part);
            }
        }
    }

    /// <summary>What the empirical Fisher diagonal is multiplied with to give that of Gauss–Newton.</summary>
    private double Curvature(NetworkShape shape)
    {
        return shape.Task == TaskKind.Classification ? 1 : Loss > 0 ? shape.Outputs / (2 * Loss) : 0;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Add(ReadOnlySpan<float> gradients, float decay, float windows, Span<float> means, Span<float> squares)
    {
        int i = 0, width = Vector<float>.Count;
        Vector<float> keep = new(decay), count = new(windows);
        ref float g = ref MemoryMarshal.GetReference(gradients);
        ref float mean = ref MemoryMarshal.GetReference(means);
        ref float square = ref MemoryMarshal.GetReference(squares);
        for (; i + width <= gradients.Length; i += width)
        {
            Vector<float> value = Vector.LoadUnsafe(ref g, (nuint)i);
            ((keep * Vector.LoadUnsafe(ref mean, (nuint)i)) + value).StoreUnsafe(ref mean, (nuint)i);
            ((keep * Vector.LoadUnsafe(ref square, (nuint)i)) + (count * value * value)).StoreUnsafe(ref square, (nuint)i);
        }
        for (; i < gradients.Length; i++)
        {
            means[i] = (decay * means[i]) + gradients[i];
            squares[i] = (decay * squares[i]) + (windows * gradients[i] * gradients[i]);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Estimate(
        ReadOnlySpan<float> weights, ReadOnlySpan<float> means, ReadOnlySpan<float> squares, float first, float second,
        Span<float> increases)
    {
        int i = 0, width = Vector<float>.Count;
        Vector<float> firsts = new(first), seconds = new(second);
        ref float w = ref MemoryMarshal.GetReference(weights);
        ref float mean = ref MemoryMarshal.GetReference(means);
        ref float square = ref MemoryMarshal.GetReference(squares);
        ref float increase = ref MemoryMarshal.GetReference(increases);
        for (; i + width <= weights.Length; i += width)
        {
            Vector<float> value = Vector.LoadUnsafe(ref w, (nuint)i);
            Vector<float> slope = firsts * Vector.LoadUnsafe(ref mean, (nuint)i);
            Vector<float> bend = seconds * Vector.LoadUnsafe(ref square, (nuint)i);
            (value * ((value * bend) - slope)).StoreUnsafe(ref increase, (nuint)i);
        }
        for (; i < weights.Length; i++)
        {
            increases[i] = weights[i] * ((weights[i] * (second * squares[i])) - (first * means[i]));
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Clear(ReadOnlySpan<byte> bits, Span<float> increases)
    {
        for (int i = 0; i < bits.Length; i++)
        {
            increases[i] = bits[i] == 0 ? float.NaN : increases[i];
        }
    }
}
