using System.Text;

namespace PruningLab.Engine.Experiments.Reports;

/// <summary>Writes a report's document as one HTML file: its style and figures within it, no scripts, nothing from elsewhere; light or
/// dark as the reader's system is, light on paper.</summary>
internal static class HtmlReport
{
    /// <summary>The style; its variables are those of the product's theme, which the figures read.</summary>
    private const string Style = """
        :root { color-scheme: light dark; --pl-bg: #f6f7f9; --pl-panel: #ffffff; --pl-ink: #1d2025; --pl-muted: #656b76; --pl-line: #e1e4e8; --pl-grid: #eceef1;
          --pl-accent: #2355d6; --pl-field: #868d98; --pl-pruned: #cf2219; --pl-born: #1a8f4d; --pl-train: #2355d6; --pl-validation: #8b3fa8; --pl-test: #b5730a; --pl-neg: #2b66b0; }
        @media screen and (prefers-color-scheme: dark) {
          :root { --pl-bg: #0f1115; --pl-panel: #181a20; --pl-ink: #e8eaed; --pl-muted: #9aa0aa; --pl-line: #2a2d34; --pl-grid: #24272e;
            --pl-accent: #7ea2ff; --pl-field: #6d7480; --pl-pruned: #ff5a4d; --pl-born: #4cc38a; --pl-train: #7ea2ff; --pl-validation: #cf8be6; --pl-test: #e9b04f; --pl-neg: #6aa5ee; } }
        * { box-sizing: border-box; }
        body { margin: 0; background: var(--pl-bg); color: var(--pl-ink); font: 14px/1.5 system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", "DejaVu Sans", sans-serif;
          font-variant-numeric: tabular-nums; }
        main { max-width: 1280px; margin: 0 auto; padding: 24px 24px 64px; }
        h1 { font-size: 24px; margin: 0 0 4px; } h2 { font-size: 18px; margin: 36px 0 8px; } h3 { font-size: 15px; margin: 26px 0 6px; }
        p, ul, pre { max-width: 86ch; margin: 8px 0; } ul { padding-left: 20px; } li { margin: 3px 0; }
        pre { padding: 8px 12px; background: var(--pl-panel); border: 1px solid var(--pl-line); border-radius: 6px; overflow-x: auto; white-space: pre-wrap; }
        nav ul { display: flex; flex-wrap: wrap; gap: 2px 18px; padding: 0; list-style: none; max-width: none; } a { color: var(--pl-accent); }
        .table { width: fit-content; max-width: 100%; margin: 14px 0 22px; max-height: 85vh; overflow: auto; background: var(--pl-panel); border: 1px solid var(--pl-line); border-radius: 6px; }
        .table:focus-visible { outline: 2px solid var(--pl-accent); outline-offset: 1px; }
        table { border-collapse: separate; border-spacing: 0; font-size: 13px; }
        caption { padding: 8px 9px; text-align: left; font-weight: 600; }
        th, td { padding: 4px 9px; text-align: left; vertical-align: top; font-weight: 400; }
        thead th { position: sticky; top: 0; z-index: 1; background: var(--pl-panel); color: var(--pl-muted); border-bottom: 1px solid var(--pl-field); vertical-align: bottom; }
        tbody tr:first-child > * { border-top: 1px solid var(--pl-line); } tbody:first-of-type tr:first-child > * { border-top: 0; }
        .number { text-align: right; white-space: nowrap; } .name { white-space: nowrap; } tbody .group { font-weight: 600; } .words { min-width: 18ch; }
        thead .number { white-space: normal; }
        .best { font-weight: 700; }
        figure { margin: 14px 0 26px; padding: 12px; background: var(--pl-panel); border: 1px solid var(--pl-line); border-radius: 6px; }
        figure svg { display: block; max-width: 100%; height: auto; margin: 0 auto; } figcaption { margin-top: 8px; color: var(--pl-muted); }
        @media print { @page { size: A4 landscape; margin: 12mm; } body { background: #fff; font-size: 11px; } main { max-width: none; padding: 0; } nav { display: none; }
          .table { max-height: none; overflow: visible; border: 0; } table { font-size: 9.5px; } th, td { padding: 2px 5px; } thead th { position: static; }
          figure { break-inside: avoid; border: 0; } h2, h3, caption { break-after: avoid; } tr, tbody { break-inside: avoid; } }
        """;

    /// <summary>The file.</summary>
    public static string Write(ReportDocument document)
    {
        StringBuilder html = new();
        string title = Escape(document.Title);
        html.Append("<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n");
        html.Append("<title>").Append(title).Append("</title>\n<style>\n").Append(Style).Append("\n</style>\n</head>\n<body>\n<main>\n<h1>").Append(title).Append("</h1>\n");
        for (int i = 0; i < document.Sections.Count; i++)
        {
            ReportSection section = document.Sections[i];
            if (section.Heading.Length > 0)
            {
                html.Append($"<h{section.Level + 1} id=\"section-{i}\">").Append(Escape(section.Heading)).Append($"</h{section.Level + 1}>\n");
            }
            foreach (ReportPart part in section.Parts)
            {
                Append(html, part);
            }
            if (i == 0)
            {
                AppendContents(html, document);
            }
        }
        return html.Append("</main>\n</body>\n</html>\n").ToString();
    }

    private static string Escape(string text) => FigureCanvas.Escape(text);

    private static void AppendContents(StringBuilder html, ReportDocument document)
    {
        html.Append("<nav aria-label=\"Contents\"><ul>\n");
        for (int i = 0; i < document.Sections.Count; i++)
        {
            if (document.Sections[i] is { Level: 1, Heading.Length: > 0 } section)
            {
                html.Append($"<li><a href=\"#section-{i}\">").Append(Escape(section.Heading)).Append("</a></li>\n");
            }
        }
        html.Append("</ul></nav>\n");
    }

    private static void Append(StringBuilder html, ReportPart part)
    {
        switch (part)
        {
            case ReportParagraph paragraph:
                html.Append("<p>").Append(Escape(paragraph.Text)).Append("</p>\n");
                break;
            case ReportList list:
                html.Append("<ul>\n");
                foreach (string item in list.Items)
                {
                    html.Append("<li>").Append(Escape(item)).Append("</li>\n");
                }
                html.Append("</ul>\n");
                break;
            case ReportCommand command:
                html.Append("<pre><code>").Append(string.Join('\n', command.Text.Split('\n').Select(Escape))).Append("</code></pre>\n");
                break;
            case ReportFigurePart figure:
                html.Append("<figure>\n").Append(FigureSvg.Draw(figure.Figure)).Append("<figcaption>").Append(Escape(figure.Caption)).Append("</figcaption>\n</figure>\n");
                break;
            case ReportTable table:
                Append(html, table);
                break;
        }
    }

    private static void Append(StringBuilder html, ReportTable table)
    {
        html.Append($"<div class=\"table\" role=\"region\" tabindex=\"0\" aria-labelledby=\"{table.Id}\">\n<table>\n<caption id=\"{table.Id}\">")
            .Append(Escape(table.Caption)).Append("</caption>\n<thead><tr>");
        foreach (ReportColumn column in table.Columns)
        {
            html.Append($"<th scope=\"col\" class=\"{Class(column)}\">").Append(Escape(column.Header)).Append("</th>");
        }
        html.Append("</tr></thead>\n");
        foreach (IReadOnlyList<ReportRow> group in table.Groups)
        {
            html.Append("<tbody>\n");
            for (int row = 0; row < group.Count; row++)
            {
                html.Append("<tr>");
                for (int i = 0; i < table.Columns.Count; i++)
                {
                    AppendCell(html, table.Columns[i], group, row, group[row].Cells[i]);
                }
                html.Append("</tr>\n");
            }
            html.Append("</tbody>\n");
        }
        html.Append("</table>\n</div>\n");
    }

    private static void AppendCell(StringBuilder html, ReportColumn column, IReadOnlyList<ReportRow> group, int row, string text)
    {
        bool holdsForGroup = column.Kind is ReportColumnKind.Group or ReportColumnKind.GroupText;
        if (holdsForGroup && row > 0)
        {
            return;
        }
        (string tag, string scope) = column.Kind switch
        {
            ReportColumnKind.Group => ("th", " scope=\"rowgroup\""),
            ReportColumnKind.Row => ("th", " scope=\"row\""),
            _ => ("td", ""),
        };
        string span = holdsForGroup && group.Count > 1 ? $" rowspan=\"{group.Count}\"" : "";
        bool isBest = group[row].IsBest && (column.Kind is ReportColumnKind.Row or ReportColumnKind.Score);
        html.Append($"<{tag}{scope}{span} class=\"{Class(column)}{(isBest ? " best" : "")}\">").Append(Escape(text)).Append($"</{tag}>");
    }

    private static string Class(ReportColumn column) => column.Kind switch
    {
        ReportColumnKind.Group => "group",
        ReportColumnKind.Row => "name",
        ReportColumnKind.Number or ReportColumnKind.Score => "number",
        _ => "words",
    };
}
