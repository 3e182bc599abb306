using System.CommandLine;

namespace PruningLab.Cli;

/// <summary>A command with examples in its help, whose failures become sentences and exit codes.</summary>
internal sealed class CliCommand(string name, string description) : Command(name, description)
{
    /// <summary>Examples for its help: a command line, and what it does.</summary>
    public IReadOnlyList<(string Line, string Meaning)> Examples { get; init; } = [];

    /// <summary>Further paragraphs of its help, below the options.</summary>
    public IReadOnlyList<string> Notes { get; init; } = [];

    /// <summary>Sets what it does.</summary>
    /// <param name="host">What it is run by.</param>
    /// <param name="work">The work; gives the exit code. It may throw what <see cref="Failure"/> knows.</param>
    public void Does(CliHost host, Func<CliContext, CancellationToken, Task<int>> work) => SetAction(async (parsed, cancellation) =>
    {
        CliContext context = new(host, parsed);
        try
        {
            // On a thread of its own: the library listens for Ctrl+C only once the work has let go of this one.
            return await Task.Run(() => work(context, cancellation), CancellationToken.None).ConfigureAwait(false);
        }
        catch (Exception exception) when (Failure.Of(exception, cancellation) is { } failure)
        {
            Failure.Tell(host, context.Json, failure.Sentence);
            return failure.ExitCode;
        }
    });

    /// <summary>As the other overload, for work that never waits.</summary>
    public void Does(CliHost host, Func<CliContext, int> work) => Does(host, (context, _) => Task.FromResult(work(context)));
}
