using PruningLab.Engine.Data;
using PruningLab.Engine.Data.Features;
using PruningLab.Engine.Training;

namespace PruningLab.Engine.Tests.Data.Features;

public sealed class FeatureCheckTests
{
    public static TheoryData<FeatureSpec, string> Wrong() => new()
    {
        { new FeatureSpec { MaxLags = -1 }, "-1 lags at most were asked for where 0 to 100 were expected" },
        { new FeatureSpec { MaxLags = 101 }, "101 lags at most" },
        { new FeatureSpec { LongestLag = 0 }, "0 rows as the longest lag" },
        { new FeatureSpec { LongestLag = 1001 }, "1001 rows as the longest lag" },
        { new FeatureSpec { LagCorrelation = double.NaN }, "a least autocorrelation of NaN" },
        { new FeatureSpec { LagCorrelation = 1 }, "a least autocorrelation of 1 was" },
        { new FeatureSpec { Lags = [1, 0] }, "a lag of 0 rows" },
        { new FeatureSpec { Lags = [2, 2] }, "a lag is named twice" },
        { new FeatureSpec { Lags = [.. Enumerable.Range(1, 101)] }, "101 lags were" },
        { new FeatureSpec { Rolling = [1] }, "a rolling length of 1 rows" },
        { new FeatureSpec { Rolling = [7, 7] }, "a rolling length is named twice" },
        { new FeatureSpec { Rolling = [10_001] }, "a rolling length of 10001 rows" },
        { new FeatureSpec { Lags = [79] }, "reach back 79 rows" },
        { new FeatureSpec { Rolling = [80] }, "reach back 79 rows" },
        { new FeatureSpec { Leads = (LeadKind)9 }, "leads of kind 9" },
    };

    [Theory]
    [MemberData(nameof(Wrong))]
    public void Build_WhatCannotBe_IsRefusedInASentence(FeatureSpec features, string part) =>
        Assert.Contains(part, Refused(MadeSeries.Stock(100), new DataSpec { Target = "close", Engineering = features }), StringComparison.Ordinal);

    [Fact]
    public void Build_LongestPossibleReach_IsTaken()
    {
        DataSpec spec = new() { Target = "close", Engineering = new FeatureSpec { Lags = [78], Rolling = [79] } };

        Assert.Equal(22, FeatureBuilder.Build(MadeSeries.Stock(100), spec).RowCount);
    }

    [Fact]
    public void Build_NoTimes_RefusesTheCalendarOfThePredictedRowOnly()
    {
        Series series = MadeSeries.Of([.. Enumerable.Range(0, 50).Select(row => (double)(row * row))]);

        Assert.Contains("the rows have no times", Refused(series, new DataSpec { Engineering = new FeatureSpec { Leads = LeadKind.Calendar } }), StringComparison.Ordinal);
        Assert.Contains("No calendar features were made, because the rows have no times.", FeatureBuilder.Build(series, new DataSpec { Engineering = new FeatureSpec() }).Notes);
    }

    [Fact]
    public void Build_ShuffledRows_HaveNoLagsAndMayNotAskForThem()
    {
        DataSpec spec = new() { Target = "close", ShuffleRows = true, Window = 1, Horizon = 0, Engineering = new FeatureSpec() };
        // The word "c" comes late; shuffled rows have no training part yet, so that it counts.
        Series stock = MadeSeries.Stock(100, sector: row => row < 90 ? row % 2 : 2);

        Series made = FeatureBuilder.Build(stock, spec);

        Assert.Equal(["day", "month", "week", "quarter", "day of week", "sector=a", "sector=b"], made.MadeColumns.Take(7));
        Assert.Contains("sector=c", made.MadeColumns);
        Assert.Contains("No lags and rolling figures were made, because the rows are shuffled.", made.Notes);
        Assert.Contains("lags of the target were asked for where the rows are shuffled", Refused(stock, spec with { Engineering = new FeatureSpec { Lags = [1] } }), StringComparison.Ordinal);
        Assert.Contains("leads of the target were asked for where the rows are shuffled", Refused(stock, spec with { Engineering = new FeatureSpec { Leads = LeadKind.Target } }), StringComparison.Ordinal);
    }

    [Fact]
    public void Build_TargetWithoutATrainingValue_IsRefused() =>
        Assert.Contains("holds no value in the training part", Refused(MadeSeries.Of([.. Enumerable.Repeat(double.NaN, 40), 1, 2, 3]), new DataSpec { Engineering = new FeatureSpec() }), StringComparison.Ordinal);

    [Fact]
    public void Build_TargetThatBeginsLate_LeavesTooFewRows() =>
        Assert.Contains("at least 2 were expected to be left", Refused(MadeSeries.Of([.. Enumerable.Repeat(double.NaN, 30), 1, 5, 2, 3, 9, 1, 2, 3, 4, 5]), new DataSpec { Engineering = new FeatureSpec { Lags = [3] } }), StringComparison.Ordinal);

    [Fact]
    public void Build_TooFewRows_IsRefused() =>
        Assert.Contains("the training part of 1 rows", Refused(MadeSeries.Of(1, 2), new DataSpec { Engineering = new FeatureSpec { MaxLags = 0, Rolling = [] } }), StringComparison.Ordinal);

    [Fact]
    public void FeatureSpec_EqualLists_AreEqual()
    {
        FeatureSpec one = new() { Lags = [1, 2], Rolling = [3] };

        Assert.Equal(one, new FeatureSpec { Lags = [1, 2], Rolling = [3] });
        Assert.Equal(one.GetHashCode(), new FeatureSpec { Lags = [1, 2], Rolling = [3] }.GetHashCode());
        Assert.NotEqual(one, one with { Lags = [2, 1] });
        Assert.NotEqual(one, one with { Leads = LeadKind.Target });
    }

    [Fact]
    public void FeatureSpec_Json_ComesBackEqual()
    {
        ExperimentSpec spec = ExperimentSpec.Ready with { Data = new DataSpec { Engineering = new FeatureSpec { Lags = [1, 24], Leads = LeadKind.Calendar, OneHot = false } } };

        Assert.Equal(spec.Data.Engineering, ExperimentSpec.FromJson(spec.ToJson()).Data.Engineering);
    }

    private static string Refused(Series series, DataSpec spec)
    {
        string message = Assert.Throws<DataException>(() => FeatureBuilder.Build(series, spec)).Message;
        Assert.StartsWith(series.Name + ": ", message, StringComparison.Ordinal);
        Assert.Contains("expected", message, StringComparison.Ordinal);
        Assert.True(Csv.IsOneSentence(message), message);
        return message;
    }
}
