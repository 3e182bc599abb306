namespace PruningLab.Cli;

/// <summary>Where the ready data sets of the npm packages lie.</summary>
internal static class PackagesFolder
{
    private static readonly string Place = Path.Combine("wwwroot", "lib", "vega-datasets");

    /// <summary>Beside a published program, else in the repository that it was built in.</summary>
    /// <param name="program">Folder of the program.</param>
    /// <returns>The folder; it may lack when the program was taken elsewhere, and the catalogue says so then.</returns>
    public static string Find(string program)
    {
        string beside = Path.Combine(program, Place);
        if (Directory.Exists(beside))
        {
            return beside;
        }
        for (DirectoryInfo? folder = new(program); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "PruningLab.sln")))
            {
                return Path.Combine(folder.FullName, Place);
            }
        }
        return beside;
    }
}
