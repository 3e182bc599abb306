namespace PruningLab.Engine.Experiments.Reports;

/// <summary>Where everything of a figure lies: legend, panels in a grid, room for labels.</summary>
internal sealed class FigureLayout
{
    /// <summary>Height of the drawing area of a panel.</summary>
    public const double PlotHeight = 180;

    private const double Edge = 10, TitleHeight = 30, LegendLine = 20, Gap = 16, NarrowestSlot = 8.5;

    private readonly double _left, _cell, _rowHeight, _panelTitle;

    /// <summary>Lays a figure out.</summary>
    /// <param name="figure">The figure.</param>
    /// <param name="plots">Its panels.</param>
    /// <param name="legend">Widths of the legend's entries.</param>
    public FigureLayout(ReportFigure figure, IReadOnlyList<FigurePlot> plots, IReadOnlyList<double> legend)
    {
        int slots = plots.Select(plot => plot.Categories.Count * plot.Panel.Series.Count).DefaultIfEmpty(1).Max();
        _left = 30 + plots.SelectMany(plot => plot.Axis.Labels).Select(label => TextWidth(label, 11)).DefaultIfEmpty(20).Max();
        Columns = ColumnsOf(figure, plots);
        while (figure.IsBars && Columns > 1 && PlotOf(800, Columns) * 0.86 / slots < NarrowestSlot)
        {
            Columns--;
        }
        Width = Columns == 1 ? Math.Clamp(_left + (slots * 30), 480, 800) : 800;
        _cell = (Width - (2 * Edge)) / Columns;
        PlotWidth = PlotOf(Width, Columns);
        LegendPlaces = Wrap(legend, Width - (2 * Edge));
        Top = TitleHeight + ((LegendPlaces.Count == 0 ? 0 : LegendPlaces[^1].Row + 1) * LegendLine) + 4;
        double group = PlotWidth / Math.Max(1, plots.Select(plot => plot.Categories.Count).DefaultIfEmpty(1).Max());
        string[] labels = [.. plots.Where(plot => !plot.IsTold).SelectMany(plot => plot.Categories)];
        IsTurned = labels.SelectMany(label => label.Split(' ')).Any(word => TextWidth(word, 11) > group - 4)
            || labels.Any(label => Lines(label, group - 4).Count > 3);
        LabelRoom = group - 4;
        double labelHeight = IsTurned
            ? 12 + (labels.Select(label => TextWidth(label, 11)).DefaultIfEmpty(0).Max() * 0.6)
            : 6 + (13 * labels.Select(label => Lines(label, group - 4).Count).DefaultIfEmpty(1).Max());
        LabelHeight = labelHeight;
        Rows = (plots.Count + Columns - 1) / Columns;
        HasXLabel = figure.XLabel.Length > 0 && labels.Length > 0;
        double title = HasXLabel ? 18 : 0;
        bool isRagged = Rows > 1 && plots.Count % Columns != 0;
        _panelTitle = plots.Any(plot => plot.Note.Length > 0) ? 42 : 30;
        _rowHeight = _panelTitle + PlotHeight + labelHeight + (isRagged ? title : 0) + Gap;
        Height = Top + (Rows * _rowHeight) - Gap + (isRagged ? 0 : title) + Edge;
    }

    /// <summary>Width of the figure.</summary>
    public double Width { get; }

    /// <summary>Height of the figure.</summary>
    public double Height { get; }

    /// <summary>Panels side by side.</summary>
    public int Columns { get; }

    /// <summary>True when the horizontal axes have a title.</summary>
    public bool HasXLabel { get; }

    /// <summary>Rows of panels.</summary>
    public int Rows { get; }

    /// <summary>Where the panels begin.</summary>
    public double Top { get; }

    /// <summary>Width of the drawing area of a panel.</summary>
    public double PlotWidth { get; }

    /// <summary>Height of the labels below the drawing area.</summary>
    public double LabelHeight { get; }

    /// <summary>Room of a label that is not turned.</summary>
    public double LabelRoom { get; }

    /// <summary>True when the labels of the categories are turned because they are too long.</summary>
    public bool IsTurned { get; }

    /// <summary>Row and left end of each entry of the legend.</summary>
    public IReadOnlyList<(int Row, double X)> LegendPlaces { get; }

    /// <summary>Place of the vertical axis' title, left of the drawing area.</summary>
    public double TitleLeft => _left - 14;

    /// <summary>Upper left corner of the drawing area of a panel.</summary>
    public (double X, double Y) Plot(int panel) => (
        Edge + ((panel % Columns) * _cell) + _left,
        Top + ((panel / Columns) * _rowHeight) + _panelTitle);

    /// <summary>Panels side by side: up to three, four when each has only a few bars; four larger ones stand two by two.</summary>
    public static int ColumnsOf(ReportFigure figure, IReadOnlyList<FigurePlot> plots) => plots.Count switch
    {
        <= 3 => Math.Max(1, plots.Count),
        _ when figure.IsBars && plots.All(plot => plot.Categories.Count * plot.Panel.Series.Count <= 5) => 4,
        4 => 2,
        _ => 3,
    };

    /// <summary>Baseline of a row of the legend.</summary>
    public static double LegendBaseline(int row) => TitleHeight + (row * LegendLine) + 10;

    /// <summary>Upper bound of the width of a text in the usual fonts without serifs.</summary>
    public static double TextWidth(string text, double size) => size * text.Sum(c => c switch
    {
        'i' or 'l' or 'j' or 'I' or '.' or ',' or ':' or '\'' or '|' or '!' or 'f' or 't' => 0.38,
        ' ' or '(' or ')' or '[' or ']' or '/' or '-' or 'r' => 0.42,
        'm' or 'w' or 'M' or 'W' or '%' or '@' => 0.95,
        >= '0' and <= '9' => 0.62,
        >= 'A' and <= 'Z' or '&' => 0.74,
        < '\u2000' => 0.62,
        _ => 1.0,
    });

    /// <summary>A text broken at its spaces into lines of a width; a longer word stands alone.</summary>
    public static IReadOnlyList<string> Lines(string text, double width)
    {
        List<string> lines = [];
        foreach (string word in text.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            if (lines.Count > 0 && TextWidth(lines[^1] + " " + word, 11) <= width)
            {
                lines[^1] += " " + word;
            }
            else
            {
                lines.Add(word);
            }
        }
        return lines.Count == 0 ? [""] : lines;
    }

    private double PlotOf(double width, int columns) => ((width - (2 * Edge)) / columns) - _left - 6;

    private static List<(int Row, double X)> Wrap(IReadOnlyList<double> widths, double room)
    {
        List<(int, double)> places = [];
        int row = 0;
        double x = 0;
        foreach (double width in widths)
        {
            if (x > 0 && x + width > room)
            {
                (row, x) = (row + 1, 0);
            }
            places.Add((row, Edge + x));
            x += width;
        }
        return places;
    }
}
