using PruningLab.Engine.Data;
using PruningLab.Engine.Data.Features;

namespace PruningLab.Engine.Tests.Data.Features;

/// <summary>No feature of a row may know a later row: whatever comes after it is changed, and nothing of it may move.</summary>
public sealed class FeatureLeakTests
{
    private const int Rows = 200;
    private const int Training = 160;

    public static TheoryData<int, int, MissingValueRule> Cuts() => new()
    {
        { Training, 1, MissingValueRule.CarryForward },
        { Training + 1, 1, MissingValueRule.CarryForward },
        { Training + 17, 3, MissingValueRule.Interpolate },
        { Rows - 1, 1, MissingValueRule.CarryForward },
        { Training + 5, 0, MissingValueRule.CarryForward },
        { Training + 5, 1, MissingValueRule.Drop },
    };

    [Theory]
    [MemberData(nameof(Cuts))]
    public void Build_LaterRowsChanged_LeavesEveryFeatureBefore(int cut, int horizon, MissingValueRule missing)
    {
        DataSpec spec = Spec(LeadKind.None) with { Horizon = horizon, Missing = missing };

        Assert.Equal("", FirstLeak(Changed(Rows), Changed(cut), spec, cut));
    }

    [Fact]
    public void Build_LaterRowsMissing_LeavesEveryFeatureBefore() =>
        Assert.Equal("", FirstLeak(Changed(Rows), MadeSeries.Stock(Rows, (row, value) => row < Training ? value : double.NaN), Spec(LeadKind.None), Training));

    [Fact]
    public void Build_TrainingPartCutWithExplicitLags_LeavesEveryFeatureBefore()
    {
        // With the lags named and all words seen early nothing is chosen on the training part, so that the cut may lie within it.
        DataSpec spec = Spec(LeadKind.None) with { Engineering = new FeatureSpec { Lags = [1, 6], Rolling = [4] } };

        foreach (int cut in (int[])[20, 55, 100, 159])
            Assert.Equal("", FirstLeak(Changed(Rows), Changed(cut, 1), spec, cut));
    }

    [Fact]
    public void Build_CalendarOfThePredictedRow_KnowsNoValues() =>
        Assert.Equal("", FirstLeak(Changed(Rows), Changed(Training), Spec(LeadKind.Calendar), Training));

    [Fact]
    public void Build_LeadsOfTheTarget_LeakAndSaySo()
    {
        DataSpec spec = Spec(LeadKind.Target);

        // The same check as above must catch them, so that it can fail.
        Assert.Contains("(leaks)", FirstLeak(Changed(Rows), Changed(Training), spec, Training), StringComparison.Ordinal);
        Series made = FeatureBuilder.Build(Changed(Rows), spec);
        Assert.Equal(made.ColumnOf("close")[1..], made.ColumnOf("close lead 1 (leaks)")[..^1]);
        Assert.Contains(made.Notes, note => note.Contains("LEAKS THE FUTURE: close lead 1 (leaks)", StringComparison.Ordinal));
        Assert.DoesNotContain(FeatureBuilder.Build(Changed(Rows), Spec(LeadKind.None)).Notes, note => note.Contains("LEAKS", StringComparison.OrdinalIgnoreCase));
    }

    [Fact]
    public void Build_ChoiceOfLags_IsMadeOnTheTrainingPart()
    {
        // A rhythm of 10 rows in the training part, of 4 after it: strongest, and negative, at half of it.
        double[] values = [.. Enumerable.Range(0, Rows).Select(row => Math.Sin(2 * Math.PI * row / (row < Training ? 10 : 4)) * (row < Training ? 1 : 1000))];
        FeatureSpec features = new() { MaxLags = 1, LagCorrelation = 0.9, Rolling = [] };

        Assert.Equal(["y lag 5"], FeatureBuilder.Build(MadeSeries.Of(values), new DataSpec { Engineering = features }).MadeColumns);
        Assert.Equal(["y lag 2"], FeatureBuilder.Build(MadeSeries.Of(values[Training..]), new DataSpec { Engineering = features with { LagCorrelation = 0.8 } }).MadeColumns);
    }

    [Fact]
    public void Build_RowsDroppedLater_ChoosesOnTheRowsThatWillTrain()
    {
        // Rows 100 and on miss the feature x, so that dropping them ends the training part at row 80 of 100; the target changes
        // its rhythm at row 90, which a share of all rows would have seen.
        double[] target = [.. Enumerable.Range(0, Rows).Select(row => Math.Sin(2 * Math.PI * row / (row < 90 ? 10 : 4)) * (row < 90 ? 1 : 1000))];
        double[] gaps = [.. Enumerable.Range(0, Rows).Select(row => row < 100 ? row % 7 : double.NaN)];
        Series series = new("s", ["x", "y"], [gaps, target]);
        DataSpec spec = new() { Missing = MissingValueRule.Drop, Engineering = new FeatureSpec { MaxLags = 1, LagCorrelation = 0.8, Rolling = [] } };

        Assert.Equal(["y lag 5"], FeatureBuilder.Build(series, spec).MadeColumns);
        Assert.Equal(["y lag 2"], FeatureBuilder.Build(series, spec with { Missing = MissingValueRule.CarryForward }).MadeColumns);
    }

    [Fact]
    public void Build_RowsWithoutAProposedTargetDroppedLater_ChoosesOnTheRowsThatWillTrain()
    {
        // As above, but the gaps are in the target, which nobody named.
        double[] target = [.. Enumerable.Range(0, Rows).Select(row => row >= 100 ? double.NaN : Math.Sin(2 * Math.PI * row / (row < 80 ? 10 : 4)) * (row < 80 ? 1 : 1000))];
        Series series = new("s", ["x", "y"], [[.. Enumerable.Range(0, Rows).Select(row => (double)row)], target]);
        DataSpec spec = new() { Features = ["x"], Missing = MissingValueRule.Drop, Engineering = new FeatureSpec { MaxLags = 1, LagCorrelation = 0.8, Rolling = [] } };

        Assert.Equal(["y lag 5"], FeatureBuilder.Build(series, spec).MadeColumns);
    }

    [Fact]
    public void Build_ColumnThatVariesAfterTheTrainingPartOnly_IsConstant()
    {
        // Every feature of a constant target is constant; what comes after the training part must not bring them in.
        static Series Late(double after) => MadeSeries.Of([.. Enumerable.Range(0, Rows).Select(row => row < Training ? 3 : after * row)]);
        DataSpec spec = new() { Engineering = new FeatureSpec { Lags = [1, 2], Rolling = [4] } };

        Assert.Empty(FeatureBuilder.Build(Late(1), spec).MadeColumns);
    }

    /// <summary>The first value before a row that differs, as text; empty when none does.</summary>
    private static string FirstLeak(Series original, Series changed, DataSpec spec, int cut)
    {
        Series before = FeatureBuilder.Build(original, spec);
        Series after = FeatureBuilder.Build(changed, spec);
        if (!before.ColumnNames.SequenceEqual(after.ColumnNames) || before.RowCount != after.RowCount)
            return $"{string.Join(", ", before.ColumnNames)} × {before.RowCount} became {string.Join(", ", after.ColumnNames)} × {after.RowCount}";
        int leftOut = original.RowCount - before.RowCount;
        Assert.True(cut > leftOut && before.MadeColumns.Count > 5, "Nothing would be compared.");
        foreach (string name in before.ColumnNames)
        {
            double[] was = before.ColumnOf(name);
            double[] came = after.ColumnOf(name);
            for (int row = 0; row < cut - leftOut; row++)
            {
                if (BitConverter.DoubleToInt64Bits(was[row]) != BitConverter.DoubleToInt64Bits(came[row]))
                    return $"{name}, row {row}: {was[row]} became {came[row]}";
            }
        }
        return "";
    }

    private static DataSpec Spec(LeadKind leads) => new() { Target = "close", Engineering = new FeatureSpec { Leads = leads } };

    /// <summary>The stock with every value from a row on changed, words included.</summary>
    private static Series Changed(int from, int word = 2) => MadeSeries.Stock(
        Rows, (row, value) => row < from ? value : -3 * value * (1 + (row % 5)), row => row < from ? row % 2 : word);
}
