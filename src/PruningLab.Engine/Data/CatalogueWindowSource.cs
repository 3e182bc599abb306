using System.Text.Json;

namespace PruningLab.Engine.Data;

/// <summary>Windows of the catalogue's data sets. Keeps the last few results, so that a reset, a second tab or going back
/// to an earlier choice reads nothing again.</summary>
/// <remarks>Thread-safe. A result is used again only while the catalogue gives the same series, so that a file that was
/// changed on disk is seen.</remarks>
public sealed class CatalogueWindowSource : IWindowSource
{
    private const int Kept = 4;

    private readonly DataCatalogue _catalogue;
    private readonly Lock _lock = new();
    private readonly LinkedList<Entry> _entries = [];

    /// <summary>Windows from a catalogue.</summary>
    /// <param name="catalogue">The data sets.</param>
    public CatalogueWindowSource(DataCatalogue catalogue)
    {
        ArgumentNullException.ThrowIfNull(catalogue);
        _catalogue = catalogue;
    }

    /// <inheritdoc/>
    public WindowSet Load(DataSpec spec)
    {
        ArgumentNullException.ThrowIfNull(spec);
        CatalogueEntry entry = _catalogue.Find(spec.Source);
        if (entry.Kind != DataKind.Table)
        {
            // The catalogue keeps the pixels while somebody uses them; the windows over them cost nothing.
            PictureWindows.Require(entry, spec);
            return PictureWindows.Build(_catalogue.OpenPictures(entry, spec.MaxSamples), entry, spec);
        }

        Series series = _catalogue.Open(spec);
        string key = JsonSerializer.Serialize(spec, DataCatalogue.KeyOptions);
        lock (_lock)
        {
            if (_entries.FirstOrDefault(entry => entry.Key == key && ReferenceEquals(entry.Series, series)) is { } known)
            {
                _entries.Remove(known);
                _entries.AddFirst(known);
                return known.Windows;
            }
        }

        WindowSet windows = WindowBuilder.Build(series, spec);
        lock (_lock)
        {
            _entries.AddFirst(new Entry(key, series, windows));
            if (_entries.Count > Kept)
            {
                _entries.RemoveLast();
            }
        }

        return windows;
    }

    /// <inheritdoc/>
    public string TargetUnit(DataSpec spec)
    {
        ArgumentNullException.ThrowIfNull(spec);
        if (spec.Task == TaskKind.Classification || _catalogue.Find(spec.Source).Kind != DataKind.Table)
        {
            return "";
        }

        Series series = _catalogue.Open(spec);
        IReadOnlyList<string> targets = WindowBuilder.TargetsOf(series, spec);
        return targets.Count == 1 && targets[0] == series.DefaultTarget ? series.TargetUnit : "";
    }

    private sealed record Entry(string Key, Series Series, WindowSet Windows);
}
