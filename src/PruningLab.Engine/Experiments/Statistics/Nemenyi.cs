namespace PruningLab.Engine.Experiments.Statistics;

/// <summary>Nemenyi's test: which methods' mean ranks differ, after Friedman's test said that some do.</summary>
public static class Nemenyi
{
    /// <summary>Least difference of two mean ranks that counts as one, all pairs taken together.</summary>
    /// <remarks><c>CD = q(α, k, ∞)/√2·√(k·(k + 1)/(6·n))</c>, q of the <see cref="StudentizedRange"/>. Source: Nemenyi 1963; Demšar 2006.</remarks>
    /// <param name="methods">Methods k, from 2.</param>
    /// <param name="blocks">Blocks n, from 1.</param>
    /// <param name="alpha">Probability of calling any difference one when there is none.</param>
    public static double CriticalDifference(int methods, int blocks, double alpha = 0.05)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(methods, 2);
        ArgumentOutOfRangeException.ThrowIfLessThan(blocks, 1);
        return StudentizedRange.Quantile(1 - alpha, methods) / Math.Sqrt(2) * Math.Sqrt(methods * (methods + 1.0) / (6.0 * blocks));
    }
}
