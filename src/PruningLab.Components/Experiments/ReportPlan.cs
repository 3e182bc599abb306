using PruningLab.Engine.Experiments.Grids;
using PruningLab.Engine.Plasticity;
using PruningLab.Engine.Training;

namespace PruningLab.Components.Experiments;

/// <summary>What a grid means to do: its cells in the order of the tables, whether they have results or not, and the
/// experiment behind each job. Immutable; a page makes it once per grid.</summary>
public sealed class ReportPlan
{
    private readonly Dictionary<string, ExperimentSpec> _specs;

    /// <summary>The plan of given jobs.</summary>
    /// <param name="spec">The grid.</param>
    /// <param name="jobs">Its jobs.</param>
    public ReportPlan(GridSpec spec, IReadOnlyList<GridJob> jobs)
    {
        ArgumentNullException.ThrowIfNull(spec);
        ArgumentNullException.ThrowIfNull(jobs);
        Spec = spec;
        _specs = jobs.GroupBy(job => job.Id).ToDictionary(group => group.Key, group => group.First().Spec);
        Cells = Order(spec, jobs.Select(job => job.Place.Cell));
    }

    /// <summary>The grid.</summary>
    public GridSpec Spec { get; }

    /// <summary>The cells, each once: by data set, network, setting, window and method.</summary>
    public IReadOnlyList<GridPlace> Cells { get; }

    /// <summary>The plan of a grid. A grid that cannot be (any more) has no jobs: then only what has results is shown.</summary>
    /// <param name="spec">The grid.</param>
    /// <param name="rules">The rules it may use.</param>
    /// <returns>The plan.</returns>
    public static ReportPlan Of(GridSpec spec, RuleCatalogue rules)
    {
        try
        {
            return new ReportPlan(spec, GridPlan.Of(spec, rules));
        }
        catch (SettingException)
        {
            return new ReportPlan(spec, []);
        }
    }

    /// <summary>The experiment of a job.</summary>
    /// <param name="job">The job's id.</param>
    /// <returns>Null when the grid has no such job.</returns>
    public ExperimentSpec? SpecOf(string job) => _specs.GetValueOrDefault(job);

    /// <summary>Brings cells into the order of the tables, each once.</summary>
    /// <param name="spec">The grid, whose axes give the order; names it does not have come last.</param>
    /// <param name="cells">The cells.</param>
    /// <returns>In order.</returns>
    public static IReadOnlyList<GridPlace> Order(GridSpec spec, IEnumerable<GridPlace> cells)
    {
        ArgumentNullException.ThrowIfNull(spec);
        Dictionary<string, int> data = Places(spec.Data.Select(item => item.Name));
        Dictionary<string, int> networks = Places(spec.Networks.Select(item => item.Name));
        Dictionary<string, int> settings = Places(spec.Settings.Select(item => item.Name));
        Dictionary<string, int> methods = Places(spec.Methods.Select(item => item.Name));
        return [.. cells.Distinct()
            .OrderBy(cell => data.GetValueOrDefault(cell.Data, int.MaxValue))
            .ThenBy(cell => networks.GetValueOrDefault(cell.Network, int.MaxValue))
            .ThenBy(cell => settings.GetValueOrDefault(cell.Setting, int.MaxValue))
            .ThenBy(cell => cell.Window)
            .ThenBy(cell => methods.GetValueOrDefault(cell.Method, int.MaxValue))];
    }

    private static Dictionary<string, int> Places(IEnumerable<string> names)
    {
        Dictionary<string, int> places = [];
        foreach (string name in names)
        {
            places.TryAdd(name, places.Count);
        }
        return places;
    }
}
