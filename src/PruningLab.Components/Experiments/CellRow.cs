using PruningLab.Engine.Experiments.Grids;
using PruningLab.Engine.Experiments.Reports;

namespace PruningLab.Components.Experiments;

/// <summary>A cell of the grid as a row of the table of all cells.</summary>
/// <param name="Order">Its place in the grid, from 0.</param>
/// <param name="Place">Data, network, window, method and setting.</param>
/// <param name="Cell">Its results; null while there are none.</param>
/// <param name="Seeds">Trials the grid means to have of it.</param>
/// <param name="IsBest">Whether its mean MAE is the lowest of its data, network, window and setting.</param>
public sealed record CellRow(int Order, GridPlace Place, ReportCell? Cell, int Seeds, bool IsBest)
{
    /// <summary>Its name in the page's address.</summary>
    public string Key { get; } = CellKey.Of(Place);

    /// <summary>Mean of the standardised MAE; NaN while there is none.</summary>
    public double Mae => Cell?.Mae.Mean ?? double.NaN;

    /// <summary>Half the width of its 95 % interval; NaN with fewer than two trials.</summary>
    public double HalfWidth => Cell is null ? double.NaN : (Cell.Mae.High - Cell.Mae.Low) / 2;

    /// <summary>Trials that succeeded.</summary>
    public int Done => Cell?.Runs.Count ?? 0;

    /// <summary>Trials that failed.</summary>
    public int Failed => Cell?.Failures.Count ?? 0;

    /// <summary>The paper's MAE; NaN when it has none.</summary>
    public double Published => Cell?.Published?.Mae ?? double.NaN;

    /// <summary>Ours less the paper's.</summary>
    public double Difference => Mae - Published;

    /// <summary>Share of the weights that was pruned.</summary>
    public double Sparsity => Cell?.Sparsity.Mean ?? double.NaN;

    /// <summary>Seconds per trial.</summary>
    public double Seconds => Cell?.Seconds.Mean ?? double.NaN;

    /// <summary>How many of its trials there are, in words.</summary>
    public string Trials => $"{Done} of {Seeds} seed{(Seeds == 1 ? "" : "s")}" + (Failed > 0 ? $", {Failed} failed" : "");

    /// <summary>All cells of a grid, in its order, with what there is of results.</summary>
    /// <param name="report">The results so far.</param>
    /// <param name="plan">The grid's plan.</param>
    /// <returns>The rows: the same ones in the same order, however many results there are.</returns>
    public static IReadOnlyList<CellRow> Of(GridReport report, ReportPlan plan)
    {
        ArgumentNullException.ThrowIfNull(report);
        ArgumentNullException.ThrowIfNull(plan);
        Dictionary<GridPlace, ReportCell> results = report.Cells.ToDictionary(cell => cell.Place.Cell);
        Dictionary<GridPlace, double> lowest = results.Values
            .Where(cell => double.IsFinite(cell.Mae.Mean))
            .GroupBy(cell => Block(cell.Place))
            .Where(block => block.Count() > 1)
            .ToDictionary(block => block.Key, block => block.Min(cell => cell.Mae.Mean));
        return [.. ReportPlan.Order(report.Spec, plan.Cells.Concat(results.Keys)).Select((place, order) =>
        {
            ReportCell? cell = results.GetValueOrDefault(place);
            bool best = cell is not null && lowest.TryGetValue(Block(place), out double least) && cell.Mae.Mean == least;
            return new CellRow(order, place, cell, report.Spec.Seeds.Count, best);
        })];
    }

    private static GridPlace Block(GridPlace place) => place.Cell with { Method = "" };
}
