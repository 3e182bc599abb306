using System.Text;

namespace PruningLab.Engine.Experiments.Reports;

/// <summary>Draws a figure as SVG, with axes, legend and intervals; colours follow CSS variables of the page that embeds it, with
/// fixed ones as fallback.</summary>
/// <remarks>Panels stand in a grid, each with a vertical axis of its own; that of bars begins at 0, that of lines too unless its
/// values differ by more than 50 times, then it is logarithmic and says so. Methods differ by hatch or marker and not by colour
/// alone; red is synaptic pruning's. The same figure gives the same text. Values that are not there leave a gap marked
/// <c>n/a</c>.</remarks>
public static class FigureSvg
{
    /// <summary>The figure as an SVG document that takes its colours from the page that embeds it.</summary>
    public static string Draw(ReportFigure figure) => Draw(figure, standalone: false);

    /// <summary>The figure as an SVG document.</summary>
    /// <param name="figure">The figure.</param>
    /// <param name="standalone">True for a file of its own: light, in fixed colours, which programs without CSS variables read too.</param>
    public static string Draw(ReportFigure figure, bool standalone)
    {
        ArgumentNullException.ThrowIfNull(figure);
        IReadOnlyList<FigurePlot> plots = FigurePlot.Of(figure);
        IReadOnlyDictionary<string, SeriesStyle> styles =
            SeriesStyle.Of(figure.Panels.SelectMany(panel => panel.Series).Select(series => series.Name));
        FigureLegend legend = new(figure, styles);
        FigureLayout layout = new(figure, plots, legend.Widths);
        FigureCanvas canvas = new(FileName(figure.Id), standalone);
        string width = FigureCanvas.Length(layout.Width), height = FigureCanvas.Length(layout.Height);
        canvas.Raw($"<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {width} {height}\" width=\"{width}\" height=\"{height}\" role=\"img\" aria-labelledby=\"{canvas.Id}-title {canvas.Id}-desc\" font-family=\"system-ui, -apple-system, 'Segoe UI', Roboto, 'Noto Sans', 'DejaVu Sans', sans-serif\" font-size=\"11\">");
        canvas.Raw($"<title id=\"{canvas.Id}-title\">{FigureCanvas.Escape(figure.Title)}</title>");
        canvas.Raw($"<desc id=\"{canvas.Id}-desc\">{FigureCanvas.Escape(Describe(figure, plots))}</desc>");
        canvas.Raw($"<rect width=\"{width}\" height=\"{height}\" fill=\"{canvas.Ink(FigureColour.Panel)}\"/>");
        canvas.Patterns(styles.Values);
        canvas.Text(10, 18, figure.Title, "start", FigureColour.Ink, 13, bold: true);
        legend.Draw(canvas, layout);
        for (int i = 0; i < plots.Count; i++)
        {
            DrawPanel(canvas, figure, layout, plots[i], styles, i, isLowest: i + layout.Columns >= plots.Count);
        }
        canvas.Raw("</svg>");
        return canvas.ToString();
    }

    /// <summary>An id as the name of a file and of an element: letters, digits and hyphens.</summary>
    internal static string FileName(string id)
    {
        string name = string.Concat(id.Select(c => char.IsAsciiLetterOrDigit(c) ? char.ToLowerInvariant(c) : '-')).Trim('-');
        return name.Length == 0 ? "figure" : char.IsAsciiLetter(name[0]) ? name : "figure-" + name;
    }

    private static void DrawPanel(
        FigureCanvas canvas, ReportFigure figure, FigureLayout layout, FigurePlot plot, IReadOnlyDictionary<string, SeriesStyle> styles, int place, bool isLowest)
    {
        (double x, double y) = layout.Plot(place);
        double bottom = y + FigureLayout.PlotHeight, right = x + layout.PlotWidth;
        canvas.Open("panel");
        canvas.Text(x, y - (plot.Note.Length > 0 ? 23 : 10), plot.Panel.Title, "start", FigureColour.Ink, 12, bold: true);
        if (plot.Note.Length > 0)
        {
            canvas.Text(x, y - 9, plot.Note, "start", FigureColour.Muted, 10.5);
        }
        for (int tick = 0; tick < plot.Axis.Ticks.Count; tick++)
        {
            double at = bottom - (FigureLayout.PlotHeight * plot.Axis.Share(plot.Axis.Ticks[tick]));
            canvas.Line(x, at, right, at, FigureColour.Grid, 1);
            canvas.Text(x - 6, at + 4, plot.Axis.Labels[tick], "end", FigureColour.Muted);
        }
        if (place % layout.Columns == 0 || plot.Axis.IsLog)
        {
            string label = plot.Axis.IsLog ? figure.YLabel + ", log scale" : figure.YLabel;
            canvas.Text(x - layout.TitleLeft, y + (FigureLayout.PlotHeight / 2), label, "middle", FigureColour.Ink, turn: -90);
        }
        double zero = plot.Axis.IsLog ? bottom : bottom - (FigureLayout.PlotHeight * plot.Axis.Share(0));
        if (plot.Categories.Count == 0)
        {
            canvas.Text((x + right) / 2, (y + bottom) / 2, "no finished runs", "middle", FigureColour.Muted);
        }
        else if (figure.IsBars)
        {
            FigureBars.Draw(canvas, plot, styles, (x, y), layout.PlotWidth);
        }
        else
        {
            FigureLines.Draw(canvas, plot, styles, (x, y), layout.PlotWidth);
        }
        canvas.Line(x, zero, right, zero, FigureColour.Field, 1);
        if (!plot.IsTold)
        {
            DrawCategories(canvas, figure, layout, plot, (x, bottom));
        }
        if (isLowest && layout.HasXLabel)
        {
            string label = plot.IsLogX ? figure.XLabel + ", log scale" : figure.XLabel;
            canvas.Text((x + right) / 2, bottom + layout.LabelHeight + 13, label, "middle", FigureColour.Ink);
        }
        canvas.Close();
    }

    private static void DrawCategories(FigureCanvas canvas, ReportFigure figure, FigureLayout layout, FigurePlot plot, (double X, double Y) corner)
    {
        double group = layout.PlotWidth / Math.Max(1, plot.Categories.Count), free = double.NegativeInfinity;
        for (int i = 0; i < plot.Categories.Count; i++)
        {
            string category = plot.Categories[i];
            double x = figure.IsBars ? corner.X + ((i + 0.5) * group) : FigureLines.PlaceX(plot, i, corner.X, layout.PlotWidth);
            if (layout.IsTurned)
            {
                canvas.Text(x + 3, corner.Y + 12, category, "end", FigureColour.Muted, turn: -35);
                continue;
            }
            IReadOnlyList<string> lines = FigureLayout.Lines(category, layout.LabelRoom);
            double half = lines.Max(line => FigureLayout.TextWidth(line, 11)) / 2;
            if (x - half < free)
            {
                continue;
            }
            free = x + half + 2;
            for (int line = 0; line < lines.Count; line++)
            {
                canvas.Text(x, corner.Y + 15 + (13 * line), lines[line], "middle", FigureColour.Muted);
            }
        }
    }

    private static string Describe(ReportFigure figure, IReadOnlyList<FigurePlot> plots)
    {
        StringBuilder words = new();
        words.Append(figure.IsBars ? "Bars of " : "Lines of ").Append(figure.YLabel);
        words.Append(figure.XLabel.Length > 0 ? " by " + figure.XLabel : "").Append(", ").Append(ReportNumbers.Count(plots.Count, "panel")).Append('.');
        foreach (FigurePlot plot in plots)
        {
            words.Append(' ').Append(plot.Panel.Title).Append(": ");
            words.AppendJoin("; ", plot.Panel.Series.SelectMany(series => plot.Categories
                .Select(category => plot.At(series, category)).Where(point => double.IsFinite(point.Y))
                .Select(point => $"{series.Name}{(point.X.Length > 0 ? " at " + point.X : "")} {ReportNumbers.Significant(point.Y, 3)}")));
            words.Append('.').Append(plot.Note.Length > 0 ? " Also " + plot.Note + "." : "");
        }
        return words.ToString();
    }
}
