using PruningLab.Engine.Experiments.Grids;
using PruningLab.Engine.Plasticity;
using PruningLab.Engine.Training;

namespace PruningLab.Engine.Experiments.Reports;

/// <summary>What a grid came to: cells, tables, tests, figures, findings. Writers turn it into pages and files.</summary>
public sealed record GridReport
{
    /// <summary>The grid.</summary>
    public required GridSpec Spec { get; init; }

    /// <summary>Jobs of the grid.</summary>
    public required int Jobs { get; init; }

    /// <summary>Jobs with a result, failed ones included.</summary>
    public required int Done { get; init; }

    /// <summary>Those that failed.</summary>
    public required IReadOnlyList<GridResult> Failures { get; init; }

    /// <summary>All cells with at least one result.</summary>
    public required IReadOnlyList<ReportCell> Cells { get; init; }

    /// <summary>Tables, one per network and setting.</summary>
    public required IReadOnlyList<NetworkTable> Tables { get; init; }

    /// <summary>All methods over the whole grid; null with fewer than two complete cells or methods.</summary>
    public OverallRanks? Overall { get; init; }

    /// <summary>The figures.</summary>
    public required IReadOnlyList<ReportFigure> Figures { get; init; }

    /// <summary>What follows, in sentences, each from the numbers: where pruning is best and where it is not, what is significant, where
    /// ours and the paper's order differ.</summary>
    public required IReadOnlyList<string> Findings { get; init; }

    /// <summary>Sentences on what is missing, failed, or not comparable.</summary>
    public required IReadOnlyList<string> Notes { get; init; }

    /// <summary>Wall-clock seconds of all trainings together.</summary>
    public required double TotalSeconds { get; init; }

    /// <summary>Makes the report of a grid that may still be running.</summary>
    /// <param name="spec">The grid.</param>
    /// <param name="jobs">Number of its jobs.</param>
    /// <param name="results">What there is so far.</param>
    public static GridReport Of(GridSpec spec, int jobs, GridResults results)
    {
        ArgumentNullException.ThrowIfNull(spec);
        ArgumentNullException.ThrowIfNull(results);
        ResultIndex index = new(spec, Everywhere(spec, results.Results));
        IReadOnlyList<NetworkTable> tables = ReportTables.Of(index);
        OverallRanks? overall = ReportTables.Overall(index);
        return new GridReport
        {
            Spec = spec,
            Jobs = jobs,
            Done = results.Results.Count,
            Failures = [.. results.Results.Where(result => result.Failure is not null)],
            Cells = [.. index.Cells().Select(index.Cell).OfType<ReportCell>()],
            Tables = tables,
            Overall = overall,
            Figures = ReportFigures.Of(index, tables),
            Findings = ReportFindings.Of(index, tables, overall),
            Notes = ReportNotes.Of(index, jobs, results),
            TotalSeconds = results.Results.Sum(result => result.Seconds),
        };
    }

    /// <summary>The results at all their places: a training that a setting has nothing to say in is one job, and stands under every
    /// setting.</summary>
    private static IEnumerable<GridResult> Everywhere(GridSpec spec, IReadOnlyList<GridResult> results)
    {
        if (spec.Settings.Count < 2)
        {
            return results;
        }
        try
        {
            IReadOnlyDictionary<string, IReadOnlyList<GridPlace>> places = GridPlan.PlacesOf(spec, RuleCatalogue.Default);
            return results.SelectMany(result => places.TryGetValue(result.Job, out IReadOnlyList<GridPlace>? all)
                ? all.Select(place => result with { Place = place })
                : [result]);
        }
        catch (SettingException)
        {
            // A grid that cannot be planned any more, with a rule that is gone for example: its results stand where they say.
            return results;
        }
    }
}
