using System.Text;

namespace PruningLab.Engine.Experiments.Reports;

/// <summary>Draws the lines of a panel: one per series, broken where there is no value, a marker and its interval at every value.</summary>
internal static class FigureLines
{
    /// <summary>Series stand so far apart at the same place, so that their markers and intervals are told apart.</summary>
    private const double Step = 3.5;

    /// <summary>Share of the width that stays free left of the first and right of the last place.</summary>
    private const double Margin = 0.07;

    /// <summary>Horizontal place of a category.</summary>
    public static double PlaceX(FigurePlot plot, int category, double left, double width) =>
        left + (width * (Margin + ((1 - (2 * Margin)) * plot.ShareX(category))));

    /// <summary>Draws one panel.</summary>
    /// <param name="canvas">Where to.</param>
    /// <param name="plot">The panel.</param>
    /// <param name="styles">Looks by series.</param>
    /// <param name="corner">Upper left corner of the drawing area.</param>
    /// <param name="width">Its width.</param>
    public static void Draw(
        FigureCanvas canvas, FigurePlot plot, IReadOnlyDictionary<string, SeriesStyle> styles, (double X, double Y) corner, double width)
    {
        double Y(double value) => corner.Y + (FigureLayout.PlotHeight * (1 - plot.Axis.Share(value)));
        int[] missing = new int[plot.Categories.Count];
        IReadOnlyList<FigureSeries> all = plot.Panel.Series;
        for (int i = 0; i < all.Count; i++)
        {
            SeriesStyle style = styles[all[i].Name];
            double shift = (i - ((all.Count - 1) / 2.0)) * Step;
            (double X, FigurePoint Point)[] points =
            [
                .. plot.Categories.Select((category, place) => (PlaceX(plot, place, corner.X, width) + shift, plot.At(all[i], category))),
            ];
            StringBuilder path = new();
            bool isDown = false;
            foreach ((double x, FigurePoint point) in points)
            {
                if (double.IsFinite(point.Y))
                {
                    path.Append(isDown ? 'L' : 'M').Append(FigureCanvas.Length(x)).Append(',').Append(FigureCanvas.Length(Y(point.Y)));
                }
                isDown = double.IsFinite(point.Y);
            }
            if (path.Length > 0)
            {
                canvas.Path(path.ToString(), style.Colour, style.Marker == FigureMarker.Disc ? 2 : 1.5, style.Dash);
            }
            for (int place = 0; place < points.Length; place++)
            {
                (double x, FigurePoint point) = points[place];
                canvas.Open("mark", FigurePlot.Words(all[i], point));
                if (!double.IsFinite(point.Y))
                {
                    double low = corner.Y + FigureLayout.PlotHeight - 4 - (11 * missing[place]++);
                    canvas.Text(x - shift, low, ReportNumbers.NotAvailable, "middle", style.Colour, 10);
                }
                else
                {
                    if (double.IsFinite(point.Low) && double.IsFinite(point.High))
                    {
                        canvas.Whisker(x, (point.Low, point.High), plot.Axis, corner.Y, 3, style.Colour);
                    }
                    canvas.Marker(style.Marker, x, Y(point.Y), 3.2, style.Colour);
                }
                if (double.IsFinite(point.Published))
                {
                    canvas.Marker(FigureMarker.Diamond, x + 6, point.Published > plot.Limit ? corner.Y + 6 : Y(point.Published), 3, style.Colour);
                }
                canvas.Close();
            }
        }
    }
}
