using PruningLab.Engine.Devices;
using PruningLab.Engine.Networks;

namespace PruningLab.Cli.Tests;

/// <summary>Runs command lines within the test's own process.</summary>
internal static class Cli
{
    /// <summary>Runs one.</summary>
    public static async Task<CliRun> RunAsync(
        string[] arguments, string input = "", bool atTerminal = false, FakeDevices? devices = null, CancellationToken cancellation = default)
    {
        using StringWriter output = new(), error = new();
        using StringReader reader = new(input);
        CliHost host = new() { Output = output, Error = error, Input = reader, ErrorIsTerminal = atTerminal };
        host = devices is null ? host : host with { Backend = () => new DeviceBackend(new ManagedBackend(), devices) };
        int code = await CommandLine.RunAsync(arguments, host, cancellation);
        return new CliRun(code, output.ToString(), error.ToString());
    }

    /// <summary>Runs one, its words given as parameters.</summary>
    public static Task<CliRun> RunAsync(params string[] arguments) => RunAsync(arguments, "");
}
