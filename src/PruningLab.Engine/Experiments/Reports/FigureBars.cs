namespace PruningLab.Engine.Experiments.Reports;

/// <summary>Draws the bars of a panel: a group per category, a slot per series; whiskers at the interval's ends, the paper's value as a
/// hollow diamond on the right of ours.</summary>
internal static class FigureBars
{
    private const double WidestSlot = 34;

    /// <summary>Draws one panel.</summary>
    /// <param name="canvas">Where to.</param>
    /// <param name="plot">The panel.</param>
    /// <param name="styles">Looks by series.</param>
    /// <param name="corner">Upper left corner of the drawing area.</param>
    /// <param name="width">Its width.</param>
    public static void Draw(
        FigureCanvas canvas, FigurePlot plot, IReadOnlyDictionary<string, SeriesStyle> styles, (double X, double Y) corner, double width)
    {
        IReadOnlyList<FigureSeries> series = plot.Panel.Series;
        double group = width / Math.Max(1, plot.Categories.Count);
        double slot = Math.Min(WidestSlot, group * 0.86 / Math.Max(1, series.Count));
        bool hasPublished = series.Any(one => one.Points.Any(point => double.IsFinite(point.Published)));
        for (int category = 0; category < plot.Categories.Count; category++)
        {
            double left = corner.X + ((category + 0.5) * group) - (slot * series.Count / 2);
            for (int i = 0; i < series.Count; i++)
            {
                FigurePoint point = plot.At(series[i], plot.Categories[category]);
                canvas.Open("mark", FigurePlot.Words(series[i], point));
                DrawOne(canvas, plot, styles[series[i].Name], point, (left + (i * slot), corner.Y), slot, hasPublished);
                canvas.Close();
            }
        }
    }

    private static void DrawOne(
        FigureCanvas canvas, FigurePlot plot, SeriesStyle style, FigurePoint point, (double X, double Y) corner, double slot, bool hasPublished)
    {
        double Y(double value) => corner.Y + (FigureLayout.PlotHeight * (1 - plot.Axis.Share(value)));
        double bar = slot * (hasPublished ? 0.66 : 0.84), zero = Y(0);
        double left = corner.X + (hasPublished ? slot * 0.02 : slot * 0.08), middle = left + (bar / 2);
        if (double.IsFinite(point.Y))
        {
            double end = Y(point.Y);
            canvas.Bar(left, Math.Min(end, zero), bar, Math.Abs(zero - end), style);
            if (double.IsFinite(point.Low) && double.IsFinite(point.High))
            {
                canvas.Whisker(middle, (point.Low, point.High), plot.Axis, corner.Y, Math.Min(4, bar * 0.32), FigureColour.Ink);
            }
        }
        else if (bar >= 20)
        {
            canvas.Text(middle, zero - 4, ReportNumbers.NotAvailable, "middle", FigureColour.Muted, 10);
        }
        else
        {
            canvas.Text(middle + 3.5, zero - 3, ReportNumbers.NotAvailable, "start", FigureColour.Muted, 10, turn: -90);
        }
        if (double.IsFinite(point.Published))
        {
            double x = corner.X + (slot * 0.84), radius = Math.Clamp(slot * 0.16, 2.4, 4);
            if (point.Published > plot.Limit)
            {
                canvas.Marker(FigureMarker.Diamond, x, corner.Y + 10, radius, FigureColour.Ink);
                canvas.Path($"M{FigureCanvas.Length(x)},{FigureCanvas.Length(corner.Y + 6)}v-6m-2.5,2.5l2.5,-2.5l2.5,2.5", FigureColour.Ink, 1);
            }
            else
            {
                canvas.Marker(FigureMarker.Diamond, x, Y(point.Published), radius, FigureColour.Ink);
            }
        }
    }
}
