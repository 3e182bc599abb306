namespace PruningLab.Engine.Experiments.Statistics;

/// <summary>Ranks of values, and counts of the lowest ones.</summary>
public static class Ranks
{
    /// <summary>Ranks from 1 for the lowest value; equal values share the mean of their ranks.</summary>
    /// <exception cref="ArgumentException">A value is NaN.</exception>
    public static double[] Of(IReadOnlyList<double> values)
    {
        ArgumentNullException.ThrowIfNull(values);
        if (values.Any(double.IsNaN))
        {
            throw new ArgumentException("A value that is not a number has no rank.", nameof(values));
        }
        double[] sorted = [.. values];
        int[] order = [.. Enumerable.Range(0, sorted.Length)];
        Array.Sort(sorted, order);
        double[] ranks = new double[sorted.Length];
        foreach ((int start, int end) in Ties(sorted))
        {
            for (int i = start; i < end; i++)
            {
                ranks[order[i]] = (start + 1 + end) / 2.0;
            }
        }
        return ranks;
    }

    /// <summary>Mean over the blocks of each method's rank within its block; NaN without blocks.</summary>
    /// <param name="blocks">One value per method in each.</param>
    /// <param name="methods">Methods.</param>
    public static double[] Mean(IReadOnlyList<IReadOnlyList<double>> blocks, int methods)
    {
        ArgumentNullException.ThrowIfNull(blocks);
        double[][] ranks = [.. blocks.Select(Of)];
        return [.. Enumerable.Range(0, methods).Select(method => ranks.Length == 0 ? double.NaN : ranks.Average(block => block[method]))];
    }

    /// <summary>Blocks in which each method has the lowest value; those that share it all count.</summary>
    /// <param name="blocks">One value per method in each.</param>
    /// <param name="methods">Methods.</param>
    public static int[] Wins(IReadOnlyList<IReadOnlyList<double>> blocks, int methods)
    {
        ArgumentNullException.ThrowIfNull(blocks);
        return [.. Enumerable.Range(0, methods).Select(method => blocks.Count(block => block[method] == block.Min()))];
    }

    /// <summary>Runs of equal values in a sorted list: first place, and the place after the last.</summary>
    internal static IEnumerable<(int Start, int End)> Ties(double[] sorted)
    {
        for (int start = 0, end; start < sorted.Length; start = end)
        {
            end = start + 1;
            while (end < sorted.Length && sorted[end] == sorted[start])
            {
                end++;
            }
            yield return (start, end);
        }
    }

    /// <summary><c>Σ (t³ − t)</c> over the runs of t equal values.</summary>
    internal static double TieTerm(IEnumerable<double> values) =>
        Ties([.. values.Order()]).Sum(run => Math.Pow(run.End - run.Start, 3) - (run.End - run.Start));
}
