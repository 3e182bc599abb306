using PruningLab.Engine.Data;
using PruningLab.Engine.Training;

namespace PruningLab.Engine.Tests.Data;

public sealed class WindowBuilderTests
{
    private const double Gap = double.NaN;

    private static readonly DataSpec s_spec = new() { Window = 1, TrainShare = 0.5 };

    [Fact]
    public void Build_Literal_GivesTheExpectedNumbers()
    {
        // Training part 1, 3: mean 2, population standard deviation 1. For y: 10, 30: mean 20, 10.
        Series series = Make(("x", [1, 3, 5, 7]), ("y", [10, 30, 50, 70]));

        WindowSet windows = WindowBuilder.Build(series, s_spec);

        Assert.Equal([-1f, -1f, 1f, 1f, 3f, 3f, 5f, 5f], windows.Rows.ToArray());
        Assert.Equal("y", windows.TargetName);
        Assert.Equal(["x", "y"], windows.FeatureNames);
        Assert.Equal(20, windows.TargetMean);
        Assert.Equal(10, windows.TargetScale);
        Assert.Equal(1, windows.TrainCount);
        Assert.Equal(2, windows.TestCount);
        Assert.Equal(3f, windows.Target(1));
        Assert.Equal(50, windows.ToUnits(windows.Target(1)));
        Assert.Empty(windows.Notes);
    }

    [Fact]
    public void Build_WholeSeriesScaler_UsesAllRows()
    {
        WindowSet windows = WindowBuilder.Build(Make(("x", [1, 3, 5, 7])), s_spec with { Scaler = ScalerFit.WholeSeries });

        Assert.Equal(4, windows.TargetMean);
        Assert.Equal(Math.Sqrt(5), windows.TargetScale);
    }

    [Fact]
    public void Build_TrainingScaler_IsBlindToTheTestPart()
    {
        double[] changed = [1, 3, 500, -900];

        WindowSet one = WindowBuilder.Build(Make(("x", [1, 3, 5, 7])), s_spec);
        WindowSet other = WindowBuilder.Build(Make(("x", changed)), s_spec);

        Assert.Equal(one.TargetMean, other.TargetMean);
        Assert.Equal(one.TargetScale, other.TargetScale);
        Assert.Equal(one.Rows[..2].ToArray(), other.Rows[..2].ToArray());
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(9)]
    public void Build_EveryWindow_HoldsOnlyRowsBeforeItsTarget(int window)
    {
        // The value of each row is its number, so that a window tells which rows it holds.
        double[] rows = [.. Enumerable.Range(0, 20).Select(row => (double)row)];
        WindowSet windows = WindowBuilder.Build(Make(("x", rows), ("twice", [.. rows.Select(row => 2 * row)])), s_spec with { Window = window, Target = "x" });

        Assert.Equal(20 - window, windows.Count);
        Assert.Equal(10 - window, windows.TrainCount);
        for (int i = 0; i < windows.Count; i++)
        {
            ReadOnlySpan<float> inputs = windows.Inputs(i);
            Assert.Equal(window * 2, inputs.Length);
            for (int step = 0; step < window; step++)
                Assert.Equal(i + step, windows.ToUnits(inputs[step * 2]), 1e-4);
            Assert.Equal(i + window, windows.ToUnits(windows.Target(i)), 1e-4);
            Assert.Equal(i + window, windows.TargetRow(i));
            Assert.Equal(i < windows.TrainCount, windows.TargetRow(i) < 10);
        }
    }

    [Fact]
    public void Build_ChosenColumns_KeepTheirOrder()
    {
        Series series = Make(("a", [1, 3, 1, 3]), ("b", [2, 6, 2, 6]), ("c", [0, 8, 4, 4]));

        WindowSet windows = WindowBuilder.Build(series, s_spec with { Features = ["c", "a"], Target = "b" });

        Assert.Equal(["c", "a"], windows.FeatureNames);
        Assert.Equal("b", windows.TargetName);
        Assert.Equal([-1f, -1f, 1f, 1f, 0f, -1f, 0f, 1f], windows.Rows.ToArray());
        Assert.Equal(4, windows.TargetMean);
    }

    [Fact]
    public void Build_NoTarget_TakesTheSeriesProposalOrTheLast()
    {
        Series series = Make(("a", [1, 2, 3, 4]), ("b", [1, 2, 3, 4]));

        Assert.Equal("b", WindowBuilder.Build(series, s_spec).TargetName);
        Assert.Equal("a", WindowBuilder.Build(series.WithTarget("a", "m"), s_spec).TargetName);
        Assert.Equal("b", WindowBuilder.Build(series.WithTarget("a", "m"), s_spec with { Target = "b" }).TargetName);
    }

    [Fact]
    public void Build_CarryForward_FillsGapsByTheLastKnown()
    {
        WindowSet windows = WindowBuilder.Build(Make(("x", [Gap, 1, Gap, 3, Gap, Gap])), s_spec with { TrainShare = 0.67 });

        AssertValues([1, 1, 1, 3, 3, 3], windows);
        Assert.Equal(["4 missing values in 1 column carried forward."], windows.Notes);
    }

    [Fact]
    public void Build_Interpolate_FillsGapsByALine()
    {
        Series series = Make(("x", [Gap, 1, Gap, Gap, 4, Gap]), ("y", [1, 2, 3, 4, 5, 6]));

        WindowSet windows = WindowBuilder.Build(series, s_spec with { Missing = MissingValueRule.Interpolate, Features = ["x"], Target = "x" });

        AssertValues([1, 1, 2, 3, 4, 4], windows);
        Assert.Equal(["4 missing values in 1 column interpolated."], windows.Notes);
    }

    [Fact]
    public void Build_Drop_LeavesRowsOutOfColumnsInUseOnly()
    {
        DateTime[] times = [.. Enumerable.Range(1, 6).Select(day => new DateTime(2020, 1, day, 0, 0, 0, DateTimeKind.Unspecified))];
        Series series = new("s", ["x", "y", "unused"], [[1, Gap, 3, 4, 5, 6], [1, 2, 3, Gap, 5, 6], [Gap, Gap, Gap, Gap, Gap, Gap]], times);

        WindowSet windows = WindowBuilder.Build(series, s_spec with { Missing = MissingValueRule.Drop, Features = ["x"], Target = "y" });

        Assert.Equal([times[0], times[2], times[4], times[5]], windows.Timestamps!);
        Assert.Equal(3, windows.Count);
        Assert.Equal(["2 rows with a missing value left out of 6."], windows.Notes);
    }

    [Fact]
    public void Build_ConstantColumn_HasScaleOneAndANote()
    {
        WindowSet windows = WindowBuilder.Build(Make(("flat", [0.1, 0.1, 0.1, 2.1]), ("y", [1, 3, 5, 7])), s_spec with { TrainShare = 0.75 });

        float[] expected = [0, 0, 0, 2];
        for (int row = 0; row < expected.Length; row++)
            Assert.Equal(expected[row], windows.Rows[row * 2], 1e-6f);
        Assert.Contains("flat is constant", Assert.Single(windows.Notes), StringComparison.Ordinal);
    }

    [Fact]
    public void Build_ManyNearlyEqualValues_AreConstantOnlyWithinRounding()
    {
        double[] flat = [.. Enumerable.Repeat(1.1e9, 1000)];
        double[] spread = [.. Enumerable.Range(0, 1000).Select(row => 1.1e9 + (row % 2))];

        Assert.True(StandardScaler.Fit(flat).IsConstant);
        Assert.False(StandardScaler.Fit(spread).IsConstant);
        Assert.Equal(0.5, StandardScaler.Fit(spread).Scale, 1e-9);
    }

    [Fact]
    public void Build_RandomSeries_TrainingPartHasMeanZeroAndUnitSpread()
    {
        RandomStream random = new(11);
        double[] values = [.. Enumerable.Range(0, 2000).Select(_ => (random.NextSingle() * 5.0) + 1000)];

        WindowSet windows = WindowBuilder.Build(Make(("x", values)), new DataSpec { Window = 7 });

        float[] training = windows.Rows[..1600].ToArray();
        Assert.Equal(0, training.Average(value => (double)value), 1e-6);
        Assert.Equal(1, training.Average(value => (double)value * value), 1e-6);
    }

    [Theory]
    [InlineData(100, 0.29, 29)]
    [InlineData(100, 0.57, 57)]
    [InlineData(5105, 0.8, 4084)]
    [InlineData(7, 0.5, 3)]
    [InlineData(100, 0.05, 5)]
    [InlineData(100, 0.95, 95)]
    public void Build_TrainShare_SplitsAtTheFloor(int rows, double share, int expected)
    {
        double[] values = [.. Enumerable.Range(0, rows).Select(row => (double)row)];

        WindowSet windows = WindowBuilder.Build(Make(("x", values)), s_spec with { TrainShare = share });

        Assert.Equal(expected - 1, windows.TrainCount);
        Assert.Equal(rows - expected, windows.TestCount);
    }

    [Fact]
    public void Build_LongestWindow_IsTheOneThatTheErrorNames()
    {
        Series series = Make(("x", [1, 2, 3, 4, 5, 6, 7, 8, 9, 10]));

        Assert.Equal(
            "s: a window of 8 rows was asked for where the training part of 8 of 10 rows allows 7 at most; choose a window of 7 or fewer.",
            Refused(series, new DataSpec { Window = 8 }));
        Assert.Equal(1, WindowBuilder.Build(series, new DataSpec { Window = 7 }).TrainCount);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-3)]
    public void Build_WindowBelowOne_IsRefused(int window) =>
        Assert.Contains("at least 1", Refused(Make(("x", [1, 2, 3])), s_spec with { Window = window }), StringComparison.Ordinal);

    [Theory]
    [InlineData(0.04)]
    [InlineData(0.96)]
    [InlineData(double.NaN)]
    public void Build_TrainShareOutside_IsRefused(double share) =>
        Assert.Contains("0.05 to 0.95", Refused(Make(("x", [1, 2, 3])), s_spec with { TrainShare = share }), StringComparison.Ordinal);

    [Fact]
    public void Build_TrainingPartTooShort_IsRefused() =>
        Assert.Contains("at least 2 rows", Refused(Make(("x", [1, 2, 3])), s_spec with { TrainShare = 0.5 }), StringComparison.Ordinal);

    [Fact]
    public void Build_UnknownOrUnfitColumns_AreRefused()
    {
        Series series = new("s", ["x", "y"], [[1, 2, 3, 4], [Gap, Gap, Gap, Gap]]) { TextColumns = ["word"] };

        Assert.Contains("no column is called \"z\" where the target", Refused(series, s_spec with { Target = "z" }), StringComparison.Ordinal);
        Assert.Contains("no column is called \"z\" where the feature", Refused(series, s_spec with { Target = "x", Features = ["z"] }), StringComparison.Ordinal);
        Assert.Contains("word holds no numbers", Refused(series, s_spec with { Target = "word" }), StringComparison.Ordinal);
        Assert.Contains("x is chosen twice", Refused(series, s_spec with { Target = "x", Features = ["x", "x"] }), StringComparison.Ordinal);
        Assert.Contains("y holds no value at all", Refused(series, s_spec with { Target = "y", Features = ["x"] }), StringComparison.Ordinal);
    }

    [Fact]
    public void Build_DropLeavesNothing_IsRefused()
    {
        Series series = Make(("x", [1, Gap, 3, Gap]), ("y", [Gap, 2, Gap, 4]));

        Assert.Contains("none of the 4 rows", Refused(series, s_spec with { Missing = MissingValueRule.Drop }), StringComparison.Ordinal);
    }

    [Fact]
    public void Build_NumbersTooLarge_AreRefused()
    {
        Assert.Contains("too large", Refused(Make(("x", [1e300, -1e300, 1e300, 1])), s_spec), StringComparison.Ordinal);
        Assert.Contains("spread too far", Refused(Make(("x", [1, 1, 1e300, 1])), s_spec), StringComparison.Ordinal);
    }

    [Fact]
    public void Build_Series_IsLeftUnchanged()
    {
        double[] values = [Gap, 1, Gap, 3];
        Series series = Make(("x", values));

        WindowBuilder.Build(series, s_spec);

        Assert.Equal([Gap, 1, Gap, 3], series.Column(0).ToArray());
    }

    private static Series Make(params (string Name, double[] Values)[] columns) =>
        new("s", [.. columns.Select(column => column.Name)], [.. columns.Select(column => column.Values)]);

    private static void AssertValues(double[] expected, WindowSet windows)
    {
        Assert.Equal(expected.Length, windows.Rows.Length);
        for (int row = 0; row < expected.Length; row++)
            Assert.Equal(expected[row], windows.ToUnits(windows.Rows[row]), 1e-6);
    }

    private static string Refused(Series series, DataSpec spec)
    {
        string message = Assert.Throws<DataException>(() => WindowBuilder.Build(series, spec)).Message;
        Assert.StartsWith("s: ", message, StringComparison.Ordinal);
        Assert.True(Csv.IsOneSentence(message), message);
        return message;
    }
}
