using System.Text.Json;
using PruningLab.Engine.Experiments.Statistics;
using PruningLab.Engine.Tests.Golden;
using static PruningLab.Engine.Tests.Golden.StatisticsFile;

namespace PruningLab.Engine.Tests.Experiments.Statistics;

/// <summary>Every statistic against SciPy's value (make_golden_statistics.py).</summary>
public sealed class StatisticsGoldenTests
{
    [Fact]
    public void SampleSummary_OfEverySample_AgreesWithSciPy() => Assert.All(Section("summary"), entry =>
    {
        SampleSummary summary = SampleSummary.Of(entry.Numbers("values"));
        Assert.Equal(entry.Numbers("values").Length, summary.Count);
        AssertClose(entry.Number("mean"), summary.Mean, 1e-14);
        AssertClose(entry.Number("deviation"), summary.StandardDeviation, 1e-9);
        AssertClose(entry.Number("low"), summary.Low, 1e-9);
        AssertClose(entry.Number("high"), summary.High, 1e-9);
    });

    [Fact]
    public void Friedman_OfAllBlocks_AgreesWithSciPy() => Assert.All(Section("friedman"), entry =>
    {
        double[][] blocks = Blocks(entry);
        FriedmanResult result = FriedmanResult.Of(blocks);
        Assert.Equal(blocks.Length, result.Blocks);
        Assert.Equal(entry.Numbers("ranks"), result.MeanRanks, (x, y) => Math.Abs(x - y) < 1e-12);
        double chiSquare = entry.Number("chi");
        if (double.IsNaN(chiSquare))
        {
            Assert.Equal((double.NaN, double.NaN), (result.ChiSquare, result.PValue));
            return;
        }
        Assert.Equal(chiSquare, result.ChiSquare, 1e-9);
        AssertClose(entry.Number("p"), result.PValue, 1e-9);
    });

    [Fact]
    public void Wins_OfAllBlocks_AgreeWithACount() => Assert.All(Section("friedman"), entry =>
        Assert.Equal(entry.Numbers("wins").Select(wins => (int)wins), Ranks.Wins(Blocks(entry), Blocks(entry)[0].Length)));

    [Fact]
    public void Wilcoxon_OfAllPairs_AgreesWithSciPy()
    {
        IReadOnlyList<JsonElement> entries = Section("wilcoxon");
        Assert.All(entries, entry =>
        {
            WilcoxonResult? Test(WilcoxonMethod method) => WilcoxonResult.Of(entry.Numbers("first"), entry.Numbers("second"), method);
            WilcoxonResult? result = Test(WilcoxonMethod.Automatic);
            if (entry.Number("pairs") == 0)
            {
                Assert.Null(result);
                return;
            }
            Assert.Equal(
                (entry.Number("statistic"), entry.GetProperty("is_exact").GetBoolean(), (int)entry.Number("pairs")),
                (result!.Statistic, result.IsExact, result.Pairs));
            AssertClose(entry.Number("automatic"), result.PValue, 1e-9);
            AssertClose(entry.Number("normal"), Test(WilcoxonMethod.Normal)!.PValue, 1e-9);
            AssertClose(entry.Number("continuous"), Test(WilcoxonMethod.NormalWithContinuity)!.PValue, 1e-9);
            foreach (string counted in (string[])["exact", "counted"])
            {
                if (entry.TryGetProperty(counted, out JsonElement p))
                {
                    AssertClose(p.GetDouble(), Test(WilcoxonMethod.Exact)!.PValue, 1e-9);
                }
            }
        });
        Assert.Contains(entries, entry => entry.TryGetProperty("is_exact", out JsonElement isExact) && !isExact.GetBoolean());
        Assert.Contains(entries, entry => entry.TryGetProperty("counted", out _) && !entry.GetProperty("is_exact").GetBoolean());
    }

    [Fact]
    public void StudentizedRange_SharesAndQuantiles_AgreeWithSciPy() => Assert.All(Section("range"), entry =>
    {
        int groups = (int)entry.Number("k");
        if (entry.TryGetProperty("q", out JsonElement q))
        {
            Assert.Equal(entry.Number("share"), StudentizedRange.Cumulative(q.GetDouble(), groups), 1e-8);
            return;
        }
        Assert.Equal(entry.Number("quantile"), StudentizedRange.Quantile(entry.Number("p"), groups), 1e-7);
    });

    [Fact]
    public void CriticalDifference_OfMethodsAndBlocks_AgreesWithSciPy() => Assert.All(Section("nemenyi"), entry => Assert.Equal(
        entry.Number("difference"),
        Nemenyi.CriticalDifference((int)entry.Number("k"), (int)entry.Number("n"), entry.Number("alpha")),
        1e-7));

    [Fact]
    public void Holm_OfPValues_AgreesWithItsDefinition() => Assert.All(Section("holm"), entry => Assert.Equal(
        entry.Numbers("adjusted"), HolmAdjustment.Of(entry.Numbers("values")), (x, y) => Math.Abs(x - y) < 1e-15));

    private static double[][] Blocks(JsonElement entry) => [.. entry.GetProperty("blocks").EnumerateArray()
        .Select(block => block.EnumerateArray().Select(value => value.GetDouble()).ToArray())];
}
