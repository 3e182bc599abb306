namespace PruningLab.Engine.Data.Features;

/// <summary>Mean and standard deviation over the last rows.</summary>
internal static class RollingFigures
{
    /// <summary>For each row r the mean and the sample standard deviation of <c>x(r−e−n+1) … x(r−e)</c>, e the rows left out.</summary>
    /// <remarks>The sums slide (Welford's update with one value leaving), and are taken anew every n rows, so that the cost per row
    /// does not depend on n and rounding errors do not pile up.</remarks>
    /// <param name="values">The series; known from <paramref name="first"/> on.</param>
    /// <param name="first">First row with a value.</param>
    /// <param name="length">Rows n per figure, at least 2.</param>
    /// <param name="leftOut">Rows e between the figure's last row and its own.</param>
    /// <returns>Means and standard deviations; NaN where fewer than n rows lie before.</returns>
    public static (double[] Means, double[] Deviations) Of(ReadOnlySpan<double> values, int first, int length, int leftOut)
    {
        double[] means = new double[values.Length];
        double[] deviations = new double[values.Length];
        int start = (int)Math.Min((long)first + length - 1 + leftOut, values.Length);
        Array.Fill(means, double.NaN, 0, start);
        Array.Fill(deviations, double.NaN, 0, start);
        double mean = 0;
        double squares = 0;
        for (int r = start; r < values.Length; r++)
        {
            int end = r - leftOut + 1;
            if ((r - start) % length == 0)
                (mean, squares) = Taken(values[(end - length)..end]);
            else
            {
                double gone = values[end - length - 1];
                double come = values[end - 1];
                double moved = mean + ((come - gone) / length);
                squares += (come - gone) * (come - moved + gone - mean);
                mean = moved;
            }
            means[r] = mean;
            deviations[r] = Math.Sqrt(Math.Max(0, squares) / (length - 1));
        }
        return (means, deviations);
    }

    private static (double Mean, double Squares) Taken(ReadOnlySpan<double> values)
    {
        double sum = 0;
        foreach (double value in values)
            sum += value;
        double mean = sum / values.Length;
        double squares = 0;
        foreach (double value in values)
            squares += (value - mean) * (value - mean);
        return (mean, squares);
    }
}
