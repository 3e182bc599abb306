using System.Runtime.InteropServices;

namespace PruningLab.Engine.Plasticity;

/// <summary>Global magnitude selection over all matrices.</summary>
/// <remarks>
/// With n weights in all, of which some are pruned: <c>k = max(0, ⌊s·n⌋ − pruned)</c>; nothing happens when k = 0 or
/// k ≥ active; else <c>τ</c> is the k-th smallest |w| of the active weights.
/// Source: Vos et al. 2025, Algorithm 3. Deviations: none; <see cref="SelectionKind.ExactCount"/> is our option.
/// </remarks>
public static class GlobalMagnitudeSelection
{
    private const int DigitBits = 11;
    private const int Digits = 1 << DigitBits;

    /// <summary>Decides how much to cut.</summary>
    /// <param name="magnitudes">|w| of the active weights, in any order.</param>
    /// <param name="total">All prunable weights n.</param>
    /// <param name="target">Target sparsity s, from 0; may exceed 1.</param>
    /// <param name="kind">Published or exact count.</param>
    /// <exception cref="ArgumentOutOfRangeException">The target is negative or not finite.</exception>
    public static CutDecision Decide(ReadOnlySpan<float> magnitudes, int total, double target, SelectionKind kind)
    {
        if (!double.IsFinite(target) || target < 0)
        {
            throw new ArgumentOutOfRangeException(nameof(target), target, "A sparsity is a finite number from 0 on.");
        }
        int active = magnitudes.Length;
        long targetPruned = (long)Math.Floor(target * total);
        long k = Math.Max(0, targetPruned - (total - active));
        if (k == 0)
        {
            return new CutDecision(CutReason.TargetReached, 0, float.NaN, 0, 0);
        }
        if (k >= active)
        {
            return new CutDecision(CutReason.AsksForAll, (int)Math.Min(k, int.MaxValue), float.NaN, 0, 0);
        }
        float threshold = KthSmallest(magnitudes, (int)k);
        int below = 0;
        foreach (float magnitude in magnitudes)
        {
            below += magnitude < threshold ? 1 : 0;
        }
        return new CutDecision(CutReason.Cuts, (int)k, threshold, below, kind == SelectionKind.Published ? below : (int)k);
    }

    /// <summary>Copies |w| of active weights.</summary>
    /// <param name="weights">Weights of one matrix.</param>
    /// <param name="mask">1 active, 0 pruned, same length.</param>
    /// <param name="destination">Receives the magnitudes from its start on.</param>
    /// <returns>How many there were.</returns>
    public static int GatherMagnitudes(ReadOnlySpan<float> weights, ReadOnlySpan<byte> mask, Span<float> destination)
    {
        int count = 0;
        for (int i = 0; i < weights.Length; i++)
        {
            destination[count] = MathF.Abs(weights[i]);
            count += mask[i];
            if (count == destination.Length)
            {
                // The slot after the last active weight is only ever scratch; stop before writing past the end.
                break;
            }
        }
        return count;
    }

    /// <summary>The k-th smallest of non-negative numbers, by radix selection on their bits; linear, changes nothing.</summary>
    /// <param name="magnitudes">Numbers from 0; their order as floats is that of their bits.</param>
    /// <param name="k">Rank from 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">k is not within 1 … count.</exception>
    public static float KthSmallest(ReadOnlySpan<float> magnitudes, int k)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(k);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(k, magnitudes.Length);
        ReadOnlySpan<uint> bits = MemoryMarshal.Cast<float, uint>(magnitudes);
        Span<int> counts = stackalloc int[Digits];
        uint prefix = 0;
        uint known = 0;
        int rank = k;
        for (int shift = 2 * DigitBits - 1; ; shift = Math.Max(0, shift - DigitBits))
        {
            // Digits at 21 (11 bits, the sign bit is 0), 10 (11 bits) and 0 (10 bits).
            uint digitMask = (shift == 0 ? (1u << (DigitBits - 1)) : Digits) - 1;
            counts.Clear();
            foreach (uint value in bits)
            {
                if ((value & known) == prefix)
                {
                    counts[(int)((value >> shift) & digitMask)]++;
                }
            }
            int digit = 0;
            while (rank > counts[digit])
            {
                rank -= counts[digit++];
            }
            prefix |= (uint)digit << shift;
            known |= digitMask << shift;
            if (shift == 0)
            {
                return BitConverter.UInt32BitsToSingle(prefix);
            }
        }
    }
}
