using PruningLab.Engine.Data;

namespace PruningLab.Cli;

/// <summary>A data file at any place, seen as the only one of a data folder of its own.</summary>
internal sealed class FileData : IDisposable
{
    private readonly DirectoryInfo _folder;

    private FileData(DirectoryInfo folder, FileInfo file)
    {
        _folder = folder;
        File = file;
        Catalogue = new DataCatalogue(Path.Combine(folder.FullName, "none"), folder.FullName);
    }

    /// <summary>The file.</summary>
    public FileInfo File { get; }

    /// <summary>The catalogue in which it is the only one of a person's files.</summary>
    public DataCatalogue Catalogue { get; }

    /// <summary>Opens a file.</summary>
    /// <exception cref="CliException">It is not there.</exception>
    public static FileData Open(string path)
    {
        FileInfo file = new(path);
        if (!file.Exists)
        {
            throw new CliException(Directory.Exists(path)
                ? $"{path}: this is a folder, where a data file was expected; name a file in it."
                : $"{path}: there is no such file; check the path.");
        }
        DirectoryInfo folder = Directory.CreateTempSubdirectory("pruninglab-");
        try
        {
            System.IO.File.CreateSymbolicLink(Path.Combine(folder.FullName, file.Name), file.FullName);
            return new FileData(folder, file);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            folder.Delete(recursive: true);
            throw new CliException($"{path}: no link to the file could be made in {Path.GetTempPath()}; put the file into the data folder and name it by its id (pruninglab data list).", exception);
        }
    }

    /// <summary>The file as a data set: as the one of the papers that is asked for, else as the one that its layout is of, else as any table.</summary>
    /// <param name="wanted">Id of a data set of the papers; null for none.</param>
    /// <exception cref="CliException">Its name is none of a text table.</exception>
    public CatalogueEntry Entry(string? wanted = null)
    {
        CatalogueEntry[] here = [.. Catalogue.Entries.Where(entry => entry.IsUpload || (!entry.IsMissing && entry.HowToGet.Length > 0))];
        return here.FirstOrDefault(entry => entry.Id == wanted)
            ?? here.FirstOrDefault(entry => !entry.IsUpload)
            ?? here.FirstOrDefault()
            ?? throw new CliException($"{File.Name}: the file is no text table by its name, where one of .csv, .txt, .tsv, .dat, .data or .tab was expected; rename it if it is one.");
    }

    public void Dispose() => _folder.Delete(recursive: true);
}
