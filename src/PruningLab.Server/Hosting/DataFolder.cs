namespace PruningLab.Server.Hosting;

/// <summary>The one folder this server writes to: keys, uploads, experiments.</summary>
/// <param name="Root">The folder's full path.</param>
public sealed record DataFolder(string Root)
{
    /// <summary>Where the keys lie that protect what the page sends back.</summary>
    public string Keys => Path.Combine(Root, "keys");

    /// <summary>Where uploaded series lie.</summary>
    public string Uploads => Path.Combine(Root, "uploads");

    /// <summary>Where the stores of grids lie, one folder each.</summary>
    public string Experiments => Path.Combine(Root, "experiments");

    /// <summary>Opens the folder and creates what is missing.</summary>
    /// <param name="wanted">The folder given by <c>--data</c>; null or empty for PruningLab's own folder among the user's
    /// application data.</param>
    /// <returns>The folder.</returns>
    public static DataFolder Open(string? wanted)
    {
        string root = string.IsNullOrWhiteSpace(wanted)
            ? Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData, Environment.SpecialFolderOption.DoNotVerify), "PruningLab")
            : Path.GetFullPath(wanted);
        var folder = new DataFolder(root);
        Directory.CreateDirectory(folder.Keys);
        Directory.CreateDirectory(folder.Uploads);
        return folder;
    }
}
