using System.Diagnostics;

namespace PruningLab.Cli.Tests;

public sealed class HelpTests
{
    [Fact]
    public void Help_AnyTime_SaysWhatItIs()
    {
        ProcessStartInfo start = new("dotnet", [Path.Combine(AppContext.BaseDirectory, "pruninglab.dll"), "--help"]) { RedirectStandardOutput = true };
        using Process process = Process.Start(start)!;
        string text = process.StandardOutput.ReadToEnd();
        process.WaitForExit();

        Assert.Equal(0, process.ExitCode);
        Assert.Contains("PruningLab", text, StringComparison.Ordinal);
    }
}
