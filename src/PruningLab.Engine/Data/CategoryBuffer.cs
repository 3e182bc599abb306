using System.Globalization;

namespace PruningLab.Engine.Data;

/// <summary>The words of a column while its file is read, as long as there are few different ones.</summary>
internal sealed class CategoryBuffer
{
    private const short Missing = -1;

    private readonly Dictionary<string, short> _places = new(StringComparer.Ordinal);
    private readonly Dictionary<string, short>.AlternateLookup<ReadOnlySpan<char>> _lookup;
    private readonly List<short> _rows = [];

    /// <summary>No word yet.</summary>
    public CategoryBuffer() => _lookup = _places.GetAlternateLookup<ReadOnlySpan<char>>();

    /// <summary>Whether there are too many different words for classes.</summary>
    public bool IsFull { get; private set; }

    /// <summary>Notes the word of a row; rows that were left out in between have none.</summary>
    public void Add(ReadOnlySpan<char> word, int row)
    {
        if (IsFull)
            return;
        if (!_lookup.TryGetValue(word, out short place))
        {
            if (_places.Count == CategoryColumn.MostClasses)
            {
                IsFull = true;
                _rows.Clear();
                _rows.TrimExcess();
                return;
            }
            place = (short)_places.Count;
            _places.Add(word.ToString(), place);
        }
        while (_rows.Count < row)
            _rows.Add(Missing);
        _rows.Add(place);
    }

    /// <summary>The column of classes; null when there are too many different words, or fewer than two.</summary>
    /// <param name="name">Name of the column.</param>
    /// <param name="values">The column's numbers, which are words like others; NaN where there is none.</param>
    public CategoryColumn? ToColumn(string name, double[] values)
    {
        for (int row = 0; row < values.Length && !IsFull; row++)
        {
            while (_rows.Count <= row)
                _rows.Add(Missing);
            if (!double.IsNaN(values[row]))
                Replace(row, values[row].ToString(CultureInfo.InvariantCulture));
        }
        if (IsFull || _places.Count < 2)
            return null;
        string[] words = [.. _places.Keys.Order(StringComparer.Ordinal)];
        int[] ordered = new int[words.Length];
        for (int i = 0; i < words.Length; i++)
            ordered[_places[words[i]]] = i;
        return new CategoryColumn(name, words, [.. _rows.Select(place => place == Missing ? double.NaN : ordered[place])]);
    }

    private void Replace(int row, string word)
    {
        if (!_places.TryGetValue(word, out short place))
        {
            IsFull = _places.Count == CategoryColumn.MostClasses;
            if (IsFull)
                return;
            place = (short)_places.Count;
            _places.Add(word, place);
        }
        _rows[row] = place;
    }
}
