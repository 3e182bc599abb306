using PruningLab.Engine.Experiments.Statistics;

namespace PruningLab.Engine.Tests.Experiments.Statistics;

/// <summary>What the statistics do at their edges, and values printed in the literature.</summary>
public sealed class StatisticsTests
{
    [Fact]
    public void SampleSummary_ValuesThatAreNotFinite_AreLeftOut()
    {
        SampleSummary summary = SampleSummary.Of([1, double.NaN, 3, double.PositiveInfinity]);
        Assert.Equal((2.0, 2), (summary.Mean, summary.Count));
        Assert.Equal(SampleSummary.None, SampleSummary.Of([double.NaN]));
        Assert.True(double.IsNaN(SampleSummary.Of([4]).Low));
    }

    [Fact]
    public void Ranks_EqualValues_ShareTheirMeanRank()
    {
        Assert.Equal([2.5, 1, 2.5, 4], Ranks.Of([5, 1, 5, 9]));
        Assert.Equal([2, 2, 2], Ranks.Of([7, 7, 7]));
        Assert.Empty(Ranks.Of([]));
        Assert.Throws<ArgumentException>(() => Ranks.Of([1, double.NaN]));
    }

    [Fact]
    public void Wins_ASharedLowestValue_CountsForAll() => Assert.Equal([2, 1, 0], Ranks.Wins([[1, 2, 3], [4, 4, 5]], 3));

    [Fact]
    public void MeanRanks_WithoutBlocks_AreNotNumbers() => Assert.All(Ranks.Mean([], 3), rank => Assert.True(double.IsNaN(rank)));

    [Fact]
    public void Friedman_TooLittleOrUneven_IsRefused()
    {
        Assert.Throws<ArgumentException>(() => FriedmanResult.Of([]));
        Assert.Throws<ArgumentException>(() => FriedmanResult.Of([[1, 2, 3]]));
        Assert.Throws<ArgumentException>(() => FriedmanResult.Of([[1], [2]]));
        Assert.Throws<ArgumentException>(() => FriedmanResult.Of([[1, 2], [1, 2, 3]]));
        Assert.Throws<ArgumentException>(() => FriedmanResult.Of([[1, double.NaN], [1, 2]]));
    }

    [Fact]
    public void Wilcoxon_SixPairsInOneDirection_GivesTheSmallestPossibleP()
    {
        WilcoxonResult result = WilcoxonResult.Of([1, 2, 3, 4, 5, 6], [2, 4, 6, 8, 10, 12])!;
        Assert.Equal((0.0, 2.0 / 64, true, 6), (result.Statistic, result.PValue, result.IsExact, result.Pairs));
    }

    [Fact]
    public void Wilcoxon_UnevenOrInfinite_IsRefused()
    {
        Assert.Throws<ArgumentException>(() => WilcoxonResult.Of([1], [1, 2]));
        Assert.Throws<ArgumentException>(() => WilcoxonResult.Of([double.NaN], [1]));
        double[] many = [.. Enumerable.Range(1, WilcoxonResult.MostPairsCounted + 1)];
        Assert.Throws<ArgumentException>(() => WilcoxonResult.Of(many, new double[many.Length], WilcoxonMethod.Exact));
    }

    [Fact]
    public void Wilcoxon_AThousandPairsCountedOut_StaysInRange()
    {
        double[] values = [.. Enumerable.Range(1, WilcoxonResult.MostPairsCounted).Select(i => i % 2 == 0 ? i : -(double)i)];
        double[] zeros = new double[values.Length];
        double exact = WilcoxonResult.Of(values, zeros, WilcoxonMethod.Exact)!.PValue;
        Assert.Equal(WilcoxonResult.Of(values, zeros, WilcoxonMethod.Normal)!.PValue, exact, 1e-3);
    }

    /// <summary>Table 5(a) of Demšar 2006: q at α = 0.05, divided by √2.</summary>
    [Theory]
    [InlineData(2, 1.960)]
    [InlineData(3, 2.343)]
    [InlineData(4, 2.569)]
    [InlineData(5, 2.728)]
    [InlineData(8, 3.031)]
    [InlineData(10, 3.164)]
    public void StudentizedRange_Quantile_IsThatOfDemsarsTable(int methods, double expected) =>
        Assert.Equal(expected, StudentizedRange.Quantile(0.95, methods) / Math.Sqrt(2), 1e-3);

    [Fact]
    public void StudentizedRange_OutOfRange_IsRefused()
    {
        Assert.Equal(0, StudentizedRange.Cumulative(-1, 3));
        Assert.Throws<ArgumentOutOfRangeException>(() => StudentizedRange.Cumulative(1, 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => StudentizedRange.Quantile(1, 3));
        Assert.Throws<ArgumentOutOfRangeException>(() => Nemenyi.CriticalDifference(3, 0));
    }

    [Fact]
    public void Holm_ValuesThatAreNotNumbers_DoNotCount() =>
        Assert.Equal([0.02, double.NaN, 0.04], HolmAdjustment.Of([0.01, double.NaN, 0.04]));
}
