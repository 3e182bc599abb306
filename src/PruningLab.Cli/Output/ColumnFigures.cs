namespace PruningLab.Cli.Output;

/// <summary>Figures of one numeric column, missing values left out; NaN where there is no value.</summary>
/// <param name="Name">Name.</param>
/// <param name="Missing">Missing values.</param>
/// <param name="Least">Smallest value.</param>
/// <param name="Greatest">Largest value.</param>
/// <param name="Mean">Mean.</param>
/// <param name="StandardDeviation">Population standard deviation.</param>
internal sealed record ColumnFigures(string Name, int Missing, double Least, double Greatest, double Mean, double StandardDeviation)
{
    /// <summary>Takes the figures of a column.</summary>
    public static ColumnFigures Of(string name, ReadOnlySpan<double> values)
    {
        int missing = 0;
        double sum = 0, least = double.PositiveInfinity, greatest = double.NegativeInfinity;
        foreach (double value in values)
        {
            if (double.IsNaN(value))
            {
                missing++;
                continue;
            }
            sum += value;
            least = Math.Min(least, value);
            greatest = Math.Max(greatest, value);
        }
        int count = values.Length - missing;
        double mean = sum / count, squares = 0;
        foreach (double value in values)
        {
            squares += double.IsNaN(value) ? 0 : (value - mean) * (value - mean);
        }
        return new ColumnFigures(name, missing, least, greatest, mean, Math.Sqrt(squares / count));
    }
}
