using MathNet.Numerics.Distributions;

namespace PruningLab.Engine.Experiments.Statistics;

/// <summary>A mean with its 95 % confidence interval by Student's t.</summary>
/// <param name="Mean">Mean.</param>
/// <param name="HalfWidth"><c>t(0.975, n − 1)·s/√n</c>; NaN for a single value.</param>
/// <param name="Count">Values n.</param>
public readonly record struct MeanInterval(double Mean, double HalfWidth, int Count)
{
    /// <summary>Mean and interval of values; those that are not numbers are left out.</summary>
    public static MeanInterval Of(IEnumerable<double> values)
    {
        SampleSummary summary = SampleSummary.Of(values);
        return new MeanInterval(summary.Mean, (summary.High - summary.Low) / 2, summary.Count);
    }

    /// <summary>Quantile of Student's t distribution; error below 10⁻⁹.</summary>
    /// <param name="probability">From 0.5 to below 1.</param>
    /// <param name="degrees">Degrees of freedom, from 1.</param>
    public static double StudentQuantile(double probability, int degrees)
    {
        if (!(probability >= 0.5 && probability < 1))
        {
            throw new ArgumentOutOfRangeException(nameof(probability), probability, "A probability from 0.5 to below 1 was expected.");
        }
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(degrees);
        return StudentT.InvCDF(0, 1, degrees, probability);
    }
}
