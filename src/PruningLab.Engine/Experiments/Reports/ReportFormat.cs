namespace PruningLab.Engine.Experiments.Reports;

/// <summary>Formats that a report is written in.</summary>
public enum ReportFormat
{
    /// <summary>Markdown; figures are SVG files beside it.</summary>
    Markdown,

    /// <summary>One HTML file with everything in it.</summary>
    Html,

    /// <summary>All results, one line per job.</summary>
    Csv,

    /// <summary>Tables with booktabs; figures with pgfplots.</summary>
    Latex,

    /// <summary>The report as JSON.</summary>
    Json,
}
