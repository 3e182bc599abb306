using MathNet.Numerics.Distributions;

namespace PruningLab.Engine.Experiments.Statistics;

/// <summary>Mean, spread and 95 % t interval of a sample.</summary>
/// <param name="Mean">Mean; NaN of an empty sample.</param>
/// <param name="StandardDeviation">Sample standard deviation (n − 1); NaN of fewer than two values.</param>
/// <param name="Low">Lower end of the 95 % interval of the mean; NaN of fewer than two values.</param>
/// <param name="High">Upper end.</param>
/// <param name="Count">Values.</param>
public readonly record struct SampleSummary(double Mean, double StandardDeviation, double Low, double High, int Count)
{
    /// <summary>Of no values: everything NaN.</summary>
    public static SampleSummary None { get; } = new(double.NaN, double.NaN, double.NaN, double.NaN, 0);

    /// <summary>Summary of values; those that are not finite are left out.</summary>
    /// <remarks><c>x̄ ± t(0.975, n − 1)·s/√n</c>. Checked against SciPy's <c>t.interval</c>.</remarks>
    public static SampleSummary Of(IEnumerable<double> values)
    {
        double[] all = [.. values.Where(double.IsFinite)];
        if (all.Length == 0)
        {
            return None;
        }
        double mean = all.Average();
        if (all.Length == 1)
        {
            return None with { Mean = mean, Count = 1 };
        }
        double deviation = Math.Sqrt(all.Sum(value => (value - mean) * (value - mean)) / (all.Length - 1));
        double half = StudentT.InvCDF(0, 1, all.Length - 1, 0.975) * deviation / Math.Sqrt(all.Length);
        return new SampleSummary(mean, deviation, mean - half, mean + half, all.Length);
    }
}
