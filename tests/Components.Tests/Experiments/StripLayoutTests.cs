using PruningLab.Components.Experiments;
using PruningLab.Components.Tests.Fakes;
using PruningLab.Engine.Experiments.Reports;

namespace PruningLab.Components.Tests.Experiments;

public sealed class StripLayoutTests
{
    private static readonly PaperLikeGrid s_grid = new([7, 30], [42, 43, 44]);
    private static readonly CellRow s_row = CellRow.Of(s_grid.ReportAfter(288), s_grid.Plan).First(row => row.Place is { Data: "Bitcoin", Method: "Dropout" });

    [Fact]
    public void Scale_TrialsIntervalAndPapersValue_LieOnIt()
    {
        StripLayout layout = new([s_row]);

        double[] values = [.. s_row.Cell!.Runs.Select(run => run.Mae), s_row.Cell.Mae.Low, s_row.Cell.Mae.High, s_row.Published];
        Assert.All(values, value => Assert.Equal(0, layout.Beyond(value)));
        Assert.Equal(values.Order().Select(layout.X), values.Select(layout.X).Order());
        Assert.All(values, value => Assert.InRange(layout.X(value), StripLayout.Start, StripLayout.Width));
    }

    [Fact]
    public void Scale_APapersValueFarOff_IsAtTheEdgeAndDoesNotPressOursTogether()
    {
        CellRow row = s_row with { Cell = s_row.Cell! with { Published = s_row.Cell.Published! with { Mae = 17.7 } } };
        StripLayout layout = new([row]);

        Assert.Equal((1, layout.X(double.MaxValue)), (layout.Beyond(17.7), layout.X(17.7)));
        Assert.True(layout.X(row.Cell!.Runs.Max(run => run.Mae)) - layout.X(row.Cell.Runs.Min(run => run.Mae)) > 50);
    }

    [Fact]
    public void Scale_WithoutResultsOrWithOneTrial_IsFinite()
    {
        CellRow one = s_row with { Cell = s_row.Cell! with { Runs = [s_row.Cell.Runs[0]], Mae = new(s_row.Cell.Runs[0].Mae, double.NaN, double.NaN, double.NaN, 1), Published = null } };
        StripLayout layout = new([one, s_row with { Cell = null }]);

        Assert.InRange(layout.X(one.Mae), StripLayout.Start, StripLayout.Width);
        Assert.All(layout.Ticks, tick => Assert.True(double.IsFinite(tick)));
        Assert.Equal((false, 0), (layout.Lines[0].HasInterval, layout.Lines[1].Runs.Count));
        Assert.Equal(2, layout.Lines.Select(line => line.Y).Distinct().Count());
    }
}
