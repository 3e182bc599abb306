using System.Globalization;

namespace PruningLab.Engine.Experiments.Reports;

/// <summary>The numbers of paper 001 (Vos et al. 2025) as facts: Appendix A, and Tables 2 to 4 as printed.</summary>
/// <remarks>Made from the paper's text by <c>scripts/paper-001-facts.py</c>. Nothing is corrected.</remarks>
public static class PublishedResults
{
    /// <summary>Trials behind each number of the appendix.</summary>
    public const int Trials = 10;

    private static readonly PublishedCell[] s_cells = [.. Lines("paper-001-appendix-a").Select(Cell)];

    private static readonly Dictionary<(string, string, int, string), PublishedCell> s_byPlace =
        s_cells.ToDictionary(cell => (cell.Data, cell.Network, cell.Window, cell.Method));

    private static readonly PublishedFigure[] s_figures = [.. Lines("paper-001-tables").Select(Figure)];

    /// <summary>Appendix A: 3 networks × 4 data sets × 6 windows × 4 methods, in the paper's order.</summary>
    public static IReadOnlyList<PublishedCell> Cells => s_cells;

    /// <summary>Every number of Tables 2 to 4, as printed.</summary>
    public static IReadOnlyList<PublishedFigure> Figures => s_figures;

    /// <summary>Cells whose interval does not have the mean in its middle, by more than rounding explains: one of the three was
    /// misprinted.</summary>
    public static IReadOnlyList<PublishedCell> Damaged { get; } = [.. s_cells.Where(cell => Math.Abs(cell.Mae - cell.Middle) > 1.01e-4)];

    /// <summary>The cell of a place, by the paper's names; null when the paper has none.</summary>
    public static PublishedCell? Find(string data, string network, int window, string method) =>
        s_byPlace.GetValueOrDefault((data, network, window, method));

    private static PublishedCell Cell(string[] fields) => new(
        fields[0], fields[1], int.Parse(fields[2], CultureInfo.InvariantCulture), fields[3],
        Number(fields[4]), Number(fields[5]), Number(fields[6]), Number(fields[7]), fields[8]);

    private static PublishedFigure Figure(string[] fields) => new(
        int.Parse(fields[0], CultureInfo.InvariantCulture), fields[1], fields[2], fields[3], fields[4], fields[5], fields[6]);

    private static double Number(string text) => double.Parse(text, CultureInfo.InvariantCulture);

    /// <summary>Fields of the lines after the first; no field holds a comma.</summary>
    private static IEnumerable<string[]> Lines(string name)
    {
        using Stream stream = typeof(PublishedResults).Assembly.GetManifestResourceStream($"papers/{name}.csv")
            ?? throw new InvalidOperationException($"The engine was built without {name}.csv.");
        using StreamReader reader = new(stream);
        return [.. reader.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries).Skip(1).Select(line => line.Split(','))];
    }
}
