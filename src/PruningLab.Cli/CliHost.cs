namespace PruningLab.Cli;

/// <summary>What the command line is run by: a terminal, a script, or a test.</summary>
internal sealed record CliHost
{
    /// <summary>Where results go.</summary>
    public required TextWriter Output { get; init; }

    /// <summary>Where errors, notes and progress go.</summary>
    public required TextWriter Error { get; init; }

    /// <summary>What <c>-</c> is read from.</summary>
    public required TextReader Input { get; init; }

    /// <summary>Whether results are read by a person at a terminal, who may be shown colours.</summary>
    public bool OutputIsTerminal { get; init; }

    /// <summary>Whether notes are read by a person at a terminal, who may be shown progress.</summary>
    public bool ErrorIsTerminal { get; init; }

    /// <summary>Folder of the ready data sets; null: found by <see cref="PackagesFolder"/>.</summary>
    public string? Packages { get; init; }

    /// <summary>The process's own streams.</summary>
    public static CliHost OfProcess() => new()
    {
        Output = Console.Out,
        Error = Console.Error,
        Input = Console.In,
        OutputIsTerminal = !Console.IsOutputRedirected && IsCapable,
        ErrorIsTerminal = !Console.IsErrorRedirected && IsCapable,
    };

    private static bool IsCapable => Environment.GetEnvironmentVariable("TERM") != "dumb";
}
