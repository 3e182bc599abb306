namespace PruningLab.Engine.Data;

/// <summary>What the correction screen shows of a file: how it was read and what came out.</summary>
public sealed record SeriesPreview
{
    /// <summary>The file's name.</summary>
    public required string Name { get; init; }

    /// <summary>How the file was read.</summary>
    public required CsvFormat Format { get; init; }

    /// <summary>All columns of the file in its order, with counts and ranges over the whole file.</summary>
    public required IReadOnlyList<ColumnDescription> Columns { get; init; }

    /// <summary>The first five rows as they stand in the file, one text per column.</summary>
    public required IReadOnlyList<IReadOnlyList<string>> FirstRows { get; init; }

    /// <summary>Rows of data in the file.</summary>
    public required int RowCount { get; init; }

    /// <summary>Sentences on what was detected, skipped or put in order.</summary>
    public IReadOnlyList<string> Notes { get; init; } = [];
}
