namespace PruningLab.Engine.Data;

/// <summary>Lets the rows of one group pass while a file of several series is read, and remembers which groups there are.</summary>
internal sealed class CsvGroupFilter
{
    private const int MostGroups = 65_536;

    private readonly HashSet<string> _groups = new(StringComparer.Ordinal);
    private readonly HashSet<string>.AlternateLookup<ReadOnlySpan<char>> _lookup;
    private readonly string _column;
    private bool _isChosen;

    /// <param name="index">Place of the column of groups.</param>
    /// <param name="column">Its name.</param>
    /// <param name="chosen">The group that passes; empty: that of the first row.</param>
    private CsvGroupFilter(int index, string column, string chosen)
    {
        _lookup = _groups.GetAlternateLookup<ReadOnlySpan<char>>();
        _column = column;
        Index = index;
        Chosen = chosen;
        _isChosen = chosen.Length > 0;
    }

    /// <summary>Place of the column of groups.</summary>
    public int Index { get; }

    /// <summary>The group that passes.</summary>
    public string Chosen { get; private set; }

    /// <summary>The groups so far, in the order of their letters.</summary>
    public IReadOnlyList<string> Groups => [.. _groups.Order(StringComparer.Ordinal)];

    /// <summary>The filter for a table; null when all rows are wanted or the table has no such column.</summary>
    public static CsvGroupFilter? For(CsvGroup? group, IReadOnlyList<string> names)
    {
        foreach (string wanted in group?.Columns ?? [])
        {
            for (int i = 0; i < names.Count; i++)
            {
                if (names[i].Equals(wanted, StringComparison.OrdinalIgnoreCase))
                    return new CsvGroupFilter(i, names[i], group!.Group);
            }
        }
        return null;
    }

    /// <summary>Whether a row of that group passes.</summary>
    /// <exception cref="DataException">There are too many different groups.</exception>
    public bool Passes(ReadOnlySpan<char> cell, string fileName, int line)
    {
        if (!_lookup.Contains(cell))
        {
            if (_groups.Count == MostGroups)
                throw new DataException($"{fileName}, line {line}, column {Index + 1} ({_column}): more than {MostGroups} different "
                    + $"words were found where the names of a few series were expected; choose a file with fewer.")
                { Line = line, Column = Index + 1 };
            _groups.Add(cell.ToString());
        }
        if (!_isChosen)
        {
            Chosen = cell.ToString();
            _isChosen = true;
        }
        return cell.SequenceEqual(Chosen);
    }

    /// <summary>What to say when no row passed.</summary>
    public DataException Unknown(string fileName)
    {
        IReadOnlyList<string> groups = Groups;
        return new DataException($"{fileName}: no row of the group {ColumnBuffer.Quoted(Chosen)} was found in column {_column} where one of its "
            + $"{groups.Count} was expected; choose one of {string.Join(", ", groups.Take(12).Select(group => ColumnBuffer.Shortened(group)))}{(groups.Count > 12 ? ", …" : "")}.");
    }

    /// <summary>What was left out, for the page; null when nothing was.</summary>
    public string? Note => _groups.Count < 2 ? null : $"Of {_groups.Count} series in the file, told apart by column {_column}, the rows of {Chosen} are used.";
}
