namespace PruningLab.Engine.Experiments.Reports;

/// <summary>Draws a figure as SVG, with axes, legend and intervals; colours follow CSS variables of the page that embeds it, with
/// fixed ones as fallback.</summary>
public static class FigureSvg
{
    /// <summary>The figure as an SVG document.</summary>
    public static string Draw(ReportFigure figure) => throw new NotImplementedException();
}
