namespace PruningLab.Engine.Data;

/// <summary>Mean and standard deviation of one column.</summary>
/// <remarks>As scikit-learn's <c>StandardScaler</c>: <c>z = (x − mean)/scale</c>, scale the population standard deviation
/// (divided by n), and 1 for a constant column.</remarks>
internal readonly record struct StandardScaler(double Mean, double Scale, bool IsConstant)
{
    /// <summary>Fits on values without gaps: two passes, double precision.</summary>
    public static StandardScaler Fit(ReadOnlySpan<double> values)
    {
        double sum = 0;
        foreach (double value in values)
            sum += value;
        double mean = sum / values.Length;
        double squares = 0;
        double rest = 0;
        foreach (double value in values)
        {
            double deviation = value - mean;
            squares += deviation * deviation;
            rest += deviation;
        }
        // The second term takes out the rounding error of the mean (Chan, Golub and LeVeque 1983).
        double variance = Math.Max(0, (squares - (rest * rest / values.Length)) / values.Length);
        // Spread below the rounding error of the mean is no spread: scikit-learn's bound.
        const double epsilon = 2.220446049250313e-16;
        double noise = values.Length * mean * epsilon;
        bool isConstant = double.IsFinite(variance)
            && variance <= (values.Length * epsilon * variance) + (noise * noise);
        return new StandardScaler(mean, isConstant ? 1 : Math.Sqrt(variance), isConstant);
    }

    /// <summary><c>(value − mean)/scale</c>.</summary>
    public double Standardise(double value) => (value - Mean) / Scale;
}
