using PruningLab.Engine.Devices;
using PruningLab.Engine.Networks;

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

    /// <summary>Makes what networks come from; asked once, by the first command that needs it.</summary>
    public Func<IBackend> Backend { get; init; } = () => DeviceBackend.Find(new ManagedBackend());

    /// <summary>The process's own streams. Whatever else writes to the console from now on, such as a library that tells its
    /// troubles there, writes to standard error.</summary>
    public static CliHost OfProcess()
    {
        CliHost host = new()
        {
            Output = Console.Out,
            Error = Console.Error,
            Input = Console.In,
            OutputIsTerminal = !Console.IsOutputRedirected && IsCapable,
            ErrorIsTerminal = !Console.IsErrorRedirected && IsCapable,
        };
        Console.SetOut(Console.Error);
        return host;
    }

    private static bool IsCapable => Environment.GetEnvironmentVariable("TERM") != "dumb";
}
