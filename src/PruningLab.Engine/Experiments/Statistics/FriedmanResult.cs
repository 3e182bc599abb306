using MathNet.Numerics;

namespace PruningLab.Engine.Experiments.Statistics;

/// <summary>Friedman's test over blocks, each with one value per method.</summary>
/// <param name="ChiSquare">The statistic, corrected for ties; NaN when all values of every block are the same.</param>
/// <param name="PValue">From the χ² distribution with k − 1 degrees of freedom, k the number of methods that were tested.</param>
/// <param name="MeanRanks">Mean rank of each method; 1 is the lowest value, ties share their mean rank; NaN of a method that was left
/// out of the test.</param>
/// <param name="Blocks">Blocks n.</param>
public sealed record FriedmanResult(double ChiSquare, double PValue, IReadOnlyList<double> MeanRanks, int Blocks)
{
    /// <summary>Friedman's test.</summary>
    /// <remarks><c>χ² = (12·Σ Rⱼ²/(n·k·(k + 1)) − 3·n·(k + 1))/(1 − Σ(t³ − t)/(n·k·(k² − 1)))</c>, Rⱼ the sum of method j's ranks, t the
    /// sizes of the groups of equal values within blocks. Source: Friedman 1937, Conover 1999; SciPy's <c>friedmanchisquare</c>, which
    /// wants three methods or more; here two will do.</remarks>
    /// <param name="blocks">At least two; in each one value per method.</param>
    /// <exception cref="ArgumentException">Fewer than two blocks or methods, blocks of differing length, or a value that is not a
    /// number.</exception>
    public static FriedmanResult Of(IReadOnlyList<IReadOnlyList<double>> blocks)
    {
        ArgumentNullException.ThrowIfNull(blocks);
        int n = blocks.Count, k = n == 0 ? 0 : blocks[0].Count;
        if (n < 2 || k < 2)
        {
            throw new ArgumentException($"Friedman's test wants two blocks and two methods at least; there are {n} and {k}.", nameof(blocks));
        }
        if (blocks.Any(block => block.Count != k))
        {
            throw new ArgumentException("All blocks of Friedman's test need one value per method.", nameof(blocks));
        }
        double[] means = Ranks.Mean(blocks, k);
        double squares = means.Sum(mean => n * mean * n * mean);
        double ties = 1 - (blocks.Sum(Ranks.TieTerm) / ((double)n * k * (((double)k * k) - 1)));
        double chiSquare = ties > 0 ? Math.Max(0, ((12 * squares / ((double)n * k * (k + 1))) - (3.0 * n * (k + 1))) / ties) : double.NaN;
        return new FriedmanResult(chiSquare, UpperTail(chiSquare, k - 1), means, n);
    }

    /// <summary>The lowest p that so few blocks can give: all methods in the same order in every block, <c>χ² = n·(k − 1)</c>.</summary>
    /// <param name="blocks">Blocks n, from 1.</param>
    /// <param name="methods">Methods k, from 2.</param>
    public static double LowestPValue(int blocks, int methods)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(blocks, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(methods, 2);
        return UpperTail((double)blocks * (methods - 1), methods - 1);
    }

    /// <summary><c>P(χ² &gt; x)</c>, the regularised upper incomplete gamma function <c>Q(d/2, x/2)</c>.</summary>
    private static double UpperTail(double x, int degrees) =>
        double.IsNaN(x) ? double.NaN : x == 0 ? 1 : SpecialFunctions.GammaUpperRegularized(degrees / 2.0, x / 2);
}
