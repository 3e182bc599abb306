namespace PruningLab.Engine.Experiments.Reports;

/// <summary>The legend of a figure: its series, and what whiskers and diamonds are.</summary>
internal sealed class FigureLegend
{
    private const double Swatch = 24, Space = 6, Apart = 18;

    private readonly List<(string Text, Action<FigureCanvas, double, double> Draw)> _entries = [];

    /// <summary>The legend of a figure.</summary>
    public FigureLegend(ReportFigure figure, IReadOnlyDictionary<string, SeriesStyle> styles)
    {
        foreach ((string name, SeriesStyle style) in styles)
        {
            _entries.Add((name, (canvas, x, y) => DrawSeries(canvas, figure.IsBars, style, x, y)));
        }
        FigurePoint[] points = [.. figure.Panels.SelectMany(panel => panel.Series).SelectMany(series => series.Points)];
        if (points.Any(point => double.IsFinite(point.Low) && double.IsFinite(point.High)))
        {
            _entries.Add(("95 % interval", (canvas, x, y) => canvas.Path(
                $"M{FigureCanvas.Length(x + 12)},{FigureCanvas.Length(y - 10)}v12m-4,0h8m-8,-12h8", FigureColour.Ink, 1.1)));
        }
        if (points.Any(point => double.IsFinite(point.Published)))
        {
            _entries.Add(("published", (canvas, x, y) => canvas.Marker(FigureMarker.Diamond, x + (Swatch / 2), y - 4, 4, FigureColour.Ink)));
        }
    }

    /// <summary>Widths of the entries.</summary>
    public IReadOnlyList<double> Widths => [.. _entries.Select(entry => Swatch + Space + FigureLayout.TextWidth(entry.Text, 11) + Apart)];

    /// <summary>Draws the entries.</summary>
    public void Draw(FigureCanvas canvas, FigureLayout layout)
    {
        canvas.Open("legend");
        for (int i = 0; i < _entries.Count; i++)
        {
            (int row, double x) = layout.LegendPlaces[i];
            double y = FigureLayout.LegendBaseline(row);
            _entries[i].Draw(canvas, x, y);
            canvas.Text(x + Swatch + Space, y, _entries[i].Text, "start", FigureColour.Ink);
        }
        canvas.Close();
    }

    private static void DrawSeries(FigureCanvas canvas, bool isBars, SeriesStyle style, double x, double y)
    {
        if (isBars)
        {
            canvas.Bar(x, y - 10, Swatch, 12, style);
            return;
        }
        canvas.Line(x, y - 4, x + Swatch, y - 4, style.Colour, style.Marker == FigureMarker.Disc ? 2 : 1.5, style.Dash);
        canvas.Marker(style.Marker, x + (Swatch / 2), y - 4, 3.2, style.Colour);
    }
}
