namespace PruningLab.Cli.Tests;

/// <summary>Runs command lines within the test's own process.</summary>
internal static class Cli
{
    /// <summary>Runs one.</summary>
    public static async Task<CliRun> RunAsync(string[] arguments, string input = "", bool atTerminal = false, CancellationToken cancellation = default)
    {
        using StringWriter output = new(), error = new();
        using StringReader reader = new(input);
        int code = await CommandLine.RunAsync(arguments, new CliHost { Output = output, Error = error, Input = reader, ErrorIsTerminal = atTerminal }, cancellation);
        return new CliRun(code, output.ToString(), error.ToString());
    }

    /// <summary>Runs one, its words given as parameters.</summary>
    public static Task<CliRun> RunAsync(params string[] arguments) => RunAsync(arguments, "");
}
