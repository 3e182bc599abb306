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
        Room(1)[0] = item;
        Commit(1);
    }

    /// <summary>Room for entries to be appended together; only from the writing thread.</summary>
    /// <param name="count">How many at most.</param>
    /// <returns>The places behind the last entry, to be written and then handed to <see cref="Commit"/>; valid until the
    /// next call that appends.</returns>
    public Span<T> Room(int count)
    {
        T[] items = _items;
        if (items.Length - _count < count)
        {
            Array.Resize(ref items, Math.Max(_count + count, (int)Math.Min(2L * items.Length, Array.MaxLength)));
            Volatile.Write(ref _items, items);
        }
        return items.AsSpan(_count, count);
    }

    /// <summary>Makes the first entries of <see cref="Room"/> visible, all at once.</summary>
    /// <param name="count">How many of them were written.</param>
    public void Commit(int count)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(count, _items.Length - _count);
        Volatile.Write(ref _count, _count + count);
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
