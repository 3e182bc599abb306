namespace PruningLab.Engine.Data;

/// <summary>A table of numbers in time order: what a file holds once it has been read. Immutable, safe to share.</summary>
public sealed class Series
{
    private readonly double[][] _columns;
    private readonly DateTime[]? _timestamps;

    /// <summary>Wraps columns without copying them; they must not be changed afterwards.</summary>
    /// <param name="name">Name for people: the file's name.</param>
    /// <param name="columnNames">Names of the numeric columns, all different.</param>
    /// <param name="columns">One array per name, all of one length; NaN means missing, other values are finite.</param>
    /// <param name="timestamps">Time of each row, ascending; null when the series has none.</param>
    /// <exception cref="ArgumentException">Names and columns do not fit, or lengths differ.</exception>
    public Series(
        string name, IReadOnlyList<string> columnNames, IReadOnlyList<double[]> columns, DateTime[]? timestamps = null)
    {
        ArgumentNullException.ThrowIfNull(name);
        ArgumentNullException.ThrowIfNull(columnNames);
        ArgumentNullException.ThrowIfNull(columns);
        if (columns.Count == 0 || columnNames.Count != columns.Count
            || columnNames.Distinct(StringComparer.Ordinal).Count() != columns.Count)
            throw new ArgumentException("Each column needs a name of its own.", nameof(columnNames));
        RowCount = columns[0].Length;
        if (columns.Any(column => column.Length != RowCount) || (timestamps is not null && timestamps.Length != RowCount))
            throw new ArgumentException("All columns and the timestamps must have one length.", nameof(columns));
        Name = name;
        ColumnNames = [.. columnNames];
        _columns = [.. columns];
        _timestamps = timestamps;
    }

    /// <summary>Name for people: the file's name.</summary>
    public string Name { get; }

    /// <summary>Rows of data.</summary>
    public int RowCount { get; }

    /// <summary>Names of the numeric columns, in the file's order: these may be features or the target.</summary>
    public IReadOnlyList<string> ColumnNames { get; }

    /// <summary>Names of the columns that hold no numbers, in the file's order.</summary>
    public IReadOnlyList<string> TextColumns { get; init; } = [];

    /// <summary>Those of the columns without numbers that hold few different words: these may be the target of a
    /// classification.</summary>
    public IReadOnlyList<CategoryColumn> Categories { get; init; } = [];

    /// <summary>Those of the numeric columns that were made of others (<see cref="Features.FeatureBuilder"/>): features, never targets.</summary>
    public IReadOnlyList<string> MadeColumns { get; init; } = [];

    /// <summary>Time of each row, ascending; null when the series has none.</summary>
    public IReadOnlyList<DateTime>? Timestamps => _timestamps;

    /// <summary>Sentences on what was detected, skipped or put in order, for the page.</summary>
    public IReadOnlyList<string> Notes { get; init; } = [];

    /// <summary>Target that the source proposes; null: the last numeric column.</summary>
    public string? DefaultTarget { get; init; }

    /// <summary>Unit of the proposed target ("points", "°C"); empty when unknown.</summary>
    public string TargetUnit { get; init; } = "";

    /// <summary>How the file was read and what it holds; null for a series that came from no file.</summary>
    public SeriesPreview? Preview { get; init; }

    /// <summary>One numeric column, one value per row; NaN means missing.</summary>
    public ReadOnlySpan<double> Column(int index) => _columns[index];

    /// <summary>Place of a numeric column; −1 when there is none of that name.</summary>
    public int IndexOf(string columnName)
    {
        for (int i = 0; i < ColumnNames.Count; i++)
        {
            if (string.Equals(ColumnNames[i], columnName, StringComparison.Ordinal))
                return i;
        }
        return -1;
    }

    /// <summary>Words of the column that tells which of several series in the file a row belongs to, in the order of their
    /// letters; empty when the file holds one series.</summary>
    public IReadOnlyList<string> Groups { get; init; } = [];

    /// <summary>The one of <see cref="Groups"/> whose rows these are; empty when there are none.</summary>
    public string Group { get; init; } = "";

    /// <summary>How rows become one when they are gathered into longer steps.</summary>
    internal Func<string, Gathering> GatheringOf { get; init; } = static _ => Gathering.Mean;

    /// <summary>Arrays of the columns, which nobody may change.</summary>
    internal IReadOnlyList<double[]> Arrays => _columns;

    /// <summary>Array of the times, which nobody may change.</summary>
    internal DateTime[]? Times => _timestamps;

    /// <summary>The same columns with the source's proposals for the target; a proposal in other letters (close, Close) counts.</summary>
    internal Series WithTarget(string? defaultTarget, string targetUnit) => new(Name, ColumnNames, _columns, _timestamps, this)
    {
        DefaultTarget = defaultTarget is null || IndexOf(defaultTarget) >= 0 ? defaultTarget
            : ColumnNames.FirstOrDefault(name => name.Equals(defaultTarget, StringComparison.OrdinalIgnoreCase)) ?? defaultTarget,
        TargetUnit = targetUnit,
    };

    /// <summary>Another table from the same source: what is told about the source goes over.</summary>
    internal Series(string name, IReadOnlyList<string> columnNames, IReadOnlyList<double[]> columns, DateTime[]? timestamps, Series source)
        : this(name, columnNames, columns, timestamps)
    {
        TextColumns = source.TextColumns;
        Categories = source.Categories;
        MadeColumns = source.MadeColumns;
        Notes = source.Notes;
        Preview = source.Preview;
        DefaultTarget = source.DefaultTarget;
        TargetUnit = source.TargetUnit;
        Groups = source.Groups;
        Group = source.Group;
        GatheringOf = source.GatheringOf;
        MadeColumns = source.MadeColumns;
    }
}
