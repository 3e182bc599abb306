using System.Globalization;
using System.Text.Json;

namespace PruningLab.Engine.Data;

/// <content>The papers' data sets among a person's files, and how tables are opened.</content>
public sealed partial class DataCatalogue
{
    private const int FoldersDeep = 2;
    private const int MostFiles = 20_000;

    /// <summary>Reads a data set, or takes it from the cache when its file has not changed.</summary>
    /// <param name="id">Id of the data set.</param>
    /// <param name="format">How to read it; null: as detected.</param>
    /// <param name="noisePercent">Level of noise, one of the entry's <see cref="CatalogueEntry.NoiseLevels"/>; 0 where it has none.</param>
    /// <returns>The series as the file holds it; of a file with several series the first.</returns>
    /// <exception cref="DataException">There is no such data set, or its file cannot be read.</exception>
    public Series Open(string id, CsvFormat? format = null, int noisePercent = 0) => OpenFile(Find(id), format, noisePercent, "").Read();

    /// <summary>Reads and prepares the series that a choice of data means: group, range of time, gathering into longer steps,
    /// features. Each step is cached.</summary>
    /// <param name="spec">The choice; windows, shares and scaling are not looked at, but by the features.</param>
    /// <returns>The series whose columns are the features and targets to choose from.</returns>
    /// <exception cref="DataException">There is no such data set, its file cannot be read, or the choice does not fit it.</exception>
    public Series Open(DataSpec spec)
    {
        ArgumentNullException.ThrowIfNull(spec);
        (Func<Series> read, string key) = OpenFile(Find(spec.Source), spec.Format, spec.NoisePercent, spec.Group ?? "");
        if (spec.From is not null || spec.To is not null || spec.Resample != ResampleStep.None || !string.IsNullOrEmpty(spec.Group))
        {
            // The file is read for it alone: a long one need not stay in memory beside its hours.
            Func<Series> whole = read;
            key = string.Create(CultureInfo.InvariantCulture, $"{key}|{spec.Group}|{spec.From:O}|{spec.To:O}|{spec.Resample}");
            string rowsKey = key;
            read = () => _cache.Get(rowsKey, () => SeriesPreparation.PrepareRows(whole(), spec));
        }
        return spec.Engineering is null
            ? read()
            : _cache.Get($"{key}|{JsonSerializer.Serialize(spec, KeyOptions)}", () => Features.FeatureBuilder.Build(read(), spec));
    }

    /// <summary>How the file of an entry is read, by way of the cache, and the cache's key for it in its present state.</summary>
    private (Func<Series> Read, string Key) OpenFile(CatalogueEntry entry, CsvFormat? format, int noisePercent, string group)
    {
        if (entry.Kind != DataKind.Table)
            throw new DataException($"{entry.Title}: the data set holds pictures where a table of columns was expected; choose "
                + $"another one.");
        if (entry.IsMissing)
            throw new DataException(entry.HowToGet);
        bool isColumn = entry.Layout == FileLayout.DistillationColumn && format is null;
        if (noisePercent != 0 && !isColumn)
            throw new DataException($"{entry.Title}: {noisePercent} % of noise were asked for where none was expected, because only the "
                + $"distillation column comes with levels of noise; leave it at 0.");
        FileInfo file = new(PathOf(entry, group));
        if (!file.Exists)
        {
            throw new DataException(entry.IsUpload || entry.Path is not null
                ? $"The data set \"{entry.Title}\" no longer exists; choose another one or upload the file again."
                : $"{entry.FileName}: the file of \"{entry.Title}\" was not found where the npm packages were "
                    + $"expected; run \"npm ci\" in the repository folder and start again.");
        }
        string wanted = entry.Layout == FileLayout.StockPrices ? group : "";
        string key = string.Create(CultureInfo.InvariantCulture,
            $"{entry.Id}|{file.FullName}|{file.Length}|{file.LastWriteTimeUtc.Ticks}|{JsonSerializer.Serialize(format, KeyOptions)}|{(isColumn ? noisePercent : -1)}|{wanted}");
        return (() => _cache.Get(key, () => Read(entry, file.FullName, format, isColumn ? noisePercent : null, wanted)), key);
    }

    private static Series Read(CatalogueEntry entry, string path, CsvFormat? format, int? noisePercent, string group)
    {
        try
        {
            using FileStream file = File.OpenRead(path);
            string name = Path.GetFileName(path);
            Series series = noisePercent is { } noise
                ? DistillationReader.Read(file, name, noise)
                : PaperReader.Read(file, name, entry.Layout, format, group, asPaper: !entry.IsUpload).WithTarget(entry.DefaultTarget, entry.TargetUnit);
            return entry.FileNote.Length == 0 || path != entry.Path ? series
                : new Series(series.Name, series.ColumnNames, series.Arrays, series.Times, series) { Notes = [.. series.Notes, entry.FileNote] };
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new DataException($"{entry.FileName}: the file could not be read; check that it is there and may "
                + $"be read.", exception);
        }
    }

    /// <summary>The papers' data sets, each with the largest file that has one of its layouts.</summary>
    private List<CatalogueEntry> Papers()
    {
        ILookup<FileLayout, FileInfo> files = FilesByLayout();
        List<CatalogueEntry> entries = [];
        foreach (PaperData.Known known in PaperData.All)
        {
            FileInfo[] found = [.. known.Layouts.SelectMany(layout => files[layout])
                .OrderByDescending(file => file.Length).ThenBy(file => file.FullName, StringComparer.Ordinal)];
            CatalogueEntry entry = known.Entry with { HowToGet = PaperData.HowToGet(known, _dataFolder) };
            entries.Add(found.Length == 0 ? entry with { IsMissing = true, Layout = FileLayout.Delimited } : entry with
            {
                FileName = found[0].Name,
                Path = found[0].FullName,
                Bytes = found[0].Length,
                Layout = _layouts.Of(found[0]).Layout,
                FileNote = found.Length == 1 ? "" : string.Create(CultureInfo.InvariantCulture,
                    $"Of {found.Length} files of these data in the data folder the largest is used, {Path.GetRelativePath(_dataFolder, found[0].FullName)}."),
            });
        }
        return entries;
    }

    /// <summary>The file of an entry; of several files with one stock each the one of the group that is asked for.</summary>
    private string PathOf(CatalogueEntry entry, string group)
    {
        string path = PathOf(entry);
        if (group.Length == 0 || entry.IsUpload || entry.Layout != FileLayout.StockPrices || _layouts.Of(new FileInfo(path)).FirstGroup == group)
            return path;
        return FilesByLayout()[FileLayout.StockPrices].Where(file => _layouts.Of(file).FirstGroup == group)
            .OrderByDescending(file => file.Length).FirstOrDefault()?.FullName ?? path;
    }

    private ILookup<FileLayout, FileInfo> FilesByLayout()
    {
        EnumerationOptions options = new() { RecurseSubdirectories = true, MaxRecursionDepth = FoldersDeep, IgnoreInaccessible = true };
        try
        {
            DirectoryInfo folder = new(_dataFolder);
            FileInfo[] files = folder.Exists ? [.. folder.EnumerateFiles("*", options).Where(file => UploadName.IsListed(file.Name)).Take(MostFiles)] : [];
            return files.ToLookup(file => _layouts.Of(file).Layout);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new DataException("The data folder could not be read; check that it is there and that PruningLab may read it.", exception);
        }
    }
}
