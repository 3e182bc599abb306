using System.Text.Json;
using PruningLab.Engine.Data;
using PruningLab.Engine.Devices;
using PruningLab.Engine.Experiments.Grids;
using PruningLab.Engine.Networks;
using PruningLab.Engine.Plasticity;

namespace PruningLab.Cli.Tests;

/// <summary>The list of devices, commands that look for none, and devices compared.</summary>
public sealed class DevicesCommandTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly FakeDevices _devices = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Devices_OfThisBuild_ListTheProcessorAndSayWhyThereIsNoCard()
    {
        CliRun run = await Cli.RunAsync("devices"), json = await Cli.RunAsync("devices", "--json");

        Assert.Equal((0, 0), (run.Code, json.Code));
        JsonElement first = json.Json.GetProperty("devices")[0];
        Assert.Equal(("cpu", "managed engine"), (first.GetProperty("id").GetString(), first.GetProperty("library").GetString()));
        bool hasCard = json.Json.GetProperty("devices").EnumerateArray().Any(device => DeviceId.Card(device.GetProperty("id").GetString()!) >= 0);
        string? why = json.Json.GetProperty("whyNoCuda").GetString();
        Assert.Equal(hasCard, why is null);
        Assert.Contains(why ?? "cuda:0", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Devices_WithACard_MemoryLibraryAndDriver()
    {
        CliRun run = await Cli.RunAsync(["devices"], devices: _devices), json = await Cli.RunAsync(["devices", "--json"], devices: _devices);

        Assert.Equal(["cpu", "torch-cpu", "cuda:0"], json.Json.GetProperty("devices").EnumerateArray().Select(device => device.GetProperty("id").GetString()));
        JsonElement card = json.Json.GetProperty("devices")[2];
        Assert.Equal(("Fake Card 1", 8L << 30, "driver 570.86"), (card.GetProperty("name").GetString(), card.GetProperty("memoryBytes").GetInt64(), card.GetProperty("driver").GetString()));
        Assert.Equal(JsonValueKind.Null, json.Json.GetProperty("whyNoCuda").ValueKind);
        Assert.Contains(run.Output.Split('\n'), line => line.Contains("cuda:0", StringComparison.Ordinal) && line.Contains("8.0 GiB", StringComparison.Ordinal) && line.Contains("driver 570.86", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Devices_LibraryFails_ProcessorStaysAndTheReasonIsOneLine()
    {
        FakeDevices broken = new() { Fault = new FileNotFoundException("Could not load TorchSharp.\nSee the log.") };

        CliRun run = await Cli.RunAsync(["devices", "--json"], devices: broken);
        CliRun train = await Cli.RunAsync(["train", "--ready", "--device", "torch-cpu"], devices: broken);

        Assert.Equal((0, 2), (run.Code, train.Code));
        Assert.Equal("cpu", Assert.Single(run.Json.GetProperty("devices").EnumerateArray()).GetProperty("id").GetString());
        string why = run.Json.GetProperty("whyNoCuda").GetString()!;
        Assert.StartsWith("Graphics cards are not offered because the library for them could not be used (Could not load TorchSharp): ", why, StringComparison.Ordinal);
        Assert.Equal($"--device: There is no device “torch-cpu” on this machine: choose cpu. {why}", train.Error.TrimEnd());
    }

    [Fact]
    public async Task Commands_WithoutADevice_NeverLookForOne()
    {
        string spec = _folder.Write("spec.json", Tiny.Spec("snip").ToJson());
        GridSpec grid = new()
        {
            Data = [new GridData("Weather", Tiny.Spec().Data)],
            Networks = [new GridNetwork("MLP", Tiny.Spec().Network)],
            Windows = [2],
            Methods = [new GridMethod("None", new RuleSpec("none"))],
            Training = Tiny.Spec().Training,
            Seeds = [1],
        };
        string[][] lines =
        [
            ["train", spec, "--out", _folder["run"]], ["train", spec, "--device", "cpu"], ["train", _folder["run"]], ["spec"], ["rules"], ["data", "list"],
            ["predict", _folder["run"]], ["predict", _folder["run"], "--device", "cpu"], ["prune", _folder["run"], "--rule", "snip", "--sparsity", "0.9", "--out", _folder["x"]],
            ["grid", "run", _folder.Write("grid.json", grid.ToJson()), "--store", _folder["store"]], ["grid", "status", "--store", _folder["store"]],
            ["bench", "--rounds", "1", "--milliseconds", "1", "--features", "2", "--window", "8", "--batch", "4"],
        ];

        foreach (string[] line in lines)
        {
            CliRun run = await Cli.RunAsync(line, devices: _devices);

            Assert.True(run.Code == 0, $"{line[0]}: {run.Error}");
            Assert.Equal(0, _devices.Finds);
        }
        await Cli.RunAsync(["devices"], devices: _devices);
        Assert.Equal(1, _devices.Finds);
    }

    [Fact]
    public async Task Bench_OnADevice_MeasuresItsNetworks()
    {
        CliRun run = await Cli.RunAsync(["bench", "--json", "--device", "cuda", "--rounds", "1", "--milliseconds", "1", "--features", "2", "--window", "8", "--batch", "4"], devices: _devices);

        Assert.Equal(0, run.Code);
        Assert.Equal("cuda:0", run.Json.GetProperty("device").GetString());
        Assert.Equal(4, run.Json.GetProperty("networks").GetArrayLength());
        Assert.Equal(12, _devices.Networks);
    }

    [Fact]
    public async Task Bench_DeviceIsFull_Code1AndTheSentence()
    {
        CliRun run = await Cli.RunAsync(
            ["bench", "--device", "cuda:0", "--rounds", "1", "--milliseconds", "1", "--features", "2", "--window", "8", "--batch", "4"],
            devices: new FakeDevices { FullAfterPasses = 0 });

        Assert.Equal((1, FakeDevices.Full, ""), (run.Code, run.Error.TrimEnd(), run.Output));
    }

    [Fact]
    public async Task Bench_Devices_TimesTheSpecOnEachAndChoosesOne()
    {
        CliRun run = await Cli.RunAsync(["bench", "--devices", "-", "--json"], Tiny.Spec().ToJson(), devices: _devices);

        Assert.Equal(0, run.Code);
        JsonElement line = Assert.Single(run.Json.GetProperty("networks").EnumerateArray());
        Assert.Equal("MLP", line.GetProperty("network").GetString());
        Assert.Equal(["cpu", "torch-cpu", "cuda:0"], line.GetProperty("times").EnumerateArray().Select(time => time.GetProperty("id").GetString()));
        Assert.All(line.GetProperty("times").EnumerateArray(), time => Assert.True(time.GetProperty("milliseconds").GetDouble() > 0));
        Assert.Contains(line.GetProperty("choose").GetString(), (string[])["cpu", "torch-cpu", "cuda:0"]);
        Assert.True(_devices.Passes > 0);
    }

    [Fact]
    public async Task Bench_DevicesAreFull_ChoosesTheOneThatIsNot()
    {
        FakeDevices full = new() { FullAfterPasses = 0 };

        CliRun run = await Cli.RunAsync(["bench", "--devices", "-", "--json"], Tiny.Spec().ToJson(), devices: full);

        JsonElement line = Assert.Single(run.Json.GetProperty("networks").EnumerateArray());
        Assert.Equal((0, "cpu"), (run.Code, line.GetProperty("choose").GetString()));
        Assert.Equal(FakeDevices.Full, line.GetProperty("times")[2].GetProperty("sentence").GetString());
    }

    [Theory]
    [InlineData("There is only cpu here, so there is nothing to compare. Graphics cards are not offered", 0, "--devices")]
    [InlineData("--devices times every device as long as it takes, so --rounds cannot go with it", 2, "--devices", "--rounds", "3")]
    [InlineData("The data are those of -, so --window and --features cannot go with it", 2, "--devices", "-", "--window", "3")]
    [InlineData("A SPEC is timed on the devices, by --devices", 2, "-")]
    [InlineData("--device: There is no device “cuda:0” on this machine: choose cpu. Graphics cards are not offered", 2, "--device", "cuda:0")]
    [InlineData("--device is “gpu”, but must be cpu, torch-cpu or a graphics card such as cuda:0; see pruninglab bench --help.", 2, "--device", "gpu")]
    public async Task Bench_WithoutDevices_Sentence(string start, int code, params string[] arguments)
    {
        using StringWriter output = new(), error = new();
        CliHost host = new() { Output = output, Error = error, Input = new StringReader("{}"), Backend = () => new DeviceBackend(new ManagedBackend(), null) };

        Assert.Equal(code, await CommandLine.RunAsync(["bench", .. arguments], host));

        Assert.StartsWith(start, output.ToString() + error, StringComparison.Ordinal);
    }
}
