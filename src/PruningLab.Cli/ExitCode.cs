namespace PruningLab.Cli;

/// <summary>What a command ends with.</summary>
internal static class ExitCode
{
    /// <summary>All went well.</summary>
    public const int Success = 0;

    /// <summary>The command was understood and its input sound, but the work failed: training diverged, a device's memory was full, or some jobs failed.</summary>
    public const int Failed = 1;

    /// <summary>Wrong use or bad input.</summary>
    public const int WrongUse = 2;

    /// <summary>Interrupted, by Ctrl+C or by the system.</summary>
    public const int Interrupted = 130;
}
