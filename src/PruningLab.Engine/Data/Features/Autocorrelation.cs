namespace PruningLab.Engine.Data.Features;

/// <summary>How much a series is like itself some rows before.</summary>
internal static class Autocorrelation
{
    /// <summary>Autocorrelations of lags 0 to <paramref name="longest"/>.</summary>
    /// <remarks><c>r_k = Σ (x_t − m)(x_{t+k} − m) / Σ (x_t − m)²</c>, m the mean of all values: the usual biased estimate, that of
    /// statsmodels' <c>acf</c>. A constant series has r_k = 0 for k &gt; 0.</remarks>
    /// <param name="values">The series, without gaps.</param>
    /// <param name="longest">Longest lag in rows, below the number of values.</param>
    public static double[] Of(ReadOnlySpan<double> values, int longest)
    {
        double sum = 0;
        foreach (double value in values)
            sum += value;
        double mean = sum / values.Length;
        double[] correlations = new double[longest + 1];
        for (int lag = 0; lag <= longest; lag++)
        {
            double products = 0;
            for (int row = lag; row < values.Length; row++)
                products += (values[row] - mean) * (values[row - lag] - mean);
            correlations[lag] = products;
        }
        double variance = correlations[0];
        for (int lag = 0; lag <= longest; lag++)
            correlations[lag] = variance > 0 && double.IsFinite(variance) ? correlations[lag] / variance : 0;
        return correlations;
    }

    /// <summary>The lags from 1 on whose absolute autocorrelation is greatest; of equal ones the shorter.</summary>
    /// <param name="correlations">By lag, from lag 0 on.</param>
    /// <param name="most">Most lags.</param>
    /// <param name="above">Absolute autocorrelation that a lag must exceed.</param>
    /// <returns>The lags, ascending.</returns>
    public static int[] Strongest(IReadOnlyList<double> correlations, int most, double above) =>
        [.. Enumerable.Range(1, Math.Max(0, correlations.Count - 1))
            .Where(lag => Math.Abs(correlations[lag]) > above)
            .OrderByDescending(lag => Math.Abs(correlations[lag])).ThenBy(lag => lag)
            .Take(most).Order()];
}
