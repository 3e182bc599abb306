namespace PruningLab.Engine.Experiments.Statistics;

/// <summary>Holm's adjustment of the p values of several tests: below α is then false at most with probability α for any of them.</summary>
/// <remarks><c>p̃₍ᵢ₎ = max over j ≤ i of min(1, (m − j + 1)·p₍ⱼ₎)</c>, in rising order of p. Source: Holm 1979.</remarks>
public static class HolmAdjustment
{
    /// <summary>Adjusted p values, in the order given; NaN stays NaN and does not count.</summary>
    public static double[] Of(IReadOnlyList<double> pValues)
    {
        ArgumentNullException.ThrowIfNull(pValues);
        int[] order = [.. Enumerable.Range(0, pValues.Count).Where(i => !double.IsNaN(pValues[i])).OrderBy(i => pValues[i])];
        double[] adjusted = [.. pValues];
        double highest = 0;
        for (int i = 0; i < order.Length; i++)
        {
            highest = Math.Max(highest, Math.Min(1, (order.Length - i) * pValues[order[i]]));
            adjusted[order[i]] = highest;
        }
        return adjusted;
    }
}
