using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Parsing;
using PruningLab.Cli.Commands;
using PruningLab.Cli.Output;

namespace PruningLab.Cli;

/// <summary>The command <c>pruninglab</c>.</summary>
internal static class CommandLine
{
    private static readonly TimeSpan TimeToEnd = TimeSpan.FromSeconds(20);

    /// <summary>Paragraphs below the list of commands.</summary>
    public static IReadOnlyList<string> Notes { get; } =
    [
        """
        Exit codes:
          0    success
          1    the work failed: training diverged, a device's memory was full, or some jobs failed
          2    wrong use or bad input; one sentence on standard error says what to do
          130  interrupted (Ctrl+C)
        """,
    ];

    /// <summary>Examples below the list of commands.</summary>
    public static IReadOnlyList<(string Line, string Meaning)> Examples { get; } =
    [
        ("pruninglab train --ready --out runs/first", "Trains the ready experiment; everything that came of it is in runs/first."),
        ("pruninglab spec --source seattle-weather --rule snip > my.json", "An experiment to change and train: pruninglab train my.json"),
        ("pruninglab prune model.safetensors --sparsity 0.9 --out small.safetensors", "Prunes the weights of any safetensors file, PyTorch's too."),
        ("pruninglab data list", "What can be trained on here, and where to get the papers' data."),
    ];

    /// <summary>All commands.</summary>
    public static RootCommand Create(CliHost host)
    {
        RootCommand root = new("PruningLab without a browser: train, compare and prune networks.")
        {
            CommonOptions.Json,
            CommonOptions.Data,
        };
        root.Add(TrainCommand.Create(host));
        root.Add(SpecCommand.Create(host));
        root.Add(PruneCommand.Create(host));
        root.Add(PredictCommand.Create(host));
        root.Add(GridCommand.Create(host));
        root.Add(RulesCommand.Create(host));
        root.Add(DataCommand.Create(host));
        root.Add(BenchCommand.Create(host));
        root.Add(DevicesCommand.Create(host));
        foreach (HelpOption option in root.Options.OfType<HelpOption>())
        {
            option.Action = new HelpWithExamples((HelpAction)option.Action!);
        }
        return root;
    }

    /// <summary>Runs a command line to its end.</summary>
    /// <returns>The exit code.</returns>
    public static async Task<int> RunAsync(string[] arguments, CliHost host, CancellationToken cancellation = default)
    {
        ParseResult parsed = Create(host).Parse(arguments, new ParserConfiguration { ResponseFileTokenReplacer = null });
        if (Fault(parsed) is { } fault)
        {
            Failure.Tell(host, arguments.Contains("--json"), fault);
            return ExitCode.WrongUse;
        }
        InvocationConfiguration configuration = new()
        {
            Output = host.Output,
            Error = host.Error,
            ProcessTerminationTimeout = TimeToEnd,
            EnableDefaultExceptionHandler = false,
        };
        return await parsed.InvokeAsync(configuration, cancellation).ConfigureAwait(false);
    }

    /// <summary>What is wrong with a command line, in one sentence; null when nothing is.</summary>
    private static string? Fault(ParseResult parsed)
    {
        Command command = parsed.CommandResult.Command;
        string path = Path(parsed.CommandResult);
        string advice = $"see {path} --help.";
        if (parsed.Action is HelpWithExamples)
        {
            return null;
        }
        if (parsed.Tokens.TakeWhile(token => token.Type != TokenType.DoubleDash).FirstOrDefault(
            token => token.Type == TokenType.Argument && token.Value.StartsWith("--", StringComparison.Ordinal)) is { } unknown)
        {
            // Else a command that takes an argument would take the unknown option for it.
            return $"{path} has no option {unknown.Value}; {advice}";
        }
        if (parsed.Errors.Count == 0)
        {
            return null;
        }
        if (command.Subcommands.Count > 0)
        {
            string known = string.Join(", ", command.Subcommands.Where(c => !c.Hidden).Select(c => c.Name));
            return parsed.UnmatchedTokens.Count > 0
                ? $"{path} has no command “{parsed.UnmatchedTokens[0]}”; it has {known}; {advice}"
                : $"{path} needs a command: {known}; {advice}";
        }
        return $"{parsed.Errors[0].Message.TrimEnd('.')}; {advice}";
    }

    private static string Path(CommandResult? result)
    {
        List<string> names = [];
        for (SymbolResult? at = result; at is not null; at = at.Parent)
        {
            if (at is CommandResult { Command: var command })
            {
                names.Insert(0, command is RootCommand ? "pruninglab" : command.Name);
            }
        }
        return string.Join(' ', names);
    }
}
