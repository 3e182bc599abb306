namespace PruningLab.Engine.Data;

/// <summary>How files are laid out, found once for each state of a file. Thread-safe.</summary>
internal sealed class LayoutCache
{
    private const int MostFiles = 8192;
    private readonly Lock _lock = new();
    private readonly Dictionary<(string Path, long Length, long Ticks), (FileLayout Layout, string FirstGroup)> _known = [];

    /// <summary>The layout of a file and, of a file of stocks, the one in its first row: by DaISy's own name, else by what it holds;
    /// delimited when it is gone.</summary>
    public (FileLayout Layout, string FirstGroup) Of(FileInfo file)
    {
        if (!file.Exists)
        {
            return (FileLayout.Delimited, "");
        }
        (string, long, long) key = (file.FullName, file.Length, file.LastWriteTimeUtc.Ticks);
        lock (_lock)
        {
            if (_known.TryGetValue(key, out (FileLayout, string) known))
            {
                return known;
            }
        }
        (FileLayout, string) found = LayoutFinder.Of(file);
        lock (_lock)
        {
            if (_known.Count >= MostFiles)
            {
                _known.Clear();
            }
            _known[key] = found;
        }
        return found;
    }
}
