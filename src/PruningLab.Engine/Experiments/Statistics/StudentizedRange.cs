using MathNet.Numerics.Distributions;
using MathNet.Numerics.Integration;
using MathNet.Numerics.RootFinding;

namespace PruningLab.Engine.Experiments.Statistics;

/// <summary>The studentised range with infinitely many degrees of freedom: the range of k values of the standard normal distribution.</summary>
/// <remarks><c>P(Q ≤ q) = k·∫ φ(z)·(Φ(z) − Φ(z − q))ᵏ⁻¹ dz</c>, by Gauss's rule of 64 points on pieces of length 1 over the places where
/// φ is above 10⁻¹⁶. Cumulative shares are within 10⁻⁸ and quantiles within 10⁻⁷ of SciPy's <c>studentized_range</c>, k from 2 to 20.
/// Source: Tukey 1953.</remarks>
public static class StudentizedRange
{
    private const int Reach = 9;

    /// <summary><c>P(Q ≤ q)</c>.</summary>
    /// <param name="q">The range.</param>
    /// <param name="groups">Values k, from 2.</param>
    public static double Cumulative(double q, int groups)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(groups, 2);
        if (!(q > 0))
        {
            return double.IsNaN(q) ? q : 0;
        }
        double Density(double z) =>
            Normal.PDF(0, 1, z) * Math.Pow(Math.Max(0, Normal.CDF(0, 1, z) - Normal.CDF(0, 1, z - q)), groups - 1);
        double sum = 0;
        for (int z = -Reach; z < Reach; z++)
        {
            sum += GaussLegendreRule.Integrate(Density, z, z + 1, 64);
        }
        return Math.Min(1, groups * sum);
    }

    /// <summary>The range that is not exceeded with a probability.</summary>
    /// <param name="probability">Above 0 and at most 0.999 999.</param>
    /// <param name="groups">Values k, from 2.</param>
    public static double Quantile(double probability, int groups)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(groups, 2);
        if (!(probability > 0 && probability <= 0.999_999))
        {
            throw new ArgumentOutOfRangeException(nameof(probability), probability, "A probability above 0 and at most 0.999999 was expected.");
        }
        return Brent.FindRoot(q => Cumulative(q, groups) - probability, 0, 20, 1e-12, 200);
    }
}
