namespace PruningLab.Cli.Tests;

/// <summary>The repository that the tests were built from.</summary>
internal static class Repository
{
    /// <summary>Its folder of documentation.</summary>
    public static string Docs { get; } = Path.Combine(Find(), "docs");

    private static string Find()
    {
        DirectoryInfo folder = new(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "PruningLab.sln")))
        {
            folder = folder.Parent!;
        }
        return folder.FullName;
    }
}
