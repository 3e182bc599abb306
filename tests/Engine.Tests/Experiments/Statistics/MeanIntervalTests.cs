using PruningLab.Engine.Experiments.Statistics;

namespace PruningLab.Engine.Tests.Experiments.Statistics;

/// <summary>Against scipy.stats: t.ppf and t.interval (SciPy 1.10.1).</summary>
public sealed class MeanIntervalTests
{
    [Theory]
    [InlineData(0.975, 1, 12.706204736174694)]
    [InlineData(0.975, 2, 4.302652729911275)]
    [InlineData(0.975, 9, 2.2621571627982)]
    [InlineData(0.975, 29, 2.045229642132703)]
    [InlineData(0.9, 4, 1.5332062740589443)]
    [InlineData(0.5, 7, 0)]
    public void StudentQuantile_AgreesWithSciPy(double probability, int degrees, double expected) =>
        Assert.Equal(expected, MeanInterval.StudentQuantile(probability, degrees), 1e-9);

    [Fact]
    public void Of_Values_GivesMeanAndHalfWidth()
    {
        MeanInterval interval = MeanInterval.Of([2, 4, 6, double.NaN]);
        Assert.Equal((4.0, 3), (interval.Mean, interval.Count));
        // t(0.975, 2)·2/√3
        Assert.Equal(4.968275, interval.HalfWidth, 1e-5);
        Assert.True(double.IsNaN(MeanInterval.Of([1]).HalfWidth));
        Assert.True(double.IsNaN(MeanInterval.Of([]).Mean));
    }
}
