using System.CommandLine;

namespace PruningLab.Cli;

/// <summary>Options that every command has.</summary>
internal static class CommonOptions
{
    /// <summary>JSON on standard output.</summary>
    public static Option<bool> Json { get; } = new("--json")
    {
        Description = "Write the result as JSON to standard output, and nothing else there; an error becomes {\"error\": …}.",
        Recursive = true,
    };

    /// <summary>The folder of PruningLab's own files.</summary>
    public static Option<string?> Data { get; } = new("--data")
    {
        Description = "PruningLab's folder, the one that the server's --data names; your own data files lie in its folder uploads. "
            + "Default: PruningLab in your application data.",
        HelpName = "FOLDER",
        Recursive = true,
    };
}
