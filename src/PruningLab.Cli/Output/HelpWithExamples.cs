using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;

namespace PruningLab.Cli.Output;

/// <summary>A command's help, and below it its notes and examples.</summary>
internal sealed class HelpWithExamples(HelpAction help) : SynchronousCommandLineAction
{
    /// <inheritdoc/>
    public override bool ClearsParseErrors => true;

    /// <inheritdoc/>
    public override int Invoke(ParseResult parseResult)
    {
        int code = help.Invoke(parseResult);
        TextWriter output = parseResult.InvocationConfiguration.Output;
        if (parseResult.CommandResult.Command is CliCommand command)
        {
            Write(output, command.Notes, command.Examples);
        }
        else if (parseResult.CommandResult.Command is RootCommand)
        {
            Write(output, CommandLine.Notes, CommandLine.Examples);
        }
        return code;
    }

    private static void Write(TextWriter output, IReadOnlyList<string> notes, IReadOnlyList<(string Line, string Meaning)> examples)
    {
        foreach (string note in notes)
        {
            output.WriteLine(note);
            output.WriteLine();
        }
        if (examples.Count == 0)
        {
            return;
        }
        output.WriteLine("Examples:");
        foreach ((string line, string meaning) in examples)
        {
            output.WriteLine($"  {line}");
            output.WriteLine($"      {meaning}");
        }
        output.WriteLine();
    }
}
