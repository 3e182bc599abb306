namespace PruningLab.Engine.Experiments.Reports;

/// <summary>Writes a report in one of its formats.</summary>
public static class ReportWriter
{
    /// <summary>The report as text.</summary>
    public static string Text(GridReport report, ReportFormat format) => throw new NotImplementedException();

    /// <summary>Writes the report into a folder: <c>report.md</c>, <c>report.html</c>, <c>cells.csv</c>, <c>runs.csv</c>, <c>report.tex</c>,
    /// <c>report.json</c> and the figures as SVG.</summary>
    public static void Save(GridReport report, string folder) => throw new NotImplementedException();
}
