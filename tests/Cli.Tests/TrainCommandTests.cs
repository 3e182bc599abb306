using System.Text.Json;
using PruningLab.Engine.Data;
using PruningLab.Engine.Runs;
using PruningLab.Engine.Training;

namespace PruningLab.Cli.Tests;

public sealed class TrainCommandTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Train_ToAFolder_HoldsAllFilesAndNothingLiesBesideIt()
    {
        CliRun run = await TrainAsync(Tiny.Spec("snip"), "run");

        Assert.Equal(0, run.Code);
        Assert.Equal(
            [
                RunFolder.Batches, RunFolder.Epochs, RunFolder.Journal, RunFolder.Layers, RunFolder.MetricsFile, RunFolder.Predictions,
                RunFolder.Run, RunFolder.Spec, RunFolder.Updates, RunFolder.Weights,
            ],
            Directory.GetFiles(_folder["run"]).Select(path => Path.GetFileName(path)!).Order(StringComparer.Ordinal));
        Assert.Equal(["run"], _folder.Names());
    }

    [Fact]
    public async Task Train_ToAFolder_FiguresAgreeWithEachOther()
    {
        CliRun run = await TrainAsync(Tiny.Spec("snip"), "run");

        RunFolder folder = RunFolder.Open(_folder["run"]);
        JsonElement metrics = run.Json.GetProperty("metrics");
        Assert.Equal(folder.Metrics.Test.Mae, metrics.GetProperty("test").GetProperty("mae").GetDouble());
        Assert.Equal(2, folder.Metrics.Epochs);
        Assert.Equal(RunEnd.Finished, folder.Metrics.End);
        Assert.Equal((int)Math.Floor(0.9 * folder.Metrics.Weights), folder.Metrics.Pruned);
        string[] layers = File.ReadAllLines(Path.Combine(folder.Path, RunFolder.Layers));
        Assert.Equal(folder.Metrics.Pruned, layers.Skip(1).Sum(line => int.Parse(line.Split(',')[3], null)));
        Assert.Equal(folder.Metrics.Epochs + 2, File.ReadAllLines(Path.Combine(folder.Path, RunFolder.Epochs)).Length);
        Assert.Equal(folder.Metrics.Batches + 1, File.ReadAllLines(Path.Combine(folder.Path, RunFolder.Batches)).Length);
    }

    [Fact]
    public async Task Train_ToAFolder_PredictionsGiveTheErrorOfTheMetrics()
    {
        await TrainAsync(Tiny.Spec(), "run");

        RunFolder folder = RunFolder.Open(_folder["run"]);
        string[][] rows = [.. File.ReadAllLines(Path.Combine(folder.Path, RunFolder.Predictions)).Select(line => line.Split(','))];
        Assert.Equal(["window", "time", "temp_max", "temp_max_predicted"], rows[0]);
        double mae = rows.Skip(1).Average(row => Math.Abs(double.Parse(row[2], null) - double.Parse(row[3], null)));
        Assert.Equal(folder.Metrics.Test.MaeInUnits!.Value, mae, 1e-4);
    }

    [Fact]
    public async Task Train_RunFolder_RepeatsItToTheSameBits()
    {
        await TrainAsync(Tiny.Spec("random"), "first");

        CliRun again = await Cli.RunAsync("train", _folder["first"], "--out", _folder["second"]);

        Assert.Equal(0, again.Code);
        Assert.StartsWith("repeated to the same bits", again.Output, StringComparison.Ordinal);
        Assert.Equal(RunFolder.Open(_folder["first"]).Metrics.Fingerprint, RunFolder.Open(_folder["second"]).Metrics.Fingerprint);
        Assert.Equal(
            await File.ReadAllBytesAsync(Path.Combine(_folder["first"], RunFolder.Weights)),
            await File.ReadAllBytesAsync(Path.Combine(_folder["second"], RunFolder.Weights)));
    }

    [Fact]
    public async Task Train_RecordWithAnEdit_MakesItAgain()
    {
        ExperimentSpec spec = Tiny.Spec();
        RunRecord record = new(spec, [new Edit(3, TrainingSpec.LearningRateId, 0.001, 0.01)], 5, "");

        CliRun run = await Cli.RunAsync(["train", "-", "--out", _folder["run"]], record.ToJson());

        Assert.Equal(0, run.Code);
        Assert.Equal(5, RunFolder.Open(_folder["run"]).Metrics.Batches);
        Edit edit = Assert.Single(RunFolder.Open(_folder["run"]).Record.Edits);
        Assert.Equal((3, 0.01), (edit.Batch, edit.New));
    }

    [Fact]
    public async Task Train_RecordOfOtherBits_FailsAndKeepsNothing()
    {
        RunRecord record = new(Tiny.Spec(), [], 2, new string('0', 64));

        CliRun run = await Cli.RunAsync(["train", "-", "--out", _folder["run"]], record.ToJson());

        Assert.Equal(1, run.Code);
        Assert.Contains("not those of the record", run.Error, StringComparison.Ordinal);
        Assert.Empty(_folder.Names());
    }

    [Fact]
    public async Task Train_SeedAndEpochs_TakeTheSpecsPlace()
    {
        CliRun first = await Cli.RunAsync(["train", "-", "--json", "--seed", "-7", "--epochs", "1"], Tiny.Spec().ToJson());
        CliRun second = await Cli.RunAsync(["train", "-", "--json"], (Tiny.Spec(epochs: 1) with { Seed = -7 }).ToJson());

        Assert.Equal(1, first.Json.GetProperty("metrics").GetProperty("epochs").GetInt32());
        Assert.Equal(Fingerprint(second), Fingerprint(first));
    }

    [Fact]
    public async Task Train_Diverging_Code1AndAFolderThatSaysSo()
    {
        ExperimentSpec spec = Tiny.Spec();
        spec = spec with { Training = spec.Training with { Optimizer = new OptimizerSpec { Kind = OptimizerKind.Sgd, LearningRate = 10, Momentum = 0.99 } } };

        CliRun run = await TrainAsync(spec with { Training = spec.Training with { Epochs = 50 } }, "run");

        Assert.Equal(1, run.Code);
        RunMetrics metrics = RunFolder.Open(_folder["run"]).Metrics;
        Assert.Equal(RunEnd.Diverged, metrics.End);
        Assert.Contains("lower the learning rate", metrics.Problem, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Train_Interrupted_Code130AndAWholeRecordOfWhatWasDone()
    {
        CliRun run = await Cli.RunAsync(["train", "-", "--out", _folder["run"]], Tiny.Spec().ToJson(), cancellation: new CancellationToken(canceled: true));

        Assert.Equal(130, run.Code);
        Assert.Contains("Interrupted after batch 0 of ", run.Error, StringComparison.Ordinal);
        Assert.Equal(RunEnd.Interrupted, RunFolder.Open(_folder["run"]).Metrics.End);
    }

    [Fact]
    public async Task Train_FolderThatIsTaken_RefusedBeforeTraining()
    {
        Directory.CreateDirectory(_folder["run"]);
        _folder.Write("run/mine.txt", "mine");

        CliRun run = await TrainAsync(Tiny.Spec(), "run");

        Assert.Equal(2, run.Code);
        Assert.Equal("mine", await File.ReadAllTextAsync(_folder["run/mine.txt"]));
    }

    [Theory]
    [InlineData("", "standard input: there is nothing where a JSON object was expected.")]
    [InlineData("{\"data\": {\n\"sorce\": 1}}", "standard input, line 2: $.data.sorce is not known; expected one of source, noisePercent, ")]
    [InlineData("{\"training\": {\"epochs\": 1.5}}", "standard input, line 1: $.training.epochs cannot be read; expected a whole number.")]
    [InlineData("{\"network\": {\"kind\": \"gru\"}}", "standard input, line 1: $.network.kind cannot be read; expected one of rnn, lstm, mlp, patch-tst.")]
    [InlineData("{\"data\": {\"features\": [1]}}", "standard input, line 1: $.data.features[0] cannot be read; expected a text in quotes.")]
    [InlineData("{\"training\": {\"epochs\": 0}}", "standard input: Epochs is 0, but must be a whole number from 1 to 10,000.")]
    [InlineData("{\"rule\": {\"id\": \"snip\", \"sparsity\": 2}}", "standard input: sparsity (sparsity) is 2, but must be a number from 0 to 0.999.")]
    [InlineData("{\"data\": {\"source\": \"nowhere\"}}", "standard input: The data set \"nowhere\" ")]
    [InlineData("{\"spec\": {}, \"edits\": []}", "standard input, line 1: $ lacks batches, fingerprint.")]
    [InlineData("{\"networks\": [], \"methods\": []}", "standard input: this is a grid of experiments, where one experiment was expected; use pruninglab grid run.")]
    [InlineData("{\"seed\": 1,}", "standard input, line 1: this is no JSON (The JSON object contains a trailing comma at the end); mend the text there.")]
    [InlineData("{\"rule\": {\"id\": \"dropout\", \"rte\": 2}}", "standard input: The rule “Dropout” has no setting “rte”; it has ")]
    [InlineData("{\"seed\": 1,\n]", "standard input, line 2: this is no JSON (")]
    public async Task Train_BadSpec_SentenceWithFileLineAndWhatWasExpected(string json, string start)
    {
        CliRun run = await Cli.RunAsync(["train", "-"], json);

        Assert.Equal(2, run.Code);
        Assert.StartsWith(start, run.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Name an experiment", "train")]
    [InlineData("--ready trains the ready experiment", "train", "x.json", "--ready")]
    [InlineData("nowhere.json: the file could not be read", "train", "nowhere.json")]
    [InlineData(".: this folder holds no run (no run.json)", "train", ".")]
    [InlineData("--epochs is “x”, but must be a whole number from 1 to 10000; see pruninglab train --help.", "train", "--ready", "--epochs", "x")]
    public async Task Train_OptionsThatCannotBe_Sentence(string start, params string[] arguments)
    {
        CliRun run = await Cli.RunAsync(arguments);

        Assert.Equal(2, run.Code);
        Assert.StartsWith(start, run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Train_RecordWithSeed_CannotGoTogether()
    {
        CliRun run = await Cli.RunAsync(["train", "-", "--seed", "3"], new RunRecord(Tiny.Spec(), [], 2, "").ToJson());

        Assert.Equal(2, run.Code);
        Assert.Contains("--seed and --epochs cannot go with it", run.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--rule", "han", "--network", "rnn", "--window", "7", "--seed", "3")]
    [InlineData("--source", "mnist")]
    [InlineData("--engineering")]
    public async Task Spec_Printed_IsOneThatTrainReads(params string[] options)
    {
        CliRun run = await Cli.RunAsync(["spec", .. options]);

        Assert.Equal(0, run.Code);
        ExperimentSpec spec = ExperimentSpec.FromJson(run.Output);
        Assert.Equal(options.Contains("mnist") ? DataSpec.Mnist : DataSpec.Sp500, spec.Data.Source);
        Assert.Equal(options.Contains("han") ? "han" : "synaptic-pruning", spec.Rule.Id);
        Assert.NotEmpty(spec.Rule.Values);
        Assert.Equal(options.Contains("--engineering"), spec.Data.Engineering is not null);
    }

    private Task<CliRun> TrainAsync(ExperimentSpec spec, string name) =>
        Cli.RunAsync(["train", "-", "--json", "--out", _folder[name]], spec.ToJson());

    private static string Fingerprint(CliRun run) => run.Json.GetProperty("metrics").GetProperty("fingerprint").GetString()!;
}
