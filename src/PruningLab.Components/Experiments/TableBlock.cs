using PruningLab.Engine.Experiments.Grids;
using PruningLab.Engine.Experiments.Reports;

namespace PruningLab.Components.Experiments;

/// <summary>A data set in the table of a network, with a row for each of its methods whether they have results or not.</summary>
/// <param name="Data">The data set.</param>
/// <param name="Rows">Its methods.</param>
/// <param name="Windows">Windows the grid means to have.</param>
/// <param name="Block">What there is of results; null while there are none.</param>
public sealed record TableBlock(string Data, IReadOnlyList<TableRow> Rows, int Windows, DataBlock? Block)
{
    /// <summary>The blocks of a network's table, in the grid's order.</summary>
    /// <param name="report">The results so far.</param>
    /// <param name="rows">All cells of the grid.</param>
    /// <param name="network">The network.</param>
    /// <param name="setting">The setting; empty when none is varied.</param>
    /// <returns>One per data set.</returns>
    public static IReadOnlyList<TableBlock> Of(GridReport report, IReadOnlyList<CellRow> rows, string network, string setting)
    {
        ArgumentNullException.ThrowIfNull(report);
        ArgumentNullException.ThrowIfNull(rows);
        NetworkTable? table = report.Tables.FirstOrDefault(table => table.Network == network && table.Setting == setting);
        return [.. rows.Where(row => row.Place.Network == network && row.Place.Setting == setting)
            .GroupBy(row => row.Place.Data)
            .Select(group => Of(group.Key, [.. group.Select(row => row.Place)], table?.Data.FirstOrDefault(block => block.Data == group.Key)))];
    }

    private static TableBlock Of(string data, GridPlace[] places, DataBlock? block)
    {
        double best = Lowest(block?.Rows.Select(row => row.Mae.Mean)), published = Lowest(block?.Rows.Select(row => row.Published?.Mean ?? double.NaN));
        TableRow[] rows = [.. places.DistinctBy(place => place.Method).Select(place =>
        {
            MethodRow? row = block?.Rows.FirstOrDefault(row => row.Method == place.Method);
            return new TableRow(CellKey.OfAllWindows(place), place.Method, row, row?.Mae.Mean == best, row?.Published?.Mean == published);
        })];
        return new TableBlock(data, rows, places.Select(place => place.Window).Distinct().Count(), block);
    }

    /// <summary>The lowest number; NaN, which equals nothing, when there are fewer than two to choose from.</summary>
    private static double Lowest(IEnumerable<double>? values)
    {
        double[] finite = [.. (values ?? []).Where(double.IsFinite)];
        return finite.Length < 2 ? double.NaN : finite.Min();
    }
}
