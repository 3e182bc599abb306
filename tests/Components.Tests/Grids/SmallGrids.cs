using PruningLab.Engine.Data;
using PruningLab.Engine.Experiments.Grids;
using PruningLab.Engine.Networks;
using PruningLab.Engine.Plasticity;

namespace PruningLab.Components.Tests.Grids;

/// <summary>Grids of given sizes.</summary>
internal static class SmallGrids
{
    private static readonly string[] s_rules = ["none", "dropout", "mc-dropout", "synaptic-pruning"];

    public static GridSpec Of(int data, int networks, int windows, int methods, int seeds) => new()
    {
        Name = "a grid",
        Data = [.. Enumerable.Range(1, data).Select(number => new GridData($"data {number}", new DataSpec { Source = $"source-{number}" }))],
        Networks = [.. Enumerable.Range(1, networks).Select(number => new GridNetwork($"network {number}", new NetworkSpec { HiddenUnits = number }))],
        Windows = [.. Enumerable.Range(1, windows)],
        Methods = [.. Enumerable.Range(0, methods).Select(number => new GridMethod($"method {number + 1}", new RuleSpec(s_rules[number % s_rules.Length])))],
        Seeds = [.. Enumerable.Range(1, seeds)],
    };

    public static IReadOnlyList<GridJob> JobsOf(GridSpec spec) => GridPlan.Of(spec, RuleCatalogue.Default);

    public static GridResult Result(GridJob job, string? failure = null) => new() { Job = job.Id, Place = job.Place, Failure = failure, Mae = 0.5, Seconds = 2 };
}
