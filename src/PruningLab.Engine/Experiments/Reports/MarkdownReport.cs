using System.Text;

namespace PruningLab.Engine.Experiments.Reports;

/// <summary>Writes a report's document as Markdown with tables; figures are links to SVG files beside it.</summary>
internal static class MarkdownReport
{
    /// <summary>The text.</summary>
    /// <param name="document">The report.</param>
    /// <param name="figures">Folder of the figures, as the links name it; empty: beside the text.</param>
    public static string Write(ReportDocument document, string figures)
    {
        StringBuilder text = new();
        text.Append("# ").Append(Escape(document.Title)).Append('\n');
        foreach (ReportSection section in document.Sections)
        {
            if (section.Heading.Length > 0)
            {
                text.Append('\n').Append('#', section.Level + 1).Append(' ').Append(Escape(section.Heading)).Append('\n');
            }
            foreach (ReportPart part in section.Parts)
            {
                text.Append('\n');
                Append(text, part, figures);
            }
        }
        return text.ToString();
    }

    /// <summary>Text in which every character stands for itself, also within a table.</summary>
    public static string Escape(string text)
    {
        StringBuilder escaped = new(text.Length);
        for (int i = 0; i < text.Length; i++)
        {
            char c = text[i];
            bool isWithinWord = i > 0 && i < text.Length - 1 && char.IsLetterOrDigit(text[i - 1]) && char.IsLetterOrDigit(text[i + 1]);
            bool isOpenBracket = c == '(' && i > 0 && text[i - 1] == ']';
            bool isEntity = c == '&' && i < text.Length - 1 && (char.IsAsciiLetter(text[i + 1]) || text[i + 1] == '#') && text.IndexOf(';', i) > i;
            bool isRuler = i == 0 && text.Length > 1 && (c is '#' or '-');
            bool isComparison = c is '<' or '>' && i < text.Length - 1 && text[i + 1] == ' ' && i > 0;
            _ = c is '\r' or '\n' ? escaped.Append(' ')
                : c is '\\' or '`' or '*' or '|' or '~' || (c is '<' or '>' && !isComparison) || (c == '_' && !isWithinWord) || isOpenBracket || isEntity || isRuler
                    ? escaped.Append('\\').Append(c)
                    : escaped.Append(c);
        }
        return escaped.ToString();
    }

    private static void Append(StringBuilder text, ReportPart part, string figures)
    {
        switch (part)
        {
            case ReportParagraph paragraph:
                text.Append(Escape(paragraph.Text)).Append('\n');
                break;
            case ReportList list:
                foreach (string item in list.Items)
                {
                    text.Append("- ").Append(Escape(item)).Append('\n');
                }
                break;
            case ReportCommand command:
                text.Append("    ").Append(command.Text.ReplaceLineEndings("\n    ")).Append('\n');
                break;
            case ReportFigurePart figure:
                string folder = figures.Length == 0 || figures.EndsWith('/') ? figures : figures + "/";
                string path = string.Join('/', (folder + FigureSvg.FileName(figure.Figure.Id) + ".svg").Split('/').Select(Uri.EscapeDataString));
                text.Append("![").Append(Escape(figure.Caption).Replace("[", "\\[", StringComparison.Ordinal).Replace("]", "\\]", StringComparison.Ordinal))
                    .Append("](").Append(path).Append(")\n");
                break;
            case ReportTable table:
                Append(text, table);
                break;
        }
    }

    private static void Append(StringBuilder text, ReportTable table)
    {
        text.Append("**").Append(Escape(table.Caption)).Append("**\n\n|");
        foreach (ReportColumn column in table.Columns)
        {
            text.Append(' ').Append(Escape(column.Header)).Append(" |");
        }
        text.Append("\n|");
        foreach (ReportColumn column in table.Columns)
        {
            text.Append(column.Kind is ReportColumnKind.Number or ReportColumnKind.Score ? "---:|" : "---|");
        }
        text.Append('\n');
        foreach (ReportRow row in table.Groups.SelectMany(group => group))
        {
            text.Append('|');
            for (int i = 0; i < table.Columns.Count; i++)
            {
                bool isBold = row.IsBest && (table.Columns[i].Kind is ReportColumnKind.Row or ReportColumnKind.Score);
                string cell = Escape(row.Cells[i]);
                text.Append(' ').Append(isBold ? $"**{cell}**" : cell).Append(cell.Length > 0 ? " |" : "|");
            }
            text.Append('\n');
        }
    }
}
