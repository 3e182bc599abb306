using System.CommandLine;
using System.CommandLine.Parsing;
using System.Diagnostics;

namespace PruningLab.Cli.Tests;

public sealed class HelpTests
{
    [Fact]
    public void Help_OfTheProgramItself_SaysWhatItIs()
    {
        ProcessStartInfo start = new("dotnet", [Path.Combine(AppContext.BaseDirectory, "pruninglab.dll"), "--help"]) { RedirectStandardOutput = true };
        using Process process = Process.Start(start)!;
        string text = process.StandardOutput.ReadToEnd();
        process.WaitForExit();

        Assert.Equal(0, process.ExitCode);
        Assert.Contains("PruningLab", text, StringComparison.Ordinal);
        Assert.Contains("130", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Help_OfTheProgram_NamesEveryCommand()
    {
        CliRun run = await Cli.RunAsync("--help");

        Assert.Equal(0, run.Code);
        Assert.All(
            ["train", "spec", "prune", "predict", "rules", "data", "bench", "devices"],
            name => Assert.Contains(run.Output.Split('\n'), line => line.TrimStart().Split(' ')[0] == name));
    }

    [Fact]
    public async Task Help_OfEachCommand_DescribesItsOptionsAndHasExamples()
    {
        foreach ((string[] path, Command command) in Commands())
        {
            CliRun run = await Cli.RunAsync([.. path, "--help"]);

            Assert.Equal(0, run.Code);
            Assert.Contains("Examples:", run.Output, StringComparison.Ordinal);
            Assert.All(command.Options, option => Assert.False(string.IsNullOrEmpty(option.Description), $"{string.Join(' ', path)} {option.Name}"));
            Assert.All(command.Options, option => Assert.Contains(option.Name, run.Output, StringComparison.Ordinal));
        }
    }

    [Fact]
    public void Examples_OfAllCommands_CanBeParsed()
    {
        CliHost host = new() { Output = TextWriter.Null, Error = TextWriter.Null, Input = TextReader.Null };
        RootCommand root = CommandLine.Create(host);
        IEnumerable<string> examples = Commands().Select(one => one.Command).OfType<CliCommand>().SelectMany(command => command.Examples)
            .Concat(CommandLine.Examples).Select(example => example.Line);
        Assert.All(examples, line =>
        {
            foreach (string part in line.Split('|').Select(part => part.Split('>')[0].Trim()).Where(part => part.StartsWith("pruninglab ", StringComparison.Ordinal)))
            {
                string[] words = [.. CommandLineParser.SplitCommandLine(part).Skip(1)];
                Assert.Empty(root.Parse(words).Errors.Select(error => $"{part}: {error.Message}"));
            }
        });
    }

    [Fact]
    public void Docs_LinesThatBeginWithTheProgram_CanBeParsed()
    {
        RootCommand root = CommandLine.Create(new CliHost { Output = TextWriter.Null, Error = TextWriter.Null, Input = TextReader.Null });
        string[] files = [.. Directory.EnumerateFiles(Repository.Docs, "*.md")];

        // In blocks of code after a prompt or nothing; what a line does stands two blanks behind it. In sentences between backticks.
        string[] lines =
        [
            .. files.SelectMany(File.ReadLines).Select(line => line.Trim().TrimStart('$', ' ')).Where(line => line.StartsWith("pruninglab ", StringComparison.Ordinal))
                .Select(line => line.Split("  ")[0]),
            .. files.SelectMany(File.ReadLines).SelectMany(line => line.Split('`').Where((_, part) => part % 2 == 1)).Where(part => part.StartsWith("pruninglab ", StringComparison.Ordinal)),
        ];

        Assert.True(lines.Length > 10, $"{lines.Length}");
        Assert.All(lines, line => Assert.Empty(root.Parse([.. CommandLineParser.SplitCommandLine(line.Split('>', '|')[0]).Skip(1)]).Errors.Select(error => $"{line}: {error.Message}")));
    }

    private static List<(string[] Path, Command Command)> Commands()
    {
        CliHost host = new() { Output = TextWriter.Null, Error = TextWriter.Null, Input = TextReader.Null };
        List<(string[], Command)> all = [];
        void Add(string[] path, Command command)
        {
            foreach (Command one in command.Subcommands)
            {
                all.Add(([.. path, one.Name], one));
                Add([.. path, one.Name], one);
            }
        }
        Add([], CommandLine.Create(host));
        return all;
    }
}
