using PruningLab.Engine.Data;
using PruningLab.Engine.Training;

namespace PruningLab.Engine.Tests.Data;

/// <summary>What is predicted: several targets, rows ahead or the same row.</summary>
public sealed class TargetTests
{
    private const double Gap = double.NaN;

    [Fact]
    public void Build_SeveralTargets_AreStandardisedEachByItself()
    {
        Series series = Make(("x", [1, 3, 5, 7]), ("y", [10, 30, 50, 70]));

        WindowSet windows = WindowBuilder.Build(series, new DataSpec { Window = 1, TrainShare = 0.5, Targets = ["y", "x"] });

        Assert.Equal(TaskKind.Regression, windows.Task);
        Assert.Equal(["y", "x"], windows.OutputNames);
        Assert.Equal(["x", "y"], windows.FeatureNames);
        Assert.Equal((2, 20, 10), (windows.Outputs, windows.Targets[0].Mean, windows.Targets[0].Scale));
        Assert.Equal((2, 1), (windows.Targets[1].Mean, windows.Targets[1].Scale));
        Assert.Equal(50, windows.ToUnits(windows.Target(1, 0), 0));
        Assert.Equal(5, windows.ToUnits(windows.Target(1, 1), 1));
    }

    [Theory]
    [InlineData(1, 0)]
    [InlineData(1, 1)]
    [InlineData(1, 5)]
    [InlineData(4, 0)]
    [InlineData(4, 1)]
    [InlineData(4, 3)]
    [InlineData(7, 2)]
    public void Build_EveryWindow_NeverHoldsATargetOfThePredictedRow(int window, int horizon)
    {
        // The value of each cell tells its row and column, so that a window tells which cells it holds.
        const int rows = 40;
        Series series = Make([.. Enumerable.Range(0, 4).Select(column =>
            ($"c{column}", Enumerable.Range(0, rows).Select(row => (double)row + (1000 * column)).ToArray()))]);
        DataSpec spec = new() { Window = window, Horizon = horizon, TrainShare = 0.5, Targets = ["c3", "c1"] };

        WindowSet windows = WindowBuilder.Build(series, spec);

        Assert.Equal(horizon == 0 ? ["c0", "c2"] : series.ColumnNames, windows.FeatureNames);
        Assert.Equal(rows - (window - 1 + horizon), windows.Count);
        Assert.Equal(20 - (window - 1 + horizon), windows.TrainCount);
        for (int i = 0; i < windows.Count; i++)
        {
            int predicted = windows.TargetRow(i);
            Assert.Equal(i + window - 1 + horizon, predicted);
            Assert.Equal(i < windows.TrainCount, predicted < 20);
            Assert.Equal(predicted + 3000, windows.ToUnits(windows.Target(i, 0), 0), 1e-3);
            Assert.Equal(predicted + 1000, windows.ToUnits(windows.Target(i, 1), 1), 1e-3);
            ReadOnlySpan<float> inputs = windows.Inputs(i);
            for (int step = 0; step < window; step++)
            {
                for (int feature = 0; feature < windows.FeatureCount; feature++)
                {
                    int row = i + step;
                    Assert.Equal((row - 9.5) / Math.Sqrt(33.25), inputs[(step * windows.FeatureCount) + feature], 1e-4);
                    Assert.False(row >= predicted && spec.Targets.Contains(windows.FeatureNames[feature]));
                    Assert.True(row <= predicted);
                }
            }
        }
    }

    [Fact]
    public void Build_ScalersOfSeveralTargets_AreBlindToTheTestPart()
    {
        DataSpec spec = new() { Window = 2, Horizon = 0, TrainShare = 0.5, Targets = ["b", "c"] };
        WindowSet one = WindowBuilder.Build(Make(("a", [1, 2, 3, 4, 5, 6]), ("b", [6, 5, 4, 3, 2, 1]), ("c", [1, 0, 1, 0, 1, 0])), spec);
        WindowSet other = WindowBuilder.Build(Make(("a", [1, 2, 3, 40, -5, 6]), ("b", [6, 5, 4, 99, 2, 1]), ("c", [1, 0, 1, 7, 7, 7])), spec);

        Assert.Equal(one.Targets, other.Targets);
        Assert.Equal(one.Rows[..3].ToArray(), other.Rows[..3].ToArray());
    }

    [Fact]
    public void Build_MissingTargets_FollowTheRule()
    {
        Series series = Make(("x", [1, 2, 3, 4, 5, 6]), ("y", [1, Gap, 3, 4, 5, 6]), ("z", [1, 2, 3, 4, Gap, 6]));
        DataSpec spec = new() { Window = 1, Horizon = 0, TrainShare = 0.5, Targets = ["y", "z"] };

        WindowSet carried = WindowBuilder.Build(series, spec);
        WindowSet dropped = WindowBuilder.Build(series, spec with { Missing = MissingValueRule.Drop });

        Assert.Equal(6, carried.Count);
        Assert.Equal(["2 missing values in 2 columns carried forward."], carried.Notes);
        Assert.Equal(4, dropped.Count);
    }

    [Fact]
    public void Build_ShuffledRows_KeepRowsTogetherAndAreAlwaysTheSame()
    {
        double[] numbers = [.. Enumerable.Range(0, 50).Select(row => (double)row)];
        DateTime[] times = [.. Enumerable.Range(0, 50).Select(day => new DateTime(2020, 1, 1, 0, 0, 0, DateTimeKind.Unspecified).AddDays(day))];
        Series series = new("s", ["x", "y"], [numbers, [.. numbers.Select(value => 3 * value)]], times);
        DataSpec spec = new() { Window = 1, Horizon = 0, ShuffleRows = true, Scaler = ScalerFit.WholeSeries };

        WindowSet windows = WindowBuilder.Build(series, spec);
        WindowSet again = WindowBuilder.Build(series, spec);

        double[] order = [.. Enumerable.Range(0, 50).Select(i => Math.Round(windows.ToUnits(windows.Target(i)) / 3, 3))];
        Assert.Equal(numbers, order.Order());
        Assert.NotEqual(numbers, order);
        for (int i = 0; i < 50; i++)
            Assert.Equal(windows.Target(i), windows.Inputs(i)[0], 1e-5f);
        Assert.Equal(windows.Rows.ToArray(), again.Rows.ToArray());
        Assert.Null(windows.Timestamps);
        Assert.Equal([.. Enumerable.Range(0, 50).Select(row => (double)row)], series.Column(0).ToArray());
    }

    [Fact]
    public void Build_ImpossibleChoices_AreRefused()
    {
        Series series = Make(("x", [1, 2, 3, 4, 5, 6, 7, 8, 9, 10]), ("y", [1, 2, 3, 4, 5, 6, 7, 8, 9, 10]));
        DataSpec spec = new() { Window = 1 };

        Assert.Contains("2 rows back was asked for", Refused(series, spec with { Horizon = -2 }), StringComparison.Ordinal);
        Assert.Contains("a horizon of 8 rows was asked for where the training part of 8 of 10 rows allows 7 at most", Refused(series, spec with { Horizon = 8 }), StringComparison.Ordinal);
        Assert.Equal(1, WindowBuilder.Build(series, spec with { Horizon = 7 }).TrainCount);
        Assert.Contains("a window of 6 rows was asked for where the training part of 8 of 10 rows allows 5 at most", Refused(series, spec with { Horizon = 3, Window = 6 }), StringComparison.Ordinal);
        Assert.Equal(1, WindowBuilder.Build(series, spec with { Horizon = 3, Window = 5 }).TrainCount);
        Assert.Equal(1, WindowBuilder.Build(series, spec with { Horizon = 0, Window = 8 }).TrainCount);
        Assert.Contains("the target x is chosen twice", Refused(series, spec with { Targets = ["x", "x"] }), StringComparison.Ordinal);
        Assert.Contains("no column is called \"z\" where the target", Refused(series, spec with { Targets = ["x", "z"] }), StringComparison.Ordinal);
        Assert.Contains("every numeric column is a target", Refused(series, spec with { Targets = ["x", "y"], Horizon = 0 }), StringComparison.Ordinal);
        Assert.Contains("the column y is chosen as feature and as target of the same row", Refused(series, spec with { Target = "y", Features = ["x", "y"], Horizon = 0 }), StringComparison.Ordinal);
        Assert.Contains("shuffled rows were asked for with a window of 1 and a horizon of 1", Refused(series, spec with { ShuffleRows = true }), StringComparison.Ordinal);
        Assert.Contains("shuffled rows were asked for with a window of 2", Refused(series, spec with { ShuffleRows = true, Window = 2, Horizon = 0 }), StringComparison.Ordinal);
        Assert.Contains("only data sets of pictures can be cut short", Refused(series, spec with { MaxSamples = 5 }), StringComparison.Ordinal);
    }

    [Fact]
    public void FromJson_OldSingleTarget_IsRead()
    {
        ExperimentSpec old = ExperimentSpec.FromJson("""{ "data": { "source": "sp500", "target": "open", "window": 7 } }""");
        ExperimentSpec empty = ExperimentSpec.FromJson("""{ "data": { "target": "" } }""");
        ExperimentSpec several = ExperimentSpec.FromJson("""{ "data": { "targets": ["high", "low"], "horizon": 0, "task": "classification", "maxSamples": 10, "shuffleRows": true } }""");

        Assert.Equal(["open"], old.Data.Targets);
        Assert.Equal((1, null), (old.Data.Horizon, old.Data.Task));
        Assert.Empty(empty.Data.Targets);
        Assert.Equal(["high", "low"], several.Data.Targets);
        Assert.Equal("high", several.Data.Target);
        Assert.Equal((0, TaskKind.Classification, 10, true), (several.Data.Horizon, several.Data.Task, several.Data.MaxSamples, several.Data.ShuffleRows));
    }

    [Fact]
    public void ToJson_Targets_AreWrittenOnceAndReadBack()
    {
        ExperimentSpec spec = new() { Data = new DataSpec { Target = "open", Task = TaskKind.Regression } };

        string json = spec.ToJson();

        Assert.Contains("\"targets\": [", json, StringComparison.Ordinal);
        Assert.DoesNotContain("\"target\":", json, StringComparison.Ordinal);
        Assert.Equal("open", ExperimentSpec.FromJson(json).Data.Target);
        Assert.Equal(["open"], ExperimentSpec.FromJson(json).Data.Targets);
    }

    private static Series Make(params (string Name, double[] Values)[] columns) =>
        new("s", [.. columns.Select(column => column.Name)], [.. columns.Select(column => column.Values)]);

    private static string Refused(Series series, DataSpec spec)
    {
        string message = Assert.Throws<DataException>(() => WindowBuilder.Build(series, spec)).Message;
        Assert.StartsWith("s: ", message, StringComparison.Ordinal);
        Assert.Contains("expected", message.Replace("allows", "expected", StringComparison.Ordinal), StringComparison.Ordinal);
        Assert.True(Csv.IsOneSentence(message), message);
        return message;
    }
}
