using MathNet.Numerics;

namespace PruningLab.Engine.Experiments.Statistics;

/// <summary>Wilcoxon's signed-rank test of two paired samples, two-sided.</summary>
/// <param name="Statistic">The smaller one of the two rank sums.</param>
/// <param name="PValue">Two-sided p.</param>
/// <param name="IsExact">True when p was counted out, false when it comes from the normal distribution.</param>
/// <param name="Pairs">Pairs that differ.</param>
public sealed record WilcoxonResult(double Statistic, double PValue, bool IsExact, int Pairs)
{
    /// <summary>Most pairs for which <see cref="WilcoxonMethod.Automatic"/> counts out.</summary>
    public const int MostExactPairs = 50;

    /// <summary>Most pairs for which it does so also with ties or zeros.</summary>
    public const int MostExactPairsWithTies = 13;

    /// <summary>Most pairs that can be counted out at all: above, 2ⁿ leaves the range of a double.</summary>
    public const int MostPairsCounted = 1000;

    /// <summary>Wilcoxon's test of the differences <c>dᵢ = firstᵢ − secondᵢ</c>. Zeros are dropped; equal |d| share their mean rank.</summary>
    /// <remarks>Exact: <c>p = min(1, 2·P(W ≤ T))</c> over all signs of the ranks. Normal:
    /// <c>z = (T − n(n + 1)/4)/√((n(n + 1)(2n + 1) − ½·Σ(t³ − t))/24)</c>, t the sizes of the groups of equal |d|. Source: Wilcoxon 1945;
    /// SciPy's <c>wilcoxon(zero_method="wilcox")</c>.</remarks>
    /// <param name="first">Values.</param>
    /// <param name="second">Values of the same pairs.</param>
    /// <param name="method">Where p comes from.</param>
    /// <returns>The test; null when no pair differs.</returns>
    /// <exception cref="ArgumentException">Their lengths differ, a value is not finite, or there are too many pairs to count out.</exception>
    public static WilcoxonResult? Of(
        IReadOnlyList<double> first, IReadOnlyList<double> second, WilcoxonMethod method = WilcoxonMethod.Automatic)
    {
        ArgumentNullException.ThrowIfNull(first);
        ArgumentNullException.ThrowIfNull(second);
        if (first.Count != second.Count)
        {
            throw new ArgumentException($"{first.Count} values cannot be paired with {second.Count}.", nameof(second));
        }
        double[] all = [.. first.Zip(second, (x, y) => x - y)];
        if (!all.All(double.IsFinite))
        {
            throw new ArgumentException("Wilcoxon's test wants finite values.", nameof(first));
        }
        double[] differences = [.. all.Where(difference => difference != 0)];
        int n = differences.Length;
        if (n == 0)
        {
            return null;
        }
        double[] sizes = [.. differences.Select(Math.Abs)];
        double[] ranks = Ranks.Of(sizes);
        double ties = Ranks.TieTerm(sizes);
        double positive = ranks.Where((_, i) => differences[i] > 0).Sum();
        double statistic = Math.Min(positive, ranks.Sum() - positive);
        bool isExact = method == WilcoxonMethod.Exact
            || (method == WilcoxonMethod.Automatic && all.Length <= (ties == 0 && n == all.Length ? MostExactPairs : MostExactPairsWithTies));
        return new WilcoxonResult(
            statistic, isExact ? Exact(ranks, statistic) : Normal(n, ties, statistic, method == WilcoxonMethod.NormalWithContinuity), isExact, n);
    }

    /// <summary>The lowest p that so few pairs can give, counted out: all differences of one sign, <c>2/2ⁿ</c>.</summary>
    /// <param name="pairs">Pairs n, from 1.</param>
    public static double LowestPValue(int pairs)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(pairs, 1);
        return Math.Pow(2, 1 - pairs);
    }

    private static double Normal(int n, double ties, double statistic, bool isContinuous)
    {
        double mean = n * (n + 1.0) / 4;
        double deviation = Math.Sqrt(((n * (n + 1.0) * ((2.0 * n) + 1)) - (ties / 2)) / 24);
        double away = Math.Abs(statistic - mean) - (isContinuous && statistic != mean ? 0.5 : 0);
        return SpecialFunctions.Erfc(Math.Abs(away) / deviation / Math.Sqrt(2));
    }

    /// <summary><c>2·P(W ≤ T)</c>: the sums of the twofold ranks are whole numbers, so their distribution is counted out rank by rank.</summary>
    private static double Exact(double[] ranks, double statistic)
    {
        if (ranks.Length > MostPairsCounted)
        {
            throw new ArgumentException($"{ranks.Length} pairs are too many to count out; at most {MostPairsCounted} are.", nameof(ranks));
        }
        int[] twofold = [.. ranks.Select(rank => (int)Math.Round(2 * rank))];
        double[] share = new double[twofold.Sum() + 1];
        share[0] = 1;
        int top = 0;
        foreach (int rank in twofold)
        {
            top += rank;
            for (int sum = top; sum >= 0; sum--)
            {
                share[sum] = (share[sum] + (sum >= rank ? share[sum - rank] : 0)) / 2;
            }
        }
        return Math.Min(1, 2 * share.Take((int)Math.Round(2 * statistic) + 1).Sum());
    }
}
