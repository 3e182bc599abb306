using System.Globalization;
using System.Text;

namespace PruningLab.Benchmarks;

/// <summary>Small log-log plots side by side, as SVG that reads on light and dark pages.</summary>
internal static class ScalingPlot
{
    private const int Width = 300, Height = 230, Left = 52, Right = 14, Top = 44, Bottom = 46;

    /// <summary>Draws all series; a grey line has slope 1 (linear) through the last point.</summary>
    public static string Draw(IReadOnlyList<ScalingSeries> series)
    {
        const int perRow = 3;
        int rows = (series.Count + perRow - 1) / perRow;
        StringBuilder svg = new();
        svg.Append(CultureInfo.InvariantCulture, $"""
            <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {Width * Math.Min(perRow, series.Count)} {Height * rows}" font-family="system-ui, sans-serif" font-size="11">
            <rect width="100%" height="100%" fill="#ffffff"/>

            """);
        for (int i = 0; i < series.Count; i++)
        {
            svg.Append(CultureInfo.InvariantCulture, $"<g transform=\"translate({Width * (i % perRow)},{Height * (i / perRow)})\">\n");
            DrawOne(svg, series[i]);
            svg.Append("</g>\n");
        }
        return svg.Append("</svg>\n").ToString();
    }

    private static void DrawOne(StringBuilder svg, ScalingSeries series)
    {
        Range x = Range.Of(series.Points.Select(p => p.X)), y = Range.Of(series.Points.Select(p => p.Y));
        double PlaceX(double value) => Left + (x.Share(value) * (Width - Left - Right));
        double PlaceY(double value) => Height - Bottom - (y.Share(value) * (Height - Top - Bottom));
        string[] words = series.Title.Split(", ", 2);
        Label(svg, Left, 16, "start", "#1f2933", words[0]);
        Label(svg, Left, 30, "start", "#52606d", words.Length > 1 ? words[1] : "");
        Label(svg, Left + ((Width - Left - Right) / 2.0), Height - 8, "middle", "#52606d", series.Axis);
        foreach (double tick in x.Ticks())
        {
            Line(svg, PlaceX(tick), Top, PlaceX(tick), Height - Bottom, "#e4e7eb", 1);
            Label(svg, PlaceX(tick), Height - Bottom + 15, "middle", "#52606d", Short(tick));
        }
        foreach (double tick in y.Ticks())
        {
            Line(svg, Left, PlaceY(tick), Width - Right, PlaceY(tick), "#e4e7eb", 1);
            Label(svg, Left - 6, PlaceY(tick) + 4, "end", "#52606d", $"{Short(tick)} ms");
        }
        (double X, double Y) last = series.Points[^1];
        double from = Math.Max(x.Low, last.X * y.Low / last.Y);
        Line(svg, PlaceX(from), PlaceY(last.Y * from / last.X), PlaceX(last.X), PlaceY(last.Y), "#9aa5b1", 1.5);
        string path = string.Join(' ', series.Points.Select(p => Number(PlaceX(p.X)) + "," + Number(PlaceY(p.Y))));
        svg.Append(CultureInfo.InvariantCulture, $"<polyline points=\"{path}\" fill=\"none\" stroke=\"#0b6e99\" stroke-width=\"2\"/>\n");
        foreach ((double px, double py) in series.Points)
        {
            svg.Append(CultureInfo.InvariantCulture, $"<circle cx=\"{Number(PlaceX(px))}\" cy=\"{Number(PlaceY(py))}\" r=\"3\" fill=\"#0b6e99\"/>\n");
        }
    }

    private static void Label(StringBuilder svg, double x, double y, string anchor, string colour, string text) => svg.Append(
        CultureInfo.InvariantCulture, $"<text x=\"{Number(x)}\" y=\"{Number(y)}\" text-anchor=\"{anchor}\" fill=\"{colour}\">{text}</text>\n");

    private static void Line(StringBuilder svg, double x1, double y1, double x2, double y2, string colour, double width) => svg.Append(
        CultureInfo.InvariantCulture,
        $"<line x1=\"{Number(x1)}\" y1=\"{Number(y1)}\" x2=\"{Number(x2)}\" y2=\"{Number(y2)}\" stroke=\"{colour}\" stroke-width=\"{Number(width)}\"/>\n");

    private static string Number(double value) => value.ToString("0.#", CultureInfo.InvariantCulture);

    private static string Short(double value) => value switch
    {
        >= 1e6 => (value / 1e6).ToString("0.##", CultureInfo.InvariantCulture) + " M",
        >= 1e4 => (value / 1e3).ToString("0.##", CultureInfo.InvariantCulture) + " k",
        _ => value.ToString("0.###", CultureInfo.InvariantCulture),
    };

    /// <summary>A logarithmic axis.</summary>
    private readonly record struct Range(double Low, double High)
    {
        public static Range Of(IEnumerable<double> values)
        {
            double low = values.Min(), high = values.Max();
            return new Range(low / 1.25, high * 1.25);
        }

        public double Share(double value) => Math.Log(value / Low) / Math.Log(High / Low);

        /// <summary>Powers of ten, with 2 and 5 between them where there is room.</summary>
        public IEnumerable<double> Ticks()
        {
            double decades = Math.Log10(High / Low);
            int[] steps = decades > 2 ? [1] : [1, 2, 5];
            for (int power = (int)Math.Floor(Math.Log10(Low)); power <= Math.Log10(High); power++)
            {
                foreach (int step in steps)
                {
                    double tick = step * Math.Pow(10, power);
                    if (tick >= Low && tick <= High)
                    {
                        yield return tick;
                    }
                }
            }
        }
    }
}
