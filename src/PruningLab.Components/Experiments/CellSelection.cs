namespace PruningLab.Components.Experiments;

/// <summary>The cells whose runs are shown: one, or those of a method over all windows.</summary>
/// <param name="Key">Their name in the page's address.</param>
/// <param name="Cells">The cells, in the grid's order.</param>
public sealed record CellSelection(string Key, IReadOnlyList<CellRow> Cells)
{
    /// <summary>What is shown, in words.</summary>
    public string Title
    {
        get
        {
            (string data, string network, int window, string method, string setting, _) = Cells[0].Place;
            string windows = Cells.Count == 1 ? $"window {window}" : $"windows {string.Join(", ", Cells.Select(cell => cell.Place.Window))}";
            return string.Join(" · ", ((string[])[data, network, windows, method, setting]).Where(part => part.Length > 0));
        }
    }

    /// <summary>Finds the cells of a name.</summary>
    /// <param name="rows">All cells of the grid.</param>
    /// <param name="key">The name.</param>
    /// <returns>Null when the grid has none of that name.</returns>
    public static CellSelection? Find(IReadOnlyList<CellRow> rows, string key)
    {
        CellRow[] cells = [.. rows.Where(row => row.Key == key)];
        if (cells.Length == 0)
        {
            cells = [.. rows.Where(row => CellKey.OfAllWindows(row.Place) == key)];
        }
        return cells.Length == 0 ? null : new CellSelection(key, cells);
    }
}
