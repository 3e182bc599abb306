namespace PruningLab.Engine.Data;

/// <summary>How a delimited text file is to be read; found by <c>CsvFormatDetector</c>, shown for correction.</summary>
public sealed record CsvFormat
{
    /// <summary>Between fields: comma, semicolon, tab, bar or space.</summary>
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

    /// <summary>Format of the date column, as .NET writes them (<c>dd/MM/yyyy</c>); empty: none or ISO.</summary>
    public string DateFormat { get; init; } = "";
}
