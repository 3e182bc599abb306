using System.Text.Json;
using PruningLab.Engine.Devices;
using PruningLab.Engine.Plasticity;
using PruningLab.Engine.Runs;
using PruningLab.Engine.Training;

namespace PruningLab.Cli.Tests;

/// <summary>Single experiments and files on a device: where the choice is remembered, a device that is not there, one that is full.</summary>
public sealed class DeviceOptionTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly FakeDevices _devices = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Train_OnADevice_SpecRecordAndMetricsRememberIt()
    {
        CliRun run = await Train(Tiny.Spec(), "run", "cuda:0");

        Assert.Equal(0, run.Code);
        RunFolder folder = RunFolder.Open(_folder["run"]);
        Assert.Equal(("cuda:0", "cuda:0"), (folder.Record.Spec.Training.Device, folder.Metrics.Device));
        Assert.Equal("cuda:0", ExperimentSpec.FromJson(await File.ReadAllTextAsync(Path.Combine(folder.Path, RunFolder.Spec))).Training.Device);
        Assert.Equal((1, folder.Metrics.Batches), (_devices.Networks, _devices.Passes));
    }

    [Fact]
    public async Task Train_RunOfADevice_IsRepeatedThereToTheSameBits()
    {
        await Train(Tiny.Spec(), "run", "cuda:0");

        CliRun again = await Cli.RunAsync(["train", _folder["run"]], devices: _devices);

        Assert.Equal((0, 2), (again.Code, _devices.Networks));
        Assert.StartsWith("repeated to the same bits: 2 epochs", again.Output, StringComparison.Ordinal);
        Assert.Contains(" s on cuda:0; ", again.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Train_SpecOfAMissingDevice_SaysHowToGoOnAndThenDoes()
    {
        ExperimentSpec spec = Tiny.Spec() with { Training = Tiny.Spec().Training with { Device = "cuda:1" } };
        string file = _folder.Write("spec.json", spec.ToJson());

        CliRun refused = await Cli.RunAsync(["train", file, "--out", _folder["run"]], devices: _devices);
        CliRun trained = await Cli.RunAsync(["train", file, "--device", "cpu", "--out", _folder["run"]], devices: _devices);

        Assert.Equal((2, 0, 0), (refused.Code, trained.Code, _devices.Networks));
        Assert.Equal($"{file}: There is no device “cuda:1” on this machine: choose cpu or torch-cpu or cuda:0. To train it here all the same, give --device cpu.", refused.Error.TrimEnd());
        Assert.Null(RunFolder.Open(_folder["run"]).Record.Spec.Training.Device);
        Assert.Null(RunFolder.Open(_folder["run"]).Metrics.Device);
    }

    [Fact]
    public async Task Train_RecordThatMovedToAMissingDevice_RefusedBeforeTrainingAndRepeatedOnTheProcessor()
    {
        Edit[] edits = [new(1, TrainingSpec.DeviceSetting, 0, DeviceId.Number("cuda:5")), new(3, TrainingSpec.LearningRateId, 0.001, 0.01)];
        string file = _folder.Write("record.json", new RunRecord(Tiny.Spec(), edits, 5, new string('0', 64)).ToJson());

        CliRun refused = await Cli.RunAsync(["train", file, "--out", _folder["run"]], devices: _devices);
        CliRun repeated = await Cli.RunAsync(["train", file, "--device", "cpu", "--out", _folder["run"]], devices: _devices);

        Assert.Equal((2, 0), (refused.Code, repeated.Code));
        Assert.StartsWith($"{file}: There is no device “cuda:5” on this machine", refused.Error, StringComparison.Ordinal);
        Assert.Contains("will agree to rounding, not to the bit", repeated.Error, StringComparison.Ordinal);
        RunFolder folder = RunFolder.Open(_folder["run"]);
        Assert.Equal(5, folder.Metrics.Batches);
        Assert.Equal([(3, TrainingSpec.LearningRateId)], folder.Record.Edits.Select(edit => (edit.Batch, edit.Setting)));
    }

    [Fact]
    public async Task Train_RecordOfOtherBitsOnADevice_SaysThatBitsAreNotCertainThere()
    {
        ExperimentSpec spec = Tiny.Spec() with { Training = Tiny.Spec().Training with { Device = "cuda:0" } };

        CliRun run = await Cli.RunAsync(["train", "-"], new RunRecord(spec, [], 2, new string('0', 64)).ToJson(), devices: _devices);

        Assert.Equal(1, run.Code);
        Assert.Contains("on cuda:0 bits are not the same each time for certain", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Train_DeviceIsFullInMidRun_Code1OneSentenceAndAFolderOfWhatWasDone()
    {
        FakeDevices full = new() { FullAfterPasses = 3 };

        CliRun run = await Cli.RunAsync(["train", "-", "--device", "cuda:0", "--out", _folder["run"]], Tiny.Spec().ToJson(), devices: full);

        Assert.Equal(1, run.Code);
        Assert.StartsWith("out of memory: 0 epochs, 3 batches", run.Output, StringComparison.Ordinal);
        Assert.Equal($"Training broke off after batch 3 of 10: {FakeDevices.Full}", run.Error.Split('\n')[0].TrimEnd());
        RunMetrics metrics = RunFolder.Open(_folder["run"]).Metrics;
        Assert.Equal((RunEnd.OutOfMemory, 3, ""), (metrics.End, metrics.Batches, metrics.Fingerprint));
        Assert.Equal(4, (await File.ReadAllLinesAsync(Path.Combine(_folder["run"], RunFolder.Batches))).Length);
    }

    [Fact]
    public async Task Train_DeviceIsFullWhileARuleComputes_IsOutOfMemoryAndNotDiverged()
    {
        // Five batches; the sixth pass is the rule's, which cuts after the first epoch.
        Dictionary<string, double> values = new() { ["epoch"] = 1 };
        ExperimentSpec spec = Tiny.Spec() with { Rule = new RuleSpec("molchanov", values) };

        CliRun run = await Cli.RunAsync(["train", "-", "--device", "cuda:0", "--out", _folder["run"]], spec.ToJson(), devices: new FakeDevices { FullAfterPasses = 5 });

        Assert.Equal(1, run.Code);
        Assert.Contains(FakeDevices.Full, run.Error, StringComparison.Ordinal);
        RunMetrics metrics = RunFolder.Open(_folder["run"]).Metrics;
        Assert.Equal((RunEnd.OutOfMemory, 5), (metrics.End, metrics.Batches));
    }

    [Fact]
    public async Task Train_RecordMovesToAFullDevice_Code1AndAFolderOfWhatWasDone()
    {
        RunRecord record = new(Tiny.Spec(), [new Edit(3, TrainingSpec.DeviceSetting, 0, DeviceId.Number("cuda:0"))], 5, "");

        CliRun run = await Cli.RunAsync(["train", "-", "--out", _folder["run"]], record.ToJson(), devices: new FakeDevices { FullFromHiddenUnits = 1 });

        Assert.Equal(1, run.Code);
        Assert.Equal($"Training broke off after batch 3 of 5: {FakeDevices.Full}", run.Error.Split('\n')[0].TrimEnd());
        RunMetrics metrics = RunFolder.Open(_folder["run"]).Metrics;
        Assert.Equal((RunEnd.OutOfMemory, 3, null), (metrics.End, metrics.Batches, metrics.Device));
    }

    [Fact]
    public async Task Train_NetworkDoesNotFit_SentenceAndNothingElse()
    {
        FakeDevices full = new() { FullFromHiddenUnits = 1 };

        CliRun run = await Cli.RunAsync(["train", "-", "--device", "cuda:0", "--json", "--out", _folder["run"]], Tiny.Spec().ToJson(), devices: full);

        Assert.Equal((1, FakeDevices.Full), (run.Code, run.Json.GetProperty("error").GetString()));
        Assert.Empty(_folder.Names());
    }

    [Fact]
    public async Task Predict_OnADevice_SameFiguresAsWithout()
    {
        await Train(Tiny.Spec("snip"), "run", "cpu");

        CliRun without = await Cli.RunAsync(["predict", _folder["run"], "--json"], devices: _devices);
        int before = _devices.Predictions;
        CliRun with = await Cli.RunAsync(["predict", _folder["run"], "--json", "--device", "torch-cpu"], devices: _devices);

        Assert.Equal((0, 0), (without.Code, with.Code));
        Assert.Equal(0, before);
        Assert.Equal(2, _devices.Predictions);
        Assert.Equal(Mae(without), Mae(with), 1e-6);
    }

    [Fact]
    public async Task Predict_NetworkDoesNotFit_Code1AndTheSentence()
    {
        await Train(Tiny.Spec(), "run", "cpu");

        CliRun run = await Cli.RunAsync(["predict", _folder["run"], "--device", "cuda:0"], devices: new FakeDevices { FullFromHiddenUnits = 1 });

        Assert.Equal((1, FakeDevices.Full), (run.Code, run.Error.TrimEnd()));
    }

    [Fact]
    public async Task Prune_ByGradientsOnADevice_SameFileAsWithout()
    {
        await Train(Tiny.Spec(), "run", "cpu");

        CliRun without = await Cli.RunAsync(["prune", _folder["run"], "--rule", "snip", "--sparsity", "0.9", "--out", _folder["a"]], devices: _devices);
        Assert.Equal((0, 0), (without.Code, _devices.Passes));
        CliRun with = await Cli.RunAsync(["prune", _folder["run"], "--rule", "snip", "--sparsity", "0.9", "--out", _folder["b"], "--device", "cuda:0"], devices: _devices);

        Assert.Equal(0, with.Code);
        Assert.True(_devices.Passes > 0);
        Assert.Equal(await File.ReadAllBytesAsync(_folder["a"]), await File.ReadAllBytesAsync(_folder["b"]));
    }

    [Fact]
    public async Task Prune_RuleWithoutANetwork_RefusesADevice()
    {
        await Train(Tiny.Spec(), "run", "cpu");

        CliRun run = await Cli.RunAsync(["prune", _folder["run"], "--sparsity", "0.9", "--out", _folder["a"], "--device", "cpu"], devices: _devices);

        Assert.Equal((2, "“Global magnitude” runs no network, so --device cannot go with it."), (run.Code, run.Error.TrimEnd()));
    }

    private Task<CliRun> Train(ExperimentSpec spec, string name, string device) =>
        Cli.RunAsync(["train", "-", "--json", "--out", _folder[name], "--device", device], spec.ToJson(), devices: _devices);

    private static double Mae(CliRun run) => run.Json.GetProperty("errors").GetProperty("mae").GetDouble();
}
