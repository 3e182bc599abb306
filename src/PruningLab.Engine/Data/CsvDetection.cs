namespace PruningLab.Engine.Data;

/// <summary>What <see cref="CsvFormatDetector"/> found in the first bytes of a file.</summary>
public sealed record CsvDetection
{
    /// <summary>How the file is to be read.</summary>
    public required CsvFormat Format { get; init; }

    /// <summary>The columns, as far as the first bytes show them: counts and ranges are of those bytes only.</summary>
    public required IReadOnlyList<ColumnDescription> Columns { get; init; }

    /// <summary>The other date format that the first bytes would allow (day and month exchanged); empty: none.</summary>
    public string OtherDateFormat { get; init; } = "";

    /// <summary>Sentences on what was guessed and may need correction.</summary>
    public IReadOnlyList<string> Notes { get; init; } = [];
}
