namespace PruningLab.Engine.Data;

/// <summary>How a delimited text file is to be read; found by <c>CsvFormatDetector</c>, shown for correction.</summary>
public sealed record CsvFormat
{
    /// <summary>How bytes stand for characters; a byte order mark in the file goes before this.</summary>
    public TextEncoding Encoding { get; init; } = TextEncoding.Utf8;

    /// <summary>Between fields: comma, semicolon, tab, bar or space; a space means any run of blanks and tabs.</summary>
    public char Separator { get; init; } = ',';

    /// <summary>Decimal mark: point or comma.</summary>
    public char DecimalMark { get; init; } = '.';

    /// <summary>Quote around fields.</summary>
    public char Quote { get; init; } = '"';

    /// <summary>True when the first line names the columns.</summary>
    public bool HasHeader { get; init; } = true;

    /// <summary>Texts that mean "missing", beside the empty field; compared without case.</summary>
    public IReadOnlyList<string> MissingMarks { get; init; } = ["NA", "N/A", "NaN", "null", "?", "-"];

    /// <summary>Numbers that mean "missing", for example −200 in the UCI air-quality file.</summary>
    public IReadOnlyList<double> MissingNumbers { get; init; } = [];

    /// <summary>Name of the column that holds the time of a row; empty: none; null: to be found.</summary>
    public string? DateColumn { get; init; }

    /// <summary>Format of the date column, as .NET writes them (<c>dd/MM/yyyy</c>), or <see cref="UnixSeconds"/> or
    /// <see cref="UnixMilliseconds"/>; empty: none or ISO.</summary>
    public string DateFormat { get; init; } = "";

    /// <summary>Format of a time of day in the column after the date (<c>HH.mm.ss</c>); empty: no such column.</summary>
    public string TimeFormat { get; init; } = "";

    /// <summary><see cref="DateFormat"/> of seconds since 1970.</summary>
    public const string UnixSeconds = "unix-seconds";

    /// <summary><see cref="DateFormat"/> of milliseconds since 1970.</summary>
    public const string UnixMilliseconds = "unix-milliseconds";
}
