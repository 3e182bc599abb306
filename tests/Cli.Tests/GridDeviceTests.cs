using PruningLab.Engine.Data;
using PruningLab.Engine.Experiments.Grids;
using PruningLab.Engine.Networks;
using PruningLab.Engine.Plasticity;

namespace PruningLab.Cli.Tests;

/// <summary>Grids on devices: results of different devices never come into one store, and one full device ends no grid.</summary>
public sealed class GridDeviceTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly FakeDevices _devices = new();

    private static GridSpec Spec { get; } = new()
    {
        Name = "tiny",
        Data = [new GridData("Weather", Tiny.Spec().Data)],
        Networks =
        [
            new GridNetwork("small", Tiny.Spec(kind: NetworkKind.Rnn).Network),
            new GridNetwork("large", Tiny.Spec(kind: NetworkKind.Rnn).Network with { HiddenUnits = 7 }),
        ],
        Windows = [2],
        Methods = [new GridMethod("None", new RuleSpec("none"))],
        Training = Tiny.Spec().Training,
        Seeds = [1],
    };

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Run_OnADevice_IsPartOfTheGridAndOfEachTrainingsId()
    {
        CliRun run = await Run("card", "--device", "cuda:0");

        GridStore store = GridStore.Open(_folder["card"]);
        Assert.Equal((0, 2), (run.Code, _devices.Networks));
        Assert.Equal("cuda:0", store.Spec.Training.Device);
        Assert.Equal(GridPlan.Of(Spec.On("cuda:0"), RuleCatalogue.Default).Select(job => job.Id), store.Read().Results.Select(result => result.Job));
        Assert.Empty(GridPlan.Of(Spec, RuleCatalogue.Default).Select(job => job.Id).Intersect(store.Read().Results.Select(result => result.Job)));
        CliRun report = await Cli.RunAsync("grid", "report", "--store", _folder["card"], "--format", "markdown");
        Assert.Contains("Device: cuda:0", report.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_GridOnTheProcessor_HasTheIdsThatItAlwaysHad()
    {
        await Run("plain");
        await Run("named", "--device", "cpu");

        Assert.Equal(GridStore.Open(_folder["plain"]).Read().Results.Select(result => result.Job), GridStore.Open(_folder["named"]).Read().Results.Select(result => result.Job));
        Assert.Equal(await File.ReadAllTextAsync(_folder["plain/grid.json"]), await File.ReadAllTextAsync(_folder["named/grid.json"]));
    }

    [Fact]
    public async Task Run_StoreOfAnotherDevice_RefusedAndLeftAsItIs()
    {
        await Run("plain");

        CliRun withSpec = await Run("plain", "--device", "cuda:0");
        CliRun without = await Cli.RunAsync(["grid", "run", "--store", _folder["plain"], "--device", "cuda:0"], devices: _devices);

        Assert.Equal((2, 2, 0), (withSpec.Code, without.Code, _devices.Networks));
        Assert.Contains("this grid trained on cpu, not on cuda:0, and results of different devices do not go into one store: train it on cpu, or choose another folder.", withSpec.Error, StringComparison.Ordinal);
        Assert.Contains($"start it anew: pruninglab grid run {_folder["plain/grid.json"]} --device cuda:0 --store OTHER.", without.Error, StringComparison.Ordinal);
        Assert.Equal(2, GridStore.Open(_folder["plain"]).Read().Results.Count);
        Assert.Equal(0, (await Cli.RunAsync(["grid", "run", "--store", _folder["plain"], "--device", "cpu"], devices: _devices)).Code);
    }

    [Fact]
    public async Task Merge_StoresOfTwoDevices_Refused()
    {
        await Run("plain");
        await Run("card", "--device", "cuda:0");

        CliRun run = await Cli.RunAsync("grid", "merge", _folder["plain"], _folder["card"], "--into", _folder["whole"]);

        Assert.Equal(2, run.Code);
        Assert.Equal($"{_folder["card"]}: this grid was trained on cuda:0, that of {_folder["plain"]} on cpu: merge only results of the same device.", run.Error.TrimEnd());
        Assert.False(Directory.Exists(_folder["whole"]));
    }

    [Fact]
    public async Task Run_DeviceIsNotHere_RefusedAsAWholeWithTheWayOut()
    {
        GridStore.Create(_folder["card"], Spec.On("cuda:1"));
        string file = _folder.Write("grid.json", Spec.On("cuda:1").ToJson());

        CliRun reopened = await Cli.RunAsync(["grid", "run", "--store", _folder["card"]], devices: _devices);
        CliRun named = await Cli.RunAsync(["grid", "run", file, "--store", _folder["new"]], devices: _devices);

        Assert.Equal((2, 2), (reopened.Code, named.Code));
        Assert.Contains($"start it anew: pruninglab grid run {_folder["card/grid.json"]} --device cpu --store OTHER.", reopened.Error, StringComparison.Ordinal);
        Assert.StartsWith($"{file}: There is no device “cuda:1” on this machine", named.Error, StringComparison.Ordinal);
        Assert.Equal(["card", "grid.json"], _folder.Names());
        Assert.Empty(GridStore.Open(_folder["card"]).Read().Results);
    }

    [Fact]
    public async Task Run_DeviceIsFullForOneTraining_ThatOneFailsAndTheOthersGoOn()
    {
        FakeDevices full = new() { FullFromHiddenUnits = 7 };

        CliRun run = await Cli.RunAsync(["grid", "run", "-", "--store", _folder["card"], "--device", "cuda:0", "--json"], Spec.ToJson(), devices: full);
        CliRun again = await Cli.RunAsync(["grid", "run", "--store", _folder["card"], "--retry-failed"], devices: _devices);

        Assert.Equal((1, 2, 1), (run.Code, run.Json.GetProperty("done").GetInt32(), run.Json.GetProperty("failed").GetInt32()));
        Assert.Equal(FakeDevices.Full, run.Json.GetProperty("failures")[0].GetProperty("sentence").GetString());
        Assert.Equal(0, again.Code);
    }

    [Fact]
    public async Task Run_DeviceIsFullForTheFirstEvaluation_LeavesNoNetworkOnIt()
    {
        FakeDevices full = new() { IsFullForPredictions = true };

        CliRun run = await Cli.RunAsync(["grid", "run", "-", "--store", _folder["card"], "--device", "cuda:0", "--json"], Spec.ToJson(), devices: full);

        Assert.Equal((1, 2), (run.Code, run.Json.GetProperty("failed").GetInt32()));
        Assert.Equal((2, 0), (full.Networks, full.Left));
    }

    [Fact]
    public async Task Run_DeviceIsFullUnderSeveralWorkers_SaysThatTheyShareIt()
    {
        FakeDevices full = new() { FullAfterPasses = 2 };

        CliRun run = await Cli.RunAsync(["grid", "run", "-", "--store", _folder["card"], "--device", "cuda:0", "--workers", "2", "--json"], Spec.ToJson(), devices: full);

        Assert.Equal(2, run.Json.GetProperty("failed").GetInt32());
        Assert.Equal(
            $"{FakeDevices.Full} The device was shared by up to 2 trainings: use fewer workers, and try the failed trainings again.",
            run.Json.GetProperty("failures")[0].GetProperty("sentence").GetString());
    }

    private Task<CliRun> Run(string store, params string[] options) =>
        Cli.RunAsync(["grid", "run", "-", "--store", _folder[store], .. options], Spec.ToJson(), devices: _devices);
}
