namespace PruningLab.Components.Experiments;

/// <summary>Where things stand in a critical-difference diagram: an axis of mean ranks with the best at the left, a line from
/// each method's rank to its name, and bars that join methods whose mean ranks differ by less than the critical difference.</summary>
/// <remarks>Source: Demšar 2006, section 3.2.4.</remarks>
public sealed class RankLayout
{
    private const double Margin = 168, AxisY = 52, BarStep = 9, LabelStep = 20;

    /// <summary>Lays a diagram out.</summary>
    /// <param name="methods">The methods.</param>
    /// <param name="meanRanks">Their mean ranks, from 1.</param>
    /// <param name="criticalDifference">The critical difference.</param>
    public RankLayout(IReadOnlyList<string> methods, IReadOnlyList<double> meanRanks, double criticalDifference)
    {
        ArgumentNullException.ThrowIfNull(methods);
        ArgumentNullException.ThrowIfNull(meanRanks);
        Highest = Math.Max(2, methods.Count);
        CriticalDifference = criticalDifference;
        CriticalEnd = Math.Min(X(1 + criticalDifference), Width - Margin);
        (string Method, double Rank)[] sorted = [.. methods.Zip(meanRanks).OrderBy(pair => pair.Second)];
        double[] ranks = [.. sorted.Select(pair => pair.Rank)];
        Joined = [.. Joins(ranks, criticalDifference).Select((join, line) =>
            new Bar(X(ranks[join.First]) - 4, X(ranks[join.Last]) + 4, AxisY + 9 + line * BarStep, sorted[join.First].Method, sorted[join.Last].Method))];
        double top = AxisY + 18 + Joined.Count * BarStep;
        int left = (sorted.Length + 1) / 2;
        Methods = [.. sorted.Select((pair, index) =>
        {
            bool isLeft = index < left;
            int line = isLeft ? index : sorted.Length - 1 - index;
            return new Mark(pair.Method, pair.Rank, X(pair.Rank), top + line * LabelStep, isLeft);
        })];
        Height = top + (left - 1) * LabelStep + 12;
    }

    /// <summary>Width of the drawing.</summary>
    public static double Width => 620;

    /// <summary>Where names at the left end and names at the right begin.</summary>
    public static (double Left, double Right) Names => (Margin - 12, Width - Margin + 12);

    /// <summary>Height of the axis below the top.</summary>
    public static double Axis => AxisY;

    /// <summary>Height of the drawing.</summary>
    public double Height { get; }

    /// <summary>The last rank of the axis, which begins at 1.</summary>
    public int Highest { get; }

    /// <summary>The critical difference.</summary>
    public double CriticalDifference { get; }

    /// <summary>Where the line of the critical difference ends: at the end of the axis where it is longer, as its words need the room.</summary>
    public double CriticalEnd { get; }

    /// <summary>Whether the critical difference is longer than the axis.</summary>
    public bool IsBeyond => CriticalDifference > Highest - 1;

    /// <summary>The methods, the best first.</summary>
    public IReadOnlyList<Mark> Methods { get; }

    /// <summary>The bars.</summary>
    public IReadOnlyList<Bar> Joined { get; }

    /// <summary>Where a mean rank lies.</summary>
    /// <param name="rank">The rank.</param>
    /// <returns>Its horizontal place.</returns>
    public double X(double rank) => Margin + (rank - 1) / (Highest - 1) * (Width - 2 * Margin);

    /// <summary>The longest runs of neighbours that differ by less than the critical difference.</summary>
    /// <param name="ranks">Mean ranks in ascending order.</param>
    /// <param name="criticalDifference">The critical difference.</param>
    /// <returns>First and last of each run of two or more; no run lies within another.</returns>
    public static IReadOnlyList<(int First, int Last)> Joins(IReadOnlyList<double> ranks, double criticalDifference)
    {
        ArgumentNullException.ThrowIfNull(ranks);
        List<(int First, int Last)> joins = [];
        for (int first = 0; first < ranks.Count; first++)
        {
            int last = first;
            while (last + 1 < ranks.Count && ranks[last + 1] - ranks[first] < criticalDifference)
            {
                last++;
            }
            if (last > first && (joins.Count == 0 || joins[^1].Last < last))
            {
                joins.Add((first, last));
            }
        }
        return joins;
    }

    /// <summary>A method.</summary>
    /// <param name="Method">Its name.</param>
    /// <param name="Rank">Its mean rank.</param>
    /// <param name="X">Where that lies.</param>
    /// <param name="Y">Height of its name.</param>
    /// <param name="IsLeft">Whether the name stands at the left.</param>
    public sealed record Mark(string Method, double Rank, double X, double Y, bool IsLeft);

    /// <summary>A bar.</summary>
    /// <param name="From">Its left end.</param>
    /// <param name="To">Its right end.</param>
    /// <param name="Y">Its height.</param>
    /// <param name="First">The best method it joins.</param>
    /// <param name="Last">The worst one.</param>
    public sealed record Bar(double From, double To, double Y, string First, string Last);
}
