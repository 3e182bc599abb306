namespace PruningLab.Engine.Experiments.Reports;

/// <summary>A report as headings, paragraphs, tables and figures, without the marks of any format.</summary>
/// <param name="Title">Title.</param>
/// <param name="Sections">Sections in their order.</param>
internal sealed record ReportDocument(string Title, IReadOnlyList<ReportSection> Sections)
{
    /// <summary>All tables.</summary>
    public IEnumerable<ReportTable> Tables => Sections.SelectMany(section => section.Parts).OfType<ReportTable>();

    /// <summary>All figures.</summary>
    public IEnumerable<ReportFigurePart> Figures => Sections.SelectMany(section => section.Parts).OfType<ReportFigurePart>();
}

/// <summary>A section.</summary>
/// <param name="Heading">Heading; empty for the part before the first one.</param>
/// <param name="Level">1 for a section, 2 for one within a section.</param>
/// <param name="Parts">What it holds.</param>
internal sealed record ReportSection(string Heading, int Level, IReadOnlyList<ReportPart> Parts);

/// <summary>A part of a section.</summary>
internal abstract record ReportPart;

/// <summary>A paragraph.</summary>
internal sealed record ReportParagraph(string Text) : ReportPart;

/// <summary>A list.</summary>
internal sealed record ReportList(IReadOnlyList<string> Items) : ReportPart;

/// <summary>A command.</summary>
internal sealed record ReportCommand(string Text) : ReportPart;

/// <summary>A figure with its caption.</summary>
internal sealed record ReportFigurePart(ReportFigure Figure, string Caption) : ReportPart;

/// <summary>A table.</summary>
/// <param name="Id">Name of its file and its label.</param>
/// <param name="Caption">Caption.</param>
/// <param name="Columns">Columns.</param>
/// <param name="Groups">Rows that belong together, such as those of a data set.</param>
internal sealed record ReportTable(
    string Id, string Caption, IReadOnlyList<ReportColumn> Columns, IReadOnlyList<IReadOnlyList<ReportRow>> Groups) : ReportPart;

/// <summary>A column.</summary>
/// <param name="Header">Header.</param>
/// <param name="Kind">What it holds.</param>
internal sealed record ReportColumn(string Header, ReportColumnKind Kind = ReportColumnKind.Number);

/// <summary>A row.</summary>
/// <param name="Cells">One text per column; those of columns that hold for a whole group only in its first row.</param>
/// <param name="IsBest">True for the best of its group.</param>
internal sealed record ReportRow(IReadOnlyList<string> Cells, bool IsBest = false);

/// <summary>What a column holds.</summary>
internal enum ReportColumnKind
{
    /// <summary>Name of a group of rows.</summary>
    Group,

    /// <summary>Text that holds for a group of rows.</summary>
    GroupText,

    /// <summary>Name of a row; bold when the row is the best.</summary>
    Row,

    /// <summary>Numbers.</summary>
    Number,

    /// <summary>Numbers that are bold in the best row.</summary>
    Score,

    /// <summary>Text of several words.</summary>
    Text,
}
