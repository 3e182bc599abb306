namespace PruningLab.Components.Experiments;

/// <summary>How the table of all cells is sorted.</summary>
/// <param name="Column">By which column; null: in the grid's order.</param>
/// <param name="IsDescending">Whether the largest comes first.</param>
public sealed record CellSort(CellColumn? Column, bool IsDescending)
{
    /// <summary>The grid's order.</summary>
    public static CellSort None { get; } = new(null, false);

    /// <summary>What a click on a column's head makes of it: ascending, then descending, then the grid's order again.</summary>
    /// <param name="column">The column.</param>
    /// <returns>The new order.</returns>
    public CellSort Click(CellColumn column) =>
        column != Column ? new CellSort(column, false) : IsDescending ? None : this with { IsDescending = true };

    /// <summary>What <c>aria-sort</c> says of a column.</summary>
    /// <param name="column">The column.</param>
    /// <returns>ascending, descending or none.</returns>
    public string Aria(CellColumn column) => column != Column ? "none" : IsDescending ? "descending" : "ascending";

    /// <summary>Sorts rows; what has no value comes last, equal ones keep the grid's order.</summary>
    /// <param name="rows">The rows, in the grid's order.</param>
    /// <returns>The sorted rows.</returns>
    public IEnumerable<CellRow> Sort(IEnumerable<CellRow> rows) => Column switch
    {
        null => rows,
        CellColumn.Data => ByText(rows, row => row.Place.Data),
        CellColumn.Network => ByText(rows, row => row.Place.Network),
        CellColumn.Method => ByText(rows, row => row.Place.Method),
        CellColumn.Setting => ByText(rows, row => row.Place.Setting),
        CellColumn.Window => ByNumber(rows, row => row.Place.Window),
        CellColumn.Mae => ByNumber(rows, row => row.Mae),
        CellColumn.HalfWidth => ByNumber(rows, row => row.HalfWidth),
        CellColumn.Trials => ByNumber(rows, row => row.Done),
        CellColumn.Published => ByNumber(rows, row => row.Published),
        CellColumn.Difference => ByNumber(rows, row => row.Difference),
        CellColumn.Sparsity => ByNumber(rows, row => row.Sparsity),
        _ => ByNumber(rows, row => row.Seconds),
    };

    private IEnumerable<CellRow> ByText(IEnumerable<CellRow> rows, Func<CellRow, string> text) =>
        IsDescending ? rows.OrderByDescending(text, StringComparer.OrdinalIgnoreCase) : rows.OrderBy(text, StringComparer.OrdinalIgnoreCase);

    private IOrderedEnumerable<CellRow> ByNumber(IEnumerable<CellRow> rows, Func<CellRow, double> number)
    {
        IOrderedEnumerable<CellRow> present = rows.OrderBy(row => double.IsNaN(number(row)));
        return IsDescending ? present.ThenByDescending(number) : present.ThenBy(number);
    }
}
