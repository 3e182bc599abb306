namespace PruningLab.Cli;

/// <summary>A command ends without success; <see cref="Exception.Message"/> is one sentence for a person.</summary>
internal sealed class CliException : Exception
{
    /// <summary>Wrong use or bad input.</summary>
    public CliException(string message)
        : this(message, Cli.ExitCode.WrongUse)
    {
    }

    /// <summary>Ends with a given exit code.</summary>
    public CliException(string message, int exitCode)
        : base(message) => ExitCode = exitCode;

    /// <summary>Wrong use or bad input, with its cause.</summary>
    public CliException(string message, Exception innerException)
        : base(message, innerException) => ExitCode = Cli.ExitCode.WrongUse;

    /// <summary>Exit code of the program.</summary>
    public int ExitCode { get; }
}
