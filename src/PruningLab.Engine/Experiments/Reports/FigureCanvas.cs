using System.Globalization;
using System.Text;

namespace PruningLab.Engine.Experiments.Reports;

/// <summary>Writes the shapes of a figure as SVG.</summary>
/// <param name="id">Prefix of all ids in the document.</param>
/// <param name="standalone">True for a file of its own: fixed colours, which every program reads; false for a page: its CSS
/// variables, with the fixed colours as fallback. Colours stand in attributes, which a page's policy on styles lets pass.</param>
internal sealed class FigureCanvas(string id, bool standalone)
{
    private readonly StringBuilder _svg = new();

    /// <summary>Prefix of all ids.</summary>
    public string Id => id;

    /// <summary>A colour as the value of an attribute.</summary>
    public string Ink(FigureColour colour) => standalone ? colour.Light : $"var({colour.Variable}, {colour.Light})";

    /// <summary>A length: two digits after the point at most.</summary>
    public static string Length(double value)
    {
        string text = value.ToString("0.##", CultureInfo.InvariantCulture);
        return text == "-0" ? "0" : text;
    }

    /// <summary>Text that may hold any character, for content and attributes.</summary>
    public static string Escape(string text)
    {
        StringBuilder escaped = new(text.Length);
        foreach (char c in text)
        {
            _ = c switch
            {
                '&' => escaped.Append("&amp;"),
                '<' => escaped.Append("&lt;"),
                '>' => escaped.Append("&gt;"),
                '"' => escaped.Append("&quot;"),
                '\'' => escaped.Append("&#39;"),
                '\t' or '\n' or '\r' => escaped.Append(' '),
                < ' ' or '\uFFFE' or '\uFFFF' => escaped,
                _ => escaped.Append(c),
            };
        }
        return escaped.ToString();
    }

    /// <summary>A line of markup as it is.</summary>
    public void Raw(string markup) => _svg.Append(markup).Append('\n');

    /// <summary>Opens a group; what is in it answers the pointer with <paramref name="title"/>.</summary>
    public void Open(string role, string title = "")
    {
        _svg.Append(CultureInfo.InvariantCulture, $"<g class=\"{role}\">");
        if (title.Length > 0)
        {
            _svg.Append("<title>").Append(Escape(title)).Append("</title>");
        }
        _svg.Append('\n');
    }

    /// <summary>Closes a group.</summary>
    public void Close() => Raw("</g>");

    /// <summary>A straight line.</summary>
    public void Line(double x1, double y1, double x2, double y2, FigureColour colour, double width, string dash = "") => Raw(
        $"<line x1=\"{Length(x1)}\" y1=\"{Length(y1)}\" x2=\"{Length(x2)}\" y2=\"{Length(y2)}\" stroke=\"{Ink(colour)}\" stroke-width=\"{Length(width)}\"{Dashes(dash)}/>");

    /// <summary>A path without filling.</summary>
    public void Path(string path, FigureColour colour, double width, string dash = "") => Raw(
        $"<path d=\"{path}\" fill=\"none\" stroke=\"{Ink(colour)}\" stroke-width=\"{Length(width)}\" stroke-linejoin=\"round\"{Dashes(dash)}/>");

    /// <summary>A path filled with a colour.</summary>
    public void Shape(string path, FigureColour fill, FigureColour stroke, double width) => Raw(
        $"<path d=\"{path}\" fill=\"{Ink(fill)}\" stroke=\"{Ink(stroke)}\" stroke-width=\"{Length(width)}\" stroke-linejoin=\"round\"/>");

    /// <summary>A rectangle in the look of a series.</summary>
    public void Bar(double x, double y, double width, double height, SeriesStyle style) => Raw(
        $"<rect x=\"{Length(x)}\" y=\"{Length(y)}\" width=\"{Length(width)}\" height=\"{Length(height)}\" {Filling(style)} stroke=\"{Ink(style.Colour)}\" stroke-width=\"1\"/>");

    /// <summary>A line of text.</summary>
    /// <param name="x">Horizontal place of the anchor.</param>
    /// <param name="y">Baseline.</param>
    /// <param name="text">The text.</param>
    /// <param name="anchor"><c>start</c>, <c>middle</c> or <c>end</c>.</param>
    /// <param name="colour">Colour.</param>
    /// <param name="size">Height of the type, at least 10.</param>
    /// <param name="bold">True for titles.</param>
    /// <param name="turn">Degrees clockwise about the anchor.</param>
    public void Text(double x, double y, string text, string anchor, FigureColour colour, double size = 11, bool bold = false, double turn = 0)
    {
        string weight = bold ? " font-weight=\"600\"" : "";
        string rotation = turn == 0 ? "" : $" transform=\"rotate({Length(turn)} {Length(x)} {Length(y)})\"";
        Raw($"<text x=\"{Length(x)}\" y=\"{Length(y)}\" text-anchor=\"{anchor}\" fill=\"{Ink(colour)}\" font-size=\"{Length(size)}\"{weight}{rotation}>{Escape(text)}</text>");
    }

    /// <summary>A marker.</summary>
    public void Marker(FigureMarker marker, double x, double y, double radius, FigureColour colour)
    {
        double r = radius;
        string Points(params (double X, double Y)[] points) =>
            "M" + string.Join("L", points.Select(point => Length(x + (point.X * r)) + "," + Length(y + (point.Y * r))));
        switch (marker)
        {
            case FigureMarker.Disc or FigureMarker.Ring:
                Raw($"<circle cx=\"{Length(x)}\" cy=\"{Length(y)}\" r=\"{Length(r)}\" fill=\"{Ink(marker == FigureMarker.Disc ? colour : FigureColour.Panel)}\" stroke=\"{Ink(colour)}\" stroke-width=\"1.4\"/>");
                break;
            case FigureMarker.Cross:
                Path(Points((-0.85, -0.85), (0.85, 0.85)) + Points((-0.85, 0.85), (0.85, -0.85)), colour, 1.8);
                break;
            case FigureMarker.Plus:
                Path(Points((-1.1, 0), (1.1, 0)) + Points((0, -1.1), (0, 1.1)), colour, 1.8);
                break;
            case FigureMarker.Square:
                Shape(Points((-0.9, -0.9), (0.9, -0.9), (0.9, 0.9), (-0.9, 0.9)) + "Z", FigureColour.Panel, colour, 1.4);
                break;
            case FigureMarker.Triangle:
                Shape(Points((0, -1.15), (1.1, 0.85), (-1.1, 0.85)) + "Z", FigureColour.Panel, colour, 1.4);
                break;
            case FigureMarker.TriangleDown:
                Shape(Points((0, 1.15), (1.1, -0.85), (-1.1, -0.85)) + "Z", FigureColour.Panel, colour, 1.4);
                break;
            default:
                Shape(Points((0, -1.2), (1, 0), (0, 1.2), (-1, 0)) + "Z", FigureColour.Panel, colour, 1.3);
                break;
        }
    }

    /// <summary>An interval: an upright line with caps; an end beyond the axis is cut there, the upper one with an arrow's head.</summary>
    /// <param name="x">Horizontal place.</param>
    /// <param name="interval">Its ends.</param>
    /// <param name="axis">The vertical axis.</param>
    /// <param name="y">Upper end of the drawing area.</param>
    /// <param name="cap">Half the width of a cap.</param>
    /// <param name="colour">Colour.</param>
    public void Whisker(double x, (double Low, double High) interval, FigureAxis axis, double y, double cap, FigureColour colour)
    {
        double Y(double value) => y + (FigureLayout.PlotHeight * (1 - axis.Share(value)));
        bool isCutAbove = interval.High > axis.High, isCutBelow = interval.Low < axis.Low;
        string left = Length(x - cap), right = Length(x + cap), middle = Length(x);
        string top = Length(isCutAbove ? y : Y(interval.High)), bottom = Length(isCutBelow ? y + FigureLayout.PlotHeight : Y(interval.Low));
        string upper = isCutAbove ? $"M{left},{Length(y + 4)}L{middle},{top}L{right},{Length(y + 4)}" : $"M{left},{top}H{right}";
        Path($"M{middle},{top}V{bottom}{upper}{(isCutBelow ? "" : $"M{left},{bottom}H{right}")}", colour, 1.1);
    }

    /// <summary>The patterns that the styles need.</summary>
    public void Patterns(IEnumerable<SeriesStyle> styles)
    {
        SeriesStyle[] hatched = [.. styles.Where(style => style.Hatch is not (FigureHatch.Tint or FigureHatch.Solid)).Distinct()];
        if (hatched.Length == 0)
        {
            return;
        }
        Raw("<defs>");
        foreach (SeriesStyle style in hatched)
        {
            string ink = Ink(style.Colour);
            string lines = style.Hatch switch
            {
                FigureHatch.Rising => "M-1,1L1,-1M0,5L5,0M4,6L6,4",
                FigureHatch.Falling => "M-1,4L1,6M0,0L5,5M4,-1L6,1",
                FigureHatch.Level => "M0,2.5H5",
                FigureHatch.Upright => "M2.5,0V5",
                _ => "M0,5L5,0M0,0L5,5",
            };
            string drawing = style.Hatch == FigureHatch.Dots
                ? $"<circle cx=\"1.25\" cy=\"1.25\" r=\"1\" fill=\"{ink}\"/><circle cx=\"3.75\" cy=\"3.75\" r=\"1\" fill=\"{ink}\"/>"
                : $"<path d=\"{lines}\" fill=\"none\" stroke=\"{ink}\" stroke-width=\"1.3\"/>";
            Raw($"<pattern id=\"{PatternId(style)}\" width=\"5\" height=\"5\" patternUnits=\"userSpaceOnUse\"><rect width=\"5\" height=\"5\" fill=\"{Ink(FigureColour.Panel)}\"/><rect width=\"5\" height=\"5\" fill=\"{ink}\" fill-opacity=\"0.16\"/>{drawing}</pattern>");
        }
        Raw("</defs>");
    }

    /// <summary>All that was drawn.</summary>
    public override string ToString() => _svg.ToString();

    private static string Dashes(string dash) => dash.Length == 0 ? "" : $" stroke-dasharray=\"{dash}\"";

    private string Filling(SeriesStyle style) => style.Hatch switch
    {
        FigureHatch.Solid => $"fill=\"{Ink(style.Colour)}\"",
        FigureHatch.Tint => $"fill=\"{Ink(style.Colour)}\" fill-opacity=\"0.22\"",
        _ => $"fill=\"url(#{PatternId(style)})\"",
    };

    private string PatternId(SeriesStyle style) => $"{id}-{style.Hatch.ToString().ToLowerInvariant()}-{style.Colour.Variable[5..]}";
}
