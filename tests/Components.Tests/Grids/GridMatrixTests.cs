using AngleSharp.Dom;
using Bunit;
using PruningLab.Components.Grids;
using PruningLab.Engine.Experiments.Grids;

namespace PruningLab.Components.Tests.Grids;

public sealed class GridMatrixTests : BunitContext
{
    [Fact]
    public void Cells_DoneRunningFailedAndWaiting_AreSaidInWordsAndSigns()
    {
        GridSpec spec = SmallGrids.Of(data: 2, networks: 2, windows: 2, methods: 2, seeds: 3);
        IReadOnlyList<GridJob> jobs = SmallGrids.JobsOf(spec);
        GridJob[] cell = [.. jobs.Where(job => job.Place.Cell == jobs[0].Place.Cell)];
        GridMatrixModel model = new(spec, jobs);

        IRenderedComponent<GridMatrix> matrix = Render<GridMatrix>(parameters => parameters
            .Add(component => component.Model, model)
            .Add(component => component.States, model.States(
                [SmallGrids.Result(cell[0]), SmallGrids.Result(cell[1], "It went wrong.")], [new GridJobProgress(cell[2], 1, 5, 0.5, 0)])));

        IElement first = matrix.Find("tbody td");
        Assert.Equal("1 of 3 done, 1 running, 1 failed", first.QuerySelector(".visually-hidden")!.TextContent);
        Assert.Equal("data 1, network 1, window 1, method 1: 1 of 3 done, 1 running, 1 failed", first.GetAttribute("title"));
        Assert.Equal(["running", "done", "failed"], first.QuerySelectorAll("path").Select(path => path.ClassName));
        Assert.Equal("0 of 3 done", matrix.FindAll("tbody td")[1].QuerySelector(".visually-hidden")!.TextContent);
        Assert.Equal(16, matrix.FindAll("tbody td").Count);
    }

    [Fact]
    public void States_EqualTrainingsOfTwoSettings_LeaveOneCellEmpty()
    {
        GridSpec spec = SmallGrids.Of(1, 1, 1, methods: 1, seeds: 2) with { Settings = VariedSetting.Combine([new VariedSetting("dropout", [0.1, 0.2])]) };
        spec = spec with { Methods = [new GridMethod("none", new("none")), new GridMethod("dropout", new("dropout"))] };
        GridMatrixModel model = new(spec, SmallGrids.JobsOf(spec));

        string[,] states = model.States([], []);

        Assert.Equal(["ww", "ww", "", "ww"], states.Cast<string>());
    }

    [Fact]
    public void Render_SameStatesAgain_DrawsNothingAnew()
    {
        GridSpec spec = SmallGrids.Of(1, 1, 1, 2, 2);
        GridMatrixModel model = new(spec, SmallGrids.JobsOf(spec));
        string[,] states = model.States([], []);
        IRenderedComponent<GridMatrix> matrix = Render<GridMatrix>(parameters => parameters.Add(c => c.Model, model).Add(c => c.States, states));
        int before = matrix.RenderCount;

        matrix.Render(parameters => parameters.Add(c => c.Model, model).Add(c => c.States, states));

        Assert.Equal(before, matrix.RenderCount);
    }

    [Fact]
    public void Matrix_FullGridOfThePaper_KeepsItsElementsFew()
    {
        GridSpec spec = SmallGrids.Of(data: 4, networks: 3, windows: 6, methods: 4, seeds: 10);
        GridMatrixModel model = new(spec, SmallGrids.JobsOf(spec));

        IRenderedComponent<GridMatrix> matrix = Render<GridMatrix>(parameters => parameters.Add(c => c.Model, model).Add(c => c.States, model.States([], [])));

        Assert.Equal(288, matrix.FindAll("tbody td").Count);
        Assert.Equal(288, matrix.FindAll("tbody path").Count);
    }

    [Fact]
    public void Counts_HalfDoneWithFailures_AreInTheBarAndBesideIt()
    {
        GridSpec spec = SmallGrids.Of(1, 1, 1, 4, 2);
        GridView view = new()
        {
            Slug = "a",
            Spec = spec,
            Standing = GridStanding.Running,
            Jobs = SmallGrids.JobsOf(spec),
            Done = 4,
            Failed = 1,
            Left = TimeSpan.FromMinutes(12),
        };

        IRenderedComponent<GridCounts> counts = Render<GridCounts>(parameters => parameters.Add(c => c.View, view));

        IElement bar = counts.Find("[role=progressbar]");
        Assert.Equal("4 of 8 trainings done, 1 failed", bar.GetAttribute("aria-valuetext"));
        Assert.Equal("width:37.5%", bar.QuerySelector(".good")!.GetAttribute("style"));
        Assert.Equal(["3", "1", "4", "8", "about 12 min", "–"], counts.FindAll("dd").Select(item => item.TextContent));
    }

    [Theory]
    [InlineData(GridStanding.Stopped, "stopped, 3 of 8 done")]
    [InlineData(GridStanding.Paused, "paused, 3 of 8 done")]
    [InlineData(GridStanding.Elsewhere, "running in another program, 3 of 8 done")]
    [InlineData(GridStanding.Ready, "not started")]
    public void Standing_EachState_IsSaidWithItsCounts(GridStanding standing, string expected)
    {
        GridSpec spec = SmallGrids.Of(1, 1, 1, 4, 2);

        Assert.Equal(expected, GridWords.Standing(new GridView { Slug = "a", Spec = spec, Standing = standing, Jobs = SmallGrids.JobsOf(spec), Done = 3 }));
    }
}
