namespace PruningLab.Cli.Tests;

public sealed class CommandLineTests
{
    [Theory]
    [InlineData("pruninglab needs a command: ")]
    [InlineData("pruninglab has no command “prnue”; it has ", "prnue")]
    [InlineData("pruninglab rules has no option --jsn; see pruninglab rules --help.", "rules", "--jsn")]
    [InlineData("Unrecognized command or argument 'snip'; see pruninglab rules --help.", "rules", "han", "snip")]
    [InlineData("There is no rule “nope”; there are ", "rules", "nope")]
    public async Task Run_WrongUse_OneSentenceOnStandardErrorAndCode2(string start, params string[] arguments)
    {
        CliRun run = await Cli.RunAsync(arguments);

        Assert.Equal(2, run.Code);
        Assert.StartsWith(start, run.Error, StringComparison.Ordinal);
        Assert.EndsWith("." + Environment.NewLine, run.Error, StringComparison.Ordinal);
        Assert.Single(run.Error.TrimEnd().Split('\n'));
        Assert.Empty(run.Output);
    }

    [Theory]
    [InlineData("rules", "nope", "--json")]
    [InlineData("--json", "rules", "nope")]
    [InlineData("--json", "prnue")]
    public async Task Run_WrongUseWithJson_ErrorAsJsonOnStandardOutput(params string[] arguments)
    {
        CliRun run = await Cli.RunAsync(arguments);

        Assert.Equal(2, run.Code);
        Assert.NotEmpty(run.Json.GetProperty("error").GetString()!);
        Assert.Empty(run.Error);
    }
}
