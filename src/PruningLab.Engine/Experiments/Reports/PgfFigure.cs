using System.Globalization;
using System.Text;

namespace PruningLab.Engine.Experiments.Reports;

/// <summary>Writes a figure as pgfplots code: the same panels, axes, hatches and markers as <see cref="FigureSvg"/>.</summary>
internal static class PgfFigure
{
    private static readonly FigureColour[] _colours =
    [
        FigureColour.Muted, FigureColour.Blue, FigureColour.Amber, FigureColour.Purple, FigureColour.Green, FigureColour.Sky,
    ];

    /// <summary>A tikzpicture.</summary>
    public static string Draw(ReportFigure figure)
    {
        IReadOnlyList<FigurePlot> plots = FigurePlot.Of(figure);
        string[] names = [.. figure.Panels.SelectMany(panel => panel.Series).Select(series => series.Name).Distinct()];
        IReadOnlyDictionary<string, SeriesStyle> styles = SeriesStyle.Of(names);
        int columns = FigureLayout.ColumnsOf(figure, plots);
        int rows = Math.Max(1, (plots.Count + columns - 1) / columns);
        StringBuilder text = new();
        foreach (FigureColour colour in _colours.Where(colour => styles.Values.Any(style => style.Colour == colour)))
        {
            text.Append($"\\definecolor{{{Name(colour)}}}{{HTML}}{{{colour.Light[1..].ToUpperInvariant()}}}\n");
        }
        string width = (columns switch { 1 => 0.6, 2 => 0.48, 3 => 0.33, _ => 0.25 }).ToString(CultureInfo.InvariantCulture);
        text.Append("\\begin{tikzpicture}\n\\begin{groupplot}[\n");
        text.Append($"  group style={{group size={columns} by {rows}, horizontal sep=16mm, vertical sep=19mm}},\n  width={width}\\linewidth, height=52mm,\n");
        text.Append("  axis lines=left, axis line style={-}, ymajorgrids, grid style={black!8}, tick align=outside, tick style={black!40},\n");
        text.Append("  every axis/.append style={font=\\scriptsize}, title style={font=\\footnotesize\\bfseries, align=center}, error bars/error bar style={black}, clip mode=individual,\n");
        text.Append("  legend style={at={(0,1.3)}, anchor=south west, legend columns=-1, draw=none, font=\\scriptsize, /tikz/every even column/.append style={column sep=6pt}},\n]\n");
        for (int i = 0; i < plots.Count; i++)
        {
            AppendPanel(text, figure, plots[i], styles, names, i, isLeft: i % columns == 0, isLowest: i + columns >= plots.Count);
        }
        return text.Append("\\end{groupplot}\n\\end{tikzpicture}\n").ToString();
    }

    private static void AppendPanel(
        StringBuilder text, ReportFigure figure, FigurePlot plot, IReadOnlyDictionary<string, SeriesStyle> styles, string[] names, int place, bool isLeft, bool isLowest)
    {
        double[] places = [.. Enumerable.Range(0, plot.Categories.Count).Select(i => figure.IsBars ? i : plot.ShareX(i))];
        double edge = figure.IsBars ? 0.6 : 0.08;
        string title = LatexText.Escape(plot.Panel.Title) + (plot.Note.Length > 0 ? $"\\\\[-2pt]{{\\tiny\\mdseries {LatexText.Escape(plot.Note)}}}" : "");
        string yLabel = plot.Axis.IsLog ? figure.YLabel + ", log scale" : figure.YLabel, xLabel = plot.IsLogX ? figure.XLabel + ", log scale" : figure.XLabel;
        text.Append($"\\nextgroupplot[title={{{title}}}, ymin={Number(plot.Axis.Low)}, ymax={Number(plot.Axis.High)},{(plot.Axis.IsLog ? " ymode=log," : "")}\n");
        text.Append($"  ytick={{{string.Join(',', plot.Axis.Ticks.Select(Number))}}}, yticklabels={{{string.Join(',', plot.Axis.Labels.Select(label => "{" + LatexText.Escape(label) + "}"))}}},\n");
        text.Append($"  xmin={Number(places.DefaultIfEmpty(0).Min() - edge)}, xmax={Number(places.DefaultIfEmpty(0).Max() + edge)}, xtick={{{string.Join(',', places.Select(Number))}}}, ");
        text.Append($"xticklabels={{{string.Join(',', plot.Categories.Select(category => "{" + (plot.IsTold ? "" : LatexText.Escape(category)) + "}"))}}}");
        text.Append(isLeft ? $", ylabel={{{LatexText.Escape(yLabel)}}}" : "").Append(isLowest && !plot.IsTold ? $", xlabel={{{LatexText.Escape(xLabel)}}}" : "").Append("]\n");
        double slot = 0.86 / Math.Max(1, names.Length);
        List<(double X, double Y)> published = [];
        StringBuilder missing = new();
        foreach (string name in names)
        {
            FigureSeries series = plot.Panel.Series.FirstOrDefault(one => one.Name == name) ?? new FigureSeries(name, []);
            int index = Array.IndexOf(names, name);
            StringBuilder points = new();
            for (int i = 0; i < places.Length; i++)
            {
                FigurePoint point = plot.At(series, plot.Categories[i]);
                double x = figure.IsBars ? places[i] + ((index - ((names.Length - 1) / 2.0)) * slot) : places[i];
                AppendPoint(points, missing, plot, figure.IsBars, x, point);
                if (point.Published <= plot.Limit)
                {
                    published.Add((figure.IsBars ? x + (slot * 0.34) : x, point.Published));
                }
            }
            text.Append($"\\addplot[{Look(figure.IsBars, styles[name], slot * (figure.IsBars ? 0.66 : 1))}, error bars/.cd, y dir=both, y explicit] coordinates {{{points} }};\n");
            if (place == 0)
            {
                text.Append($"\\addlegendentry{{{LatexText.Escape(name)}}}\n");
            }
        }
        if (published.Count > 0)
        {
            text.Append("\\addplot[only marks, mark=diamond*, mark size=1.6pt, mark options={draw=black, fill=white}] coordinates {");
            text.AppendJoin("", published.Select(point => $" ({Number(point.X)},{Number(point.Y)})")).Append(" };\n");
            text.Append(place == 0 ? "\\addlegendentry{published}\n" : "");
        }
        text.Append(missing);
    }

    private static void AppendPoint(StringBuilder points, StringBuilder missing, FigurePlot plot, bool isBars, double x, FigurePoint point)
    {
        if (!double.IsFinite(point.Y))
        {
            missing.Append($"\\node[font=\\tiny, {(isBars ? "rotate=90, anchor=west" : "anchor=south")}, inner sep=1pt] at (axis cs:{Number(x)},{Number(plot.Axis.IsLog ? plot.Axis.Low : 0)}) {{n/a}};\n");
            points.Append(isBars ? "" : $" ({Number(x)},nan)");
            return;
        }
        points.Append($" ({Number(x)},{Number(point.Y)})");
        if (double.IsFinite(point.Low) && double.IsFinite(point.High))
        {
            points.Append($" += (0,{Number(Math.Min(point.High, plot.Axis.High) - point.Y)}) -= (0,{Number(point.Y - Math.Max(point.Low, plot.Axis.Low))})");
        }
    }

    private static string Look(bool isBars, SeriesStyle style, double width)
    {
        string colour = Name(style.Colour);
        if (isBars)
        {
            string pattern = style.Hatch switch
            {
                FigureHatch.Tint => $"fill={colour}!22",
                FigureHatch.Solid => $"fill={colour}",
                FigureHatch.Rising => $"pattern=north east lines, pattern color={colour}",
                FigureHatch.Falling => $"pattern=north west lines, pattern color={colour}",
                FigureHatch.Dots => $"pattern=crosshatch dots, pattern color={colour}",
                FigureHatch.Level => $"pattern=horizontal lines, pattern color={colour}",
                FigureHatch.Upright => $"pattern=vertical lines, pattern color={colour}",
                _ => $"pattern=crosshatch, pattern color={colour}",
            };
            return $"ybar, bar shift=0pt, bar width={Number(width)}, area legend, draw={colour}, {pattern}";
        }
        string mark = style.Marker switch
        {
            FigureMarker.Disc => "*",
            FigureMarker.Ring => "o",
            FigureMarker.Square => "square",
            FigureMarker.Triangle => "triangle",
            FigureMarker.TriangleDown => "triangle",
            FigureMarker.Cross => "x",
            _ => "+",
        };
        string dash = style.Dash.Length == 0 ? "solid" : style.Dash.Split(' ').Length > 2 ? "dashdotted" : style.Dash == "2 2" ? "densely dotted" : "dashed";
        string turn = style.Marker == FigureMarker.TriangleDown ? ", rotate=180" : "";
        return $"{colour}, {dash}, mark={mark}, mark size=1.8pt, mark options={{solid{turn}}}, unbounded coords=jump";
    }

    private static string Name(FigureColour colour) => "pl" + colour.Variable[5..];

    private static string Number(double value)
    {
        string text = value.ToString("G6", CultureInfo.InvariantCulture);
        return text == "-0" ? "0" : text;
    }
}
