using PruningLab.Engine.Data.Features;
using PruningLab.Engine.Training;

namespace PruningLab.Engine.Tests.Data.Features;

public sealed class FeatureFigureTests
{
    [Fact]
    public void Autocorrelation_KnownSeries_IsTheBiasedEstimate()
    {
        // Deviations −2 −1 0 1 2, their squares 10: lag 1 is (2 + 0 + 0 + 2)/10, lag 2 is (0 − 1 + 0)/10.
        double[] correlations = Autocorrelation.Of([1, 2, 3, 4, 5], 4);

        Assert.Equal([1, 0.4, -0.1, -0.4, -0.4], correlations, (a, b) => Math.Abs(a - b) < 1e-15);
    }

    [Fact]
    public void Autocorrelation_ConstantSeries_IsNone() => Assert.Equal([0.0, 0, 0], Autocorrelation.Of([3, 3, 3, 3], 2));

    [Fact]
    public void Strongest_Ties_GoToTheShorterLag()
    {
        double[] correlations = [1, 0.3, -0.8, 0.8, 0.5, -0.5, 0.2];

        Assert.Equal([2, 3], Autocorrelation.Strongest(correlations, 2, 0.2));
        Assert.Equal([2], Autocorrelation.Strongest(correlations, 1, 0.2));
        Assert.Equal([2, 3, 4], Autocorrelation.Strongest(correlations, 3, 0.2));
        Assert.Equal([1, 2, 3, 4, 5], Autocorrelation.Strongest(correlations, 9, 0.2));
        Assert.Empty(Autocorrelation.Strongest(correlations, 9, 0.8));
        Assert.Empty(Autocorrelation.Strongest([1], 9, 0.2));
    }

    [Theory]
    [InlineData(2, 0)]
    [InlineData(7, 0)]
    [InlineData(7, 1)]
    [InlineData(50, 0)]
    public void RollingFigures_LongSeries_AgreeWithTheirDefinition(int length, int leftOut)
    {
        RandomStream random = new(3);
        double[] values = [.. Enumerable.Range(0, 400).Select(row => 1e5 + (100 * random.NextSingle()) + (row > 200 ? 1e4 : 0))];

        (double[] means, double[] deviations) = RollingFigures.Of(values, 4, length, leftOut);

        int start = 4 + length - 1 + leftOut;
        Assert.All(means[..start].Concat(deviations[..start]), value => Assert.True(double.IsNaN(value)));
        for (int row = start; row < values.Length; row++)
        {
            double[] part = values[(row - leftOut - length + 1)..(row - leftOut + 1)];
            double mean = part.Average();
            Assert.Equal(mean, means[row], 1e-9);
            Assert.Equal(Math.Sqrt(part.Sum(value => (value - mean) * (value - mean)) / (length - 1)), deviations[row], 1e-6);
        }
    }

    [Fact]
    public void RollingFigures_SeriesShorterThanTheLength_HasNone()
    {
        (double[] means, double[] deviations) = RollingFigures.Of([1, 2, 3], 0, 10_000, 1);

        Assert.All(means.Concat(deviations), value => Assert.True(double.IsNaN(value)));
    }
}
