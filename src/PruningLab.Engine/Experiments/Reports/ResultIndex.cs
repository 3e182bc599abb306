using PruningLab.Engine.Experiments.Grids;
using PruningLab.Engine.Experiments.Statistics;

namespace PruningLab.Engine.Experiments.Reports;

/// <summary>The results of a grid by their places.</summary>
internal sealed class ResultIndex
{
    private readonly Dictionary<GridPlace, SortedDictionary<int, GridResult>> _byCell = [];
    private readonly Dictionary<GridPlace, Dictionary<int, double>> _errors = [];
    private readonly HashSet<string> _classifications;

    /// <summary>Sorts results into the cells of a grid.</summary>
    public ResultIndex(GridSpec spec, IEnumerable<GridResult> results)
    {
        Spec = spec;
        HashSet<GridPlace> cells = [.. Cells()];
        foreach (GridResult result in results)
        {
            GridPlace cell = result.Place.Cell;
            if (!cells.Contains(cell))
            {
                Strangers++;
                continue;
            }
            if (!_byCell.TryGetValue(cell, out SortedDictionary<int, GridResult>? bySeed))
            {
                _byCell[cell] = bySeed = [];
            }
            if (!bySeed.TryGetValue(result.Place.Seed, out GridResult? other) || other.Failure is not null)
            {
                bySeed[result.Place.Seed] = result;
            }
        }
        All = [.. Cells().SelectMany(Trials)];
        _classifications = [.. All.Where(result => result.Accuracy > 0).Select(result => result.Place.Data)];
    }

    /// <summary>The grid.</summary>
    public GridSpec Spec { get; }

    /// <summary>Results that stand nowhere in the grid.</summary>
    public int Strangers { get; }

    /// <summary>All results that stand in the grid, cell by cell and by seed.</summary>
    public IReadOnlyList<GridResult> All { get; }

    /// <summary>Names of the methods, each once.</summary>
    public IReadOnlyList<string> Methods => [.. Spec.Methods.Select(method => method.Name).Distinct()];

    /// <summary>Names of the methods of a network.</summary>
    public IReadOnlyList<string> MethodsOf(string network) =>
        [.. Spec.Methods.Where(method => method.Networks.Count == 0 || method.Networks.Contains(network)).Select(method => method.Name).Distinct()];

    /// <summary>Tables of the grid: network by network, setting by setting.</summary>
    public IEnumerable<(string Network, string Setting)> Tables() =>
        from network in Spec.Networks from setting in Spec.Settings select (network.Name, setting.Name);

    /// <summary>All cells of the grid, table by table, data set by data set, window by window.</summary>
    public IEnumerable<GridPlace> Cells() =>
        from table in Tables()
        from data in Spec.Data
        from window in Spec.Windows
        from method in MethodsOf(table.Network)
        select new GridPlace(data.Name, table.Network, window, method, table.Setting, 0);

    /// <summary>Trials of a cell that succeeded, by seed.</summary>
    public IReadOnlyList<GridResult> Runs(GridPlace cell) => [.. Trials(cell).Where(result => result.Failure is null)];

    /// <summary>Trials of a cell that failed, by seed.</summary>
    public IReadOnlyList<GridResult> Failures(GridPlace cell) => [.. Trials(cell).Where(result => result.Failure is not null)];

    /// <summary>Whether a data set is one of classes: its error is then the share of wrong answers.</summary>
    public bool IsClassification(string data) => _classifications.Contains(data);

    /// <summary>What methods are judged by; lower is better.</summary>
    public double ErrorOf(GridResult result) => IsClassification(result.Place.Data) ? 1 - result.Accuracy : result.Mae;

    /// <summary>Error by seed of the trials that have a finite one.</summary>
    public IReadOnlyDictionary<int, double> Errors(GridPlace cell)
    {
        if (!_errors.TryGetValue(cell, out Dictionary<int, double>? errors))
        {
            _errors[cell] = errors = Runs(cell).Where(run => double.IsFinite(ErrorOf(run))).ToDictionary(run => run.Place.Seed, ErrorOf);
        }
        return errors;
    }

    /// <summary>The cell of the report; null when it has no result.</summary>
    public ReportCell? Cell(GridPlace cell)
    {
        IReadOnlyList<GridResult> runs = Runs(cell), failures = Failures(cell);
        return runs.Count + failures.Count == 0
            ? null
            : new ReportCell
            {
                Place = cell,
                Runs = runs,
                Failures = failures,
                Mae = SampleSummary.Of(runs.Select(ErrorOf)),
                Rmse = SampleSummary.Of(runs.Select(run => run.Rmse)),
                Sparsity = SampleSummary.Of(runs.Select(run => run.Sparsity)),
                Seconds = SampleSummary.Of(runs.Select(run => run.Seconds)),
                Memory = SampleSummary.Of(runs.Select(run => (double)run.MemoryBytes)),
                Epochs = SampleSummary.Of(runs.Select(run => (double)run.Epochs)),
                Published = PublishedResults.Find(cell.Data, cell.Network, cell.Window, cell.Method),
            };
    }

    private GridResult[] Trials(GridPlace cell) =>
        _byCell.TryGetValue(cell, out SortedDictionary<int, GridResult>? bySeed) ? [.. bySeed.Values] : [];
}
