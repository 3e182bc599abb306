using System.Text.Json;
using PruningLab.Engine.Data;

namespace PruningLab.Engine.Experiments.Grids;

/// <summary>Windows by choice of data, each loaded once however many workers ask for it at the same time; the last few are kept. Thread-safe.</summary>
internal sealed class WindowShelf(IWindowSource source, int kept)
{
    private readonly Lock _lock = new();
    private readonly LinkedList<(string Key, Lazy<LoadedWindows> Windows)> _shelf = [];

    /// <summary>Loads windows, or takes them from the shelf; other choices of data are loaded meanwhile.</summary>
    /// <exception cref="DataException">The data cannot be had; the next who asks tries again.</exception>
    public LoadedWindows Get(DataSpec spec)
    {
        string key = JsonSerializer.Serialize(spec, DataCatalogue.KeyOptions);
        Lazy<LoadedWindows> windows = Place(key, spec);
        try
        {
            return windows.Value;
        }
        catch
        {
            Remove(windows);
            throw;
        }
    }

    private Lazy<LoadedWindows> Place(string key, DataSpec spec)
    {
        lock (_lock)
        {
            for (LinkedListNode<(string Key, Lazy<LoadedWindows> Windows)>? node = _shelf.First; node is not null; node = node.Next)
            {
                if (node.Value.Key == key)
                {
                    _shelf.Remove(node);
                    _shelf.AddFirst(node);
                    return node.Value.Windows;
                }
            }
            Lazy<LoadedWindows> windows = new(() => new LoadedWindows(source.Load(spec)));
            _shelf.AddFirst((key, windows));
            if (_shelf.Count > kept)
            {
                _shelf.RemoveLast();
            }
            return windows;
        }
    }

    private void Remove(Lazy<LoadedWindows> windows)
    {
        lock (_lock)
        {
            if (_shelf.FirstOrDefault(place => ReferenceEquals(place.Windows, windows)) is { Key: not null } place)
            {
                _shelf.Remove(place);
            }
        }
    }
}
