using System.Text;

namespace PruningLab.Engine.Experiments.Reports;

/// <summary>Writes a report's document as LaTeX: a whole document, and each table by itself. Tables use booktabs (long ones longtable),
/// figures pgfplots.</summary>
internal static class LatexReport
{
    /// <summary>Rows from which a table may break over pages.</summary>
    private const int LongTable = 30;

    /// <summary>What a document needs before its tables and figures.</summary>
    public const string Preamble = """
        \usepackage[utf8]{inputenc}
        \usepackage{array,booktabs,longtable}
        \usepackage{pgfplots}
        \usetikzlibrary{patterns}
        \usepgfplotslibrary{groupplots}
        \pgfplotsset{compat=1.14}
        """;

    /// <summary>The whole document.</summary>
    public static string Write(ReportDocument document)
    {
        StringBuilder text = new();
        text.Append("\\documentclass[10pt,a4paper,landscape]{article}\n\\usepackage[margin=14mm]{geometry}\n").Append(Preamble).Append("\n\\usepackage{float}\n\\floatplacement{table}{H}\n\\floatplacement{figure}{H}\n\\setlength{\\parindent}{0pt}\n\\setlength{\\parskip}{5pt}\n");
        text.Append("\\title{").Append(LatexText.Escape(document.Title)).Append("}\n\\author{}\n\\date{}\n\\begin{document}\n\\maketitle\n");
        foreach (ReportSection section in document.Sections)
        {
            if (section.Heading.Length > 0)
            {
                text.Append('\n').Append(section.Level == 1 ? "\\section*{" : "\\subsection*{").Append(LatexText.Escape(section.Heading)).Append("}\n");
            }
            foreach (ReportPart part in section.Parts)
            {
                text.Append('\n');
                Append(text, part);
            }
        }
        return text.Append("\n\\end{document}\n").ToString();
    }

    /// <summary>One table, to be <c>\input</c> into a document with the preamble that its first line names.</summary>
    public static string Table(ReportTable table) => Needs() + Tabular(table);

    /// <summary>One figure, to be <c>\input</c> likewise.</summary>
    public static string Figure(ReportFigurePart part)
    {
        StringBuilder text = new(Needs());
        Append(text, part);
        return text.ToString();
    }

    private static string Needs() => string.Concat(Preamble.Split('\n').Select(line => "% needs " + line + "\n"));

    private static void Append(StringBuilder text, ReportPart part)
    {
        switch (part)
        {
            case ReportParagraph paragraph:
                text.Append(LatexText.Escape(paragraph.Text)).Append('\n');
                break;
            case ReportList list:
                text.Append("\\begin{itemize}\n");
                foreach (string item in list.Items)
                {
                    text.Append("\\item{} ").Append(LatexText.Escape(item)).Append('\n');
                }
                text.Append("\\end{itemize}\n");
                break;
            case ReportCommand command:
                text.Append("\\begin{quote}\\raggedright\\ttfamily\n").AppendJoin("\\\\\n", command.Text.Split('\n').Select(LatexText.Escape)).Append("\n\\end{quote}\n");
                break;
            case ReportFigurePart figure:
                text.Append("\\begin{figure}\n\\centering\n").Append(PgfFigure.Draw(figure.Figure))
                    .Append("\\caption{").Append(LatexText.Escape(figure.Caption)).Append("}\n\\label{fig:").Append(FigureSvg.FileName(figure.Figure.Id)).Append("}\n\\end{figure}\n");
                break;
            case ReportTable table:
                text.Append(Tabular(table));
                break;
        }
    }

    private static string Tabular(ReportTable table)
    {
        bool isLong = table.Groups.Sum(group => group.Count) > LongTable;
        string columns = "@{}" + string.Concat(table.Columns.Select(column => column.Kind switch
        {
            ReportColumnKind.Number or ReportColumnKind.Score => "r",
            ReportColumnKind.Text when table.Columns.Count > 8 => ">{\\raggedright\\arraybackslash}p{44mm}",
            _ => "l",
        })) + "@{}";
        string caption = $"\\caption{{{LatexText.Escape(table.Caption)}}}\\label{{tab:{table.Id}}}";
        string header = "\\toprule\n" + string.Join(" & ", table.Columns.Select(Header)) + " \\\\\n\\midrule\n";
        StringBuilder text = new();
        text.Append("\\begingroup\\scriptsize\\setlength{\\tabcolsep}{4pt}\n");
        text.Append(isLong
            ? $"\\begin{{longtable}}{{{columns}}}\n{caption}\\\\\n{header}\\endhead\n\\bottomrule\n\\endfoot\n"
            : $"\\begin{{table}}\n\\centering\\scriptsize\n{caption}\n\\begin{{tabular}}{{{columns}}}\n{header}");
        for (int group = 0; group < table.Groups.Count; group++)
        {
            if (group > 0)
            {
                text.Append("\\addlinespace\n");
            }
            IReadOnlyList<ReportRow> rows = table.Groups[group];
            for (int row = 0; row < rows.Count; row++)
            {
                string end = isLong && row < rows.Count - 1 ? " \\\\*\n" : " \\\\\n";
                text.AppendJoin(" & ", table.Columns.Select((column, i) => Cell(column, rows[row], i))).Append(end);
            }
        }
        text.Append(isLong ? "\\end{longtable}\n" : "\\bottomrule\n\\end{tabular}\n\\end{table}\n");
        return text.Append("\\endgroup\n").ToString();
    }

    private static string Header(ReportColumn column)
    {
        string[] words = column.Header.Split(' ', 2);
        string side = column.Kind is ReportColumnKind.Number or ReportColumnKind.Score ? "r" : "l";
        return column.Header.Length > 10 && words.Length == 2 && column.Kind != ReportColumnKind.Text
            ? $"\\shortstack[{side}]{{{LatexText.Escape(words[0])}\\\\{LatexText.Escape(words[1])}}}"
            : LatexText.Escape(column.Header);
    }

    private static string Cell(ReportColumn column, ReportRow row, int place)
    {
        string cell = LatexText.Cell(row.Cells[place]);
        return row.IsBest && (column.Kind is ReportColumnKind.Row or ReportColumnKind.Score) ? $"\\textbf{{{cell}}}" : cell;
    }
}
