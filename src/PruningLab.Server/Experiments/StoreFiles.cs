namespace PruningLab.Server.Experiments;

/// <summary>What can be seen of a store from outside, without reading its results.</summary>
internal static class StoreFiles
{
    /// <summary>A number that changes when results are added.</summary>
    /// <param name="folder">The store.</param>
    /// <returns>The sum of the lengths of all files of results.</returns>
    public static long Length(string folder) => Files(folder, "results").Sum(file => file.Length);

    /// <summary>When the store was last written to, UTC.</summary>
    /// <param name="folder">The store.</param>
    /// <returns>The latest time among its grid and its results.</returns>
    public static DateTime Changed(string folder) =>
        Files(folder, "results").Select(file => file.LastWriteTimeUtc).Append(File.GetLastWriteTimeUtc(Path.Combine(folder, "grid.json"))).Max();

    private static FileInfo[] Files(string folder, string part)
    {
        DirectoryInfo directory = new(Path.Combine(folder, part));
        try
        {
            return directory.Exists ? directory.GetFiles() : [];
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }
}
