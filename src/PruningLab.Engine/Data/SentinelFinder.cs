namespace PruningLab.Engine.Data;

/// <summary>Finds numbers that clearly stand for "missing", such as −200 in the UCI air-quality file.</summary>
internal static class SentinelFinder
{
    private static readonly double[] s_candidates =
        [-200, -99, -99.9, -99.99, -999, -999.9, -999.99, -9999, -9999.9, -99999, 9999, 99999, 999999];

    /// <summary>Candidates that stand apart from the other numbers in every column that holds them.</summary>
    /// <remarks>
    /// A candidate counts when (1) it is the smallest (if positive: the largest) number of each column that holds it,
    /// (2) there, the other numbers are all ≥ 0 or further from it than their own range (positive: three ranges), and
    /// (3) in at least one column it occurs twice or more and the gap exceeds the range of the others.
    /// </remarks>
    /// <param name="columns">Numbers of each numeric column.</param>
    public static IReadOnlyList<double> Find(IReadOnlyList<IReadOnlyList<double>> columns)
    {
        List<double> found = [];
        foreach (double candidate in s_candidates)
        {
            bool clear = false;
            bool possible = true;
            foreach (IReadOnlyList<double> column in columns)
            {
                List<double> others = [.. column.Where(value => value != candidate)];
                int count = column.Count - others.Count;
                if (count == 0)
                    continue;
                if (others.Count < 2)
                {
                    // A column of nothing but the candidate says nothing; one other value says too little.
                    possible &= others.Count == 0;
                    continue;
                }
                double low = others.Min();
                double high = others.Max();
                double gap = candidate < 0 ? low - candidate : candidate - high;
                double range = high - low;
                double needed = candidate < 0 ? range : 3 * range;
                possible &= gap > 0 && (gap > needed || (candidate < 0 && low >= 0));
                clear |= count >= 2 && gap > needed;
            }
            if (possible && clear)
                found.Add(candidate);
        }
        return found;
    }
}
