namespace PruningLab.Engine.Data;

/// <summary>One column of a file, for the preview.</summary>
public sealed record ColumnDescription
{
    /// <summary>Name from the header, or <c>column 3</c>.</summary>
    public required string Name { get; init; }

    /// <summary>What it holds.</summary>
    public required ColumnKind Kind { get; init; }

    /// <summary>Cells without a value.</summary>
    public int MissingCount { get; init; }

    /// <summary>Smallest number, missing values left out; null unless numeric.</summary>
    public double? Minimum { get; init; }

    /// <summary>Largest number, missing values left out; null unless numeric.</summary>
    public double? Maximum { get; init; }

    /// <summary>The first cells as they stand in the file.</summary>
    public IReadOnlyList<string> FirstValues { get; init; } = [];
}
