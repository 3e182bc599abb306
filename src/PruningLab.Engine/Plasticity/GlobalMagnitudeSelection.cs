using System.Runtime.InteropServices;
using PruningLab.Engine.Kernels;
using PruningLab.Engine.Networks;

namespace PruningLab.Engine.Plasticity;

/// <summary>Global magnitude selection over all matrices.</summary>
/// <remarks>
/// With n weights in all, of which some are pruned: <c>k = max(0, ⌊s·n⌋ − pruned)</c>; nothing happens when k = 0 or
/// k ≥ active; else <c>τ</c> is the k-th smallest |w| of the active weights.
/// Source: Vos et al. 2025, Algorithm 3. Deviations: none; <see cref="SelectionKind.ExactCount"/> is our option.
/// </remarks>
public static class GlobalMagnitudeSelection
{
    /// <summary>Decides how much to cut.</summary>
    /// <param name="magnitudes">|w| of the active weights, in any order; they stay as they are.</param>
    /// <param name="total">All prunable weights n.</param>
    /// <param name="target">Target sparsity s, from 0; may exceed 1.</param>
    /// <param name="kind">Published or exact count.</param>
    /// <exception cref="ArgumentOutOfRangeException">The target is negative or not finite.</exception>
    public static CutDecision Decide(ReadOnlySpan<float> magnitudes, int total, double target, SelectionKind kind)
    {
        float[] room = new float[magnitudes.Length];
        MagnitudeRanking ranking = new(room, stackalloc int[MagnitudeRanking.CountsLength]);
        AddAll(ref ranking, magnitudes);
        return Decide(ref ranking, total, target, kind);
    }

    /// <summary>Decides how much to cut of gathered weights; allocates nothing.</summary>
    /// <param name="ranking">All active weights, gathered; used up by the decision.</param>
    /// <param name="total">All prunable weights n.</param>
    /// <param name="target">Target sparsity s, from 0; may exceed 1.</param>
    /// <param name="kind">Published or exact count.</param>
    /// <exception cref="ArgumentOutOfRangeException">The target is negative or not finite.</exception>
    public static CutDecision Decide(ref MagnitudeRanking ranking, int total, double target, SelectionKind kind)
    {
        if (!double.IsFinite(target) || target < 0)
        {
            throw new ArgumentOutOfRangeException(nameof(target), target, "A sparsity is a finite number from 0 on.");
        }
        int active = ranking.Count;
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
        float threshold = ranking.KthSmallest((int)k, out int below);
        return new CutDecision(CutReason.Cuts, (int)k, threshold, below, kind == SelectionKind.Published ? below : (int)k);
    }

    /// <summary>Cuts what was decided, matrix by matrix, weight by weight; allocates nothing.</summary>
    /// <param name="network">The network whose weights were ranked.</param>
    /// <param name="masks">Its masks; the deaths are written into their history. The network gets them by
    /// <see cref="MaskSet.Apply"/>.</param>
    /// <param name="decision">The decision; of ties at τ the first by position are cut, as many as it wants.</param>
    /// <param name="batch">Batch of the deaths.</param>
    /// <param name="scratch">Room for one number per weight of the largest matrix.</param>
    public static void Cut(INetwork network, MaskSet masks, CutDecision decision, int batch, Span<float> scratch)
    {
        ArgumentNullException.ThrowIfNull(network);
        ArgumentNullException.ThrowIfNull(masks);
        if (decision.Cut == 0)
        {
            return;
        }
        Span<int> room = MemoryMarshal.Cast<float, int>(scratch);
        uint threshold = BitConverter.SingleToUInt32Bits(decision.Threshold);
        int ties = decision.Cut - decision.Below;
        for (int m = 0; m < masks.Count; m++)
        {
            ReadOnlySpan<float> weights = network.Weights(masks.ParameterNumber(m));
            Span<int> positions = room[..weights.Length];
            int found = SelectionKernel.FindBelow(
                weights, masks[m].Bits, ties > 0 ? threshold + 1 : threshold, positions);
            if (ties > 0)
            {
                found = DropSurplusTies(weights, positions[..found], threshold, ref ties);
            }
            masks.Prune(m, positions[..found], batch);
        }
    }

    /// <summary>Copies |w| of active weights.</summary>
    /// <param name="weights">Weights of one matrix.</param>
    /// <param name="mask">1 active, 0 pruned, same length.</param>
    /// <param name="destination">Receives the magnitudes from its start on; what stands behind them is overwritten too.</param>
    /// <returns>How many there were.</returns>
    public static int GatherMagnitudes(ReadOnlySpan<float> weights, ReadOnlySpan<byte> mask, Span<float> destination) =>
        SelectionKernel.Gather(weights, mask[..weights.Length], MemoryMarshal.Cast<float, uint>(destination));

    /// <summary>The k-th smallest of non-negative numbers; linear, changes nothing. See <see cref="MagnitudeRanking"/>.</summary>
    /// <param name="magnitudes">Numbers from 0; their order as floats is that of their bits, a NaN ranks above infinity.</param>
    /// <param name="k">Rank from 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">k is not within 1 … count.</exception>
    public static float KthSmallest(ReadOnlySpan<float> magnitudes, int k)
    {
        float[] room = new float[magnitudes.Length];
        MagnitudeRanking ranking = new(room, stackalloc int[MagnitudeRanking.CountsLength]);
        AddAll(ref ranking, magnitudes);
        return ranking.KthSmallest(k, out _);
    }

    private static void AddAll(ref MagnitudeRanking ranking, ReadOnlySpan<float> magnitudes)
    {
        byte[] all = new byte[magnitudes.Length];
        all.AsSpan().Fill(1);
        ranking.Add(magnitudes, all);
    }

    private static int DropSurplusTies(ReadOnlySpan<float> weights, Span<int> positions, uint threshold, ref int ties)
    {
        int kept = 0;
        foreach (int position in positions)
        {
            bool isTie = (BitConverter.SingleToUInt32Bits(weights[position]) & SelectionKernel.MagnitudeBits) == threshold;
            if (isTie && ties-- <= 0)
            {
                continue;
            }
            positions[kept++] = position;
        }
        ties = Math.Max(0, ties);
        return kept;
    }
}
