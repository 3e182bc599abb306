using PruningLab.Cli.Output;
using PruningLab.Engine.Data;
using PruningLab.Engine.Experiments.Grids;
using PruningLab.Engine.Training;

namespace PruningLab.Cli;

/// <summary>Failures as sentences and exit codes.</summary>
internal static class Failure
{
    /// <summary>What a failure means for the person; null for a fault of the program's own, which is not hidden.</summary>
    public static (string Sentence, int ExitCode)? Of(Exception exception, CancellationToken cancellation) => exception switch
    {
        CliException own => (own.Message, own.ExitCode),
        OperationCanceledException when cancellation.IsCancellationRequested => ("Interrupted.", ExitCode.Interrupted),
        DataException or SettingException or GridStoreException => (exception.Message, ExitCode.WrongUse),
        TrainingException => (exception.Message, ExitCode.Failed),
        UnauthorizedAccessException or DirectoryNotFoundException or FileNotFoundException => (exception.Message, ExitCode.WrongUse),
        IOException => (exception.Message, ExitCode.Failed),
        _ => null,
    };

    /// <summary>Tells it: as JSON on standard output when that was asked for, else as a line on standard error.</summary>
    public static void Tell(CliHost host, bool json, string sentence)
    {
        if (json)
        {
            host.Output.WriteLine(JsonText.Of(new { error = sentence }));
        }
        else
        {
            host.Error.WriteLine(sentence);
        }
    }
}
