namespace PruningLab.Engine.Experiments.Reports;

/// <summary>Writes a report in one of its formats.</summary>
/// <remarks>All formats but CSV and JSON have the same words and tables. The same report with the same options gives the same text.</remarks>
public static class ReportWriter
{
    /// <summary>The report as text.</summary>
    public static string Text(GridReport report, ReportFormat format) => Text(report, format, new ReportOptions());

    /// <summary>The report as text.</summary>
    /// <param name="report">The report.</param>
    /// <param name="format">Its format; <see cref="ReportFormat.Csv"/> is one line per job.</param>
    /// <param name="options">What it says of its own making.</param>
    public static string Text(GridReport report, ReportFormat format, ReportOptions options)
    {
        ArgumentNullException.ThrowIfNull(report);
        ArgumentNullException.ThrowIfNull(options);
        return format switch
        {
            ReportFormat.Markdown => MarkdownReport.Write(ReportContent.Of(report, options), options.Figures),
            ReportFormat.Html => HtmlReport.Write(ReportContent.Of(report, options)),
            ReportFormat.Csv => CsvReport.Runs(report),
            ReportFormat.Latex => LatexReport.Write(ReportContent.Of(report, options)),
            ReportFormat.Json => JsonReport.Write(report),
            _ => throw new ArgumentOutOfRangeException(nameof(format), format, "A format of reports was expected."),
        };
    }

    /// <summary>All cells as CSV: one line per cell with mean, deviation and interval of every figure, and the paper's.</summary>
    public static string Cells(GridReport report)
    {
        ArgumentNullException.ThrowIfNull(report);
        return CsvReport.Cells(report);
    }

    /// <summary>Writes the report into a folder: <c>report.md</c>, <c>report.html</c>, <c>cells.csv</c>, <c>runs.csv</c>, <c>report.tex</c>,
    /// <c>report.json</c> and the figures as SVG.</summary>
    /// <exception cref="IOException">The folder cannot be written; one sentence.</exception>
    public static void Save(GridReport report, string folder) => Save(report, folder, new ReportOptions());

    /// <summary>Writes the report into a folder: <c>report.md</c>, <c>report.html</c>, <c>cells.csv</c>, <c>runs.csv</c>, <c>report.tex</c>,
    /// <c>report.json</c>, <c>figures/ID.svg</c>, and every table and figure as LaTeX by itself: <c>tables/ID.tex</c>, <c>figures/ID.tex</c>.</summary>
    /// <remarks>Each file appears whole or not at all: it is written beside its place and then moved there.</remarks>
    /// <param name="report">The report.</param>
    /// <param name="folder">The folder; made when there is none.</param>
    /// <param name="options">What it says of its own making; <see cref="ReportOptions.Figures"/> is also where the figures go.</param>
    /// <exception cref="IOException">The folder cannot be written; one sentence.</exception>
    public static void Save(GridReport report, string folder, ReportOptions options)
    {
        ArgumentNullException.ThrowIfNull(report);
        ArgumentException.ThrowIfNullOrEmpty(folder);
        ArgumentNullException.ThrowIfNull(options);
        ReportDocument document = ReportContent.Of(report, options);
        Write(folder, "report.md", MarkdownReport.Write(document, options.Figures));
        Write(folder, "report.html", HtmlReport.Write(document));
        Write(folder, "cells.csv", CsvReport.Cells(report));
        Write(folder, "runs.csv", CsvReport.Runs(report));
        Write(folder, "report.tex", LatexReport.Write(document));
        Write(folder, "report.json", JsonReport.Write(report));
        foreach (ReportTable table in document.Tables)
        {
            Write(folder, $"tables/{table.Id}.tex", LatexReport.Table(table));
        }
        foreach (ReportFigurePart part in document.Figures)
        {
            string name = Path.Combine(options.Figures, FigureSvg.FileName(part.Figure.Id));
            Write(folder, name + ".svg", FigureSvg.Draw(part.Figure, standalone: true));
            Write(folder, name + ".tex", LatexReport.Figure(part));
        }
    }

    private static void Write(string folder, string name, string text)
    {
        string path = Path.Combine(folder, name), unfinished = path + ".unfinished";
        try
        {
            _ = Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!);
            File.WriteAllText(unfinished, text);
            File.Move(unfinished, path, overwrite: true);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            Remove(unfinished);
            throw new IOException($"The report cannot be written to '{path}': {e.Message.TrimEnd('.')}. Choose a folder that can be written and has room.", e);
        }
    }

    private static void Remove(string path)
    {
        try
        {
            File.Delete(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // The first error is the one that is told.
        }
    }
}
