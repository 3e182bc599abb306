#if TORCH
using System.Diagnostics;
using System.Text.Json;
using PruningLab.Engine.Devices;

namespace PruningLab.Cli.Tests;

/// <summary>The program of a build with TorchSharp: with its libraries, and with files of them taken away.</summary>
public sealed class TorchBuildTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Train_OnTheProcessorByLibtorch_IsRepeatedToTheSameBits()
    {
        CliRun first = await Cli.RunAsync(["train", "-", "--json", "--device", DeviceId.TorchCpu, "--out", _folder["run"]], Tiny.Spec("snip").ToJson());
        CliRun again = await Cli.RunAsync("train", _folder["run"]);
        CliRun managed = await Cli.RunAsync(["train", _folder["run"], "--device", DeviceId.Cpu, "--json"]);

        Assert.Equal((0, 0, 0), (first.Code, again.Code, managed.Code));
        Assert.StartsWith("repeated to the same bits", again.Output, StringComparison.Ordinal);
        Assert.Equal(Mae(managed), Mae(first), 1e-4);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Devices_FilesOfTheLibraryTakenAway_JsonAndNothingElse(bool withTorchSharp)
    {
        (int code, string output, string error) = await RunAsync(Copy(withTorchSharp), "devices", "--json");

        Assert.Equal((0, ""), (code, error));
        JsonElement root = JsonDocument.Parse(output).RootElement;
        Assert.Equal(DeviceId.Cpu, Assert.Single(root.GetProperty("devices").EnumerateArray()).GetProperty("id").GetString());
        Assert.Contains("graphics cards", root.GetProperty("whyNoCuda").GetString(), StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task Bench_LibraryTakenAway_IsNotMissedWhenNobodyAsksForADevice()
    {
        (int code, string output, _) = await RunAsync(
            Copy(withTorchSharp: false), "bench", "--json", "--rounds", "1", "--milliseconds", "1", "--features", "2", "--window", "8", "--batch", "4");

        Assert.Equal(0, code);
        Assert.Equal(DeviceId.Cpu, JsonDocument.Parse(output).RootElement.GetProperty("device").GetString());
    }

    /// <summary>The program without native libraries.</summary>
    private string Copy(bool withTorchSharp)
    {
        Directory.CreateDirectory(_folder["program"]);
        foreach (string file in Directory.EnumerateFiles(AppContext.BaseDirectory).Where(file => Path.GetExtension(file) is ".dll" or ".json"))
        {
            if (withTorchSharp || Path.GetFileName(file) != "TorchSharp.dll")
            {
                File.Copy(file, Path.Combine(_folder["program"], Path.GetFileName(file)));
            }
        }
        return _folder["program/pruninglab.dll"];
    }

    private static async Task<(int Code, string Output, string Error)> RunAsync(params string[] arguments)
    {
        using Process process = Process.Start(new ProcessStartInfo("dotnet", arguments) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        Task<string> error = process.StandardError.ReadToEndAsync();
        string output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        return (process.ExitCode, output, await error);
    }

    private static double Mae(CliRun run) => run.Json.GetProperty("metrics").GetProperty("test").GetProperty("mae").GetDouble();
}
#endif
