using PruningLab.Components.Grids;
using PruningLab.Engine.Experiments.Grids;
using PruningLab.Engine.Plasticity;
using PruningLab.Server.Experiments;

namespace PruningLab.Server.Tests.Experiments;

public sealed class GridCostsTests
{
    [Theory]
    [InlineData(3, 2)]
    [InlineData(4, 2)]
    [InlineData(7, 5)]
    [InlineData(8, 5)]
    [InlineData(16, 10)]
    public void Estimate_AnotherWindow_TakesTheNextLongerOneOrTheLongestInProportion(int window, double seconds)
    {
        GridSpec measured = TinyGrid.Of("Measured") with { Windows = [4, 8] };
        IReadOnlyList<GridJob> jobs = GridPlan.Of(measured, RuleCatalogue.Default);
        GridCosts costs = new();
        costs.Add(jobs, [.. jobs.Select(job => new GridResult { Job = job.Id, Place = job.Place, Epochs = 1, Seconds = job.Place.Window == 4 ? 1 : 2.5 })]);

        TimeSpan? estimate = costs.Estimate(GridPlan.Of(measured with { Windows = [window] }, RuleCatalogue.Default));

        Assert.Equal(seconds, estimate!.Value.TotalSeconds, 6);
    }

    [Fact]
    public void Estimate_DataOrNetworkThatWereNotMeasured_IsNotKnown()
    {
        IReadOnlyList<GridJob> jobs = GridPlan.Of(TinyGrid.Of("Measured"), RuleCatalogue.Default);
        GridCosts costs = new();
        costs.Add(jobs, [.. jobs.Select(job => new GridResult { Job = job.Id, Place = job.Place, Epochs = 1, Seconds = 1 })]);

        Assert.Null(costs.Estimate(GridPlan.Of(GridPreset.Small.Spec, RuleCatalogue.Default)));
    }
}
