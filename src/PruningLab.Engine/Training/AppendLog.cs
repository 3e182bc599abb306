namespace PruningLab.Engine.Training;

/// <summary>A list that one thread appends to while others read what is there; readers take no lock.</summary>
/// <remarks>An entry is visible once <see cref="Count"/> includes it, and never changes afterwards.</remarks>
/// <typeparam name="T">A value.</typeparam>
public sealed class AppendLog<T>
    where T : struct
{
    private T[] _items;
    private int _count;

    /// <summary>Makes room; within it appending allocates nothing.</summary>
    public AppendLog(int capacity) => _items = new T[Math.Max(4, capacity)];

    /// <summary>Number of entries.</summary>
    public int Count => Volatile.Read(ref _count);

    /// <summary>One entry.</summary>
    public T this[int index]
    {
        get
        {
            ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)index, (uint)Count);
            return Volatile.Read(ref _items)[index];
        }
    }

    /// <summary>Appends; only from the writing thread.</summary>
    public void Add(T item)
    {
        T[] items = _items;
        if (_count == items.Length)
        {
            Array.Resize(ref items, 2 * items.Length);
            Volatile.Write(ref _items, items);
        }
        items[_count] = item;
        Volatile.Write(ref _count, _count + 1);
    }

    /// <summary>Entries from <paramref name="first"/> up to, not including, <paramref name="end"/>.</summary>
    public ReadOnlySpan<T> Read(int first, int end)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(end, Count);
        return Volatile.Read(ref _items).AsSpan(first, end - first);
    }

    /// <summary>All entries.</summary>
    public ReadOnlySpan<T> Read() => Read(0, Count);
}
