namespace PruningLab.Engine.Data;

/// <summary>The series that were read last, up to a number of cells. Thread-safe; each file is read by one thread.</summary>
internal sealed class SeriesCache
{
    private const int MostSeries = 8;
    private readonly long _mostCells;
    private readonly Lock _lock = new();
    private readonly LinkedList<(string Key, Lazy<Series> Series)> _items = [];

    /// <param name="mostCells">Cells (8 bytes each) kept in all; the latest series is kept whatever its size.</param>
    public SeriesCache(long mostCells) => _mostCells = mostCells;

    /// <summary>The series of that key, read if need be; a reading that fails is not kept.</summary>
    public Series Get(string key, Func<Series> read)
    {
        Lazy<Series>? lazy = null;
        lock (_lock)
        {
            for (LinkedListNode<(string Key, Lazy<Series> Series)>? node = _items.First; node is not null; node = node.Next)
            {
                if (node.Value.Key != key)
                    continue;
                lazy = node.Value.Series;
                _items.Remove(node);
                _items.AddFirst(node);
                break;
            }
            if (lazy is null)
            {
                lazy = new Lazy<Series>(read);
                _items.AddFirst((key, lazy));
            }
        }
        try
        {
            Series series = lazy.Value;
            Trim();
            return series;
        }
        catch
        {
            lock (_lock)
            {
                for (LinkedListNode<(string Key, Lazy<Series> Series)>? node = _items.First; node is not null; node = node.Next)
                {
                    if (!ReferenceEquals(node.Value.Series, lazy))
                        continue;
                    _items.Remove(node);
                    break;
                }
            }
            throw;
        }
    }

    private void Trim()
    {
        lock (_lock)
        {
            long cells = 0;
            int count = 0;
            LinkedListNode<(string Key, Lazy<Series> Series)>? node = _items.First;
            while (node is not null)
            {
                LinkedListNode<(string Key, Lazy<Series> Series)>? next = node.Next;
                if (node.Value.Series.IsValueCreated)
                {
                    Series series = node.Value.Series.Value;
                    cells += (long)series.RowCount * (series.ColumnNames.Count + series.Categories.Count + 1);
                    if (++count > 1 && (cells > _mostCells || count > MostSeries))
                        _items.Remove(node);
                }
                node = next;
            }
        }
    }
}
