using System.Globalization;
using System.Runtime.CompilerServices;

namespace PruningLab.Engine.Data;

/// <summary>The pictures that were read last, as long as somebody uses their pixels: 220 MB are not kept for nobody.</summary>
/// <remarks>Thread-safe; one thread reads at a time.</remarks>
internal sealed class PictureCache
{
    private readonly Lock _lock = new();
    private readonly ConditionalWeakTable<float[], LabelledPictures> _used = [];
    private WeakReference<float[]>? _last;
    private string _key = "";

    /// <summary>The pictures of a folder, read if need be; both ways to see them share the pixels.</summary>
    /// <param name="folder">Where MNIST's files lie.</param>
    /// <param name="most">Most pictures of the training part; 0 for all.</param>
    /// <exception cref="DataException">A file is missing or broken.</exception>
    public LabelledPictures Get(string folder, int most)
    {
        string key = string.Create(CultureInfo.InvariantCulture, $"{folder}|{most}|{Stamp(folder)}");
        lock (_lock)
        {
            if (key == _key && _last is not null && _last.TryGetTarget(out float[]? pixels) && _used.TryGetValue(pixels, out LabelledPictures? known))
                return known;
            LabelledPictures pictures = LabelledPictures.Read(folder, most);
            _used.Add(pictures.Pixels, pictures);
            _last = new WeakReference<float[]>(pictures.Pixels);
            _key = key;
            return pictures;
        }
    }

    private static string Stamp(string folder) => string.Join('|', PictureFiles.Names.Select(name =>
        PictureFiles.PathOf(folder, name) is string path
            ? string.Create(CultureInfo.InvariantCulture, $"{path}:{new FileInfo(path).Length}:{File.GetLastWriteTimeUtc(path).Ticks}")
            : ""));
}
