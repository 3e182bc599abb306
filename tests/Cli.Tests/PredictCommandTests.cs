using System.Globalization;
using PruningLab.Engine.Runs;

namespace PruningLab.Cli.Tests;

public sealed class PredictCommandTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Predict_RunFolder_FiguresAndTableOfTheRun()
    {
        await TrainAsync("snip");

        CliRun run = await Cli.RunAsync("predict", _folder["run"], "--out", _folder["table.csv"], "--json");

        Assert.Equal(0, run.Code);
        RunMetrics metrics = RunFolder.Open(_folder["run"]).Metrics;
        Assert.Equal(metrics.Test.MaeInUnits!.Value, run.Json.GetProperty("errors").GetProperty("maeInUnits").GetDouble(), 1e-4);
        Dictionary<string, double> expected = Table(Path.Combine(_folder["run"], RunFolder.Predictions)), found = Table(_folder["table.csv"]);
        Assert.Equal(expected.Keys, found.Keys);
        Assert.All(expected, row => Assert.Equal(row.Value, found[row.Key], 1e-3));
    }

    [Fact]
    public async Task Predict_FileOfOtherRows_StandardisedAsInTraining()
    {
        await TrainAsync("none");
        string[] lines = await File.ReadAllLinesAsync(Path.Combine(PackagesFolder.Find(AppContext.BaseDirectory), "seattle-weather.csv"));
        string part = _folder.Write("part.csv", string.Join('\n', [lines[0], .. lines[^120..]]));

        CliRun run = await Cli.RunAsync("predict", _folder["run"], "--csv", part, "--out", _folder["table.csv"], "--json");

        // 120 rows have 116 windows of 4 rows with a next day; those rows' own mean and spread are another year's.
        Assert.Equal(("all", 116), (run.Json.GetProperty("part").GetString(), run.Json.GetProperty("windows").GetInt32()));
        Dictionary<string, double> whole = Table(Path.Combine(_folder["run"], RunFolder.Predictions)), found = Table(_folder["table.csv"]);
        Assert.Equal(116, found.Count);
        Assert.All(found, row => Assert.Equal(whole[row.Key], row.Value, 1e-3));
    }

    [Theory]
    [InlineData("train")]
    [InlineData("all")]
    public async Task Predict_Part_TakesItsWindows(string part)
    {
        await TrainAsync("none");

        int test = (await Cli.RunAsync("predict", _folder["run"], "--json")).Json.GetProperty("windows").GetInt32();
        int some = (await Cli.RunAsync("predict", _folder["run"], "--part", part, "--json")).Json.GetProperty("windows").GetInt32();

        Assert.Equal(part == "all" ? 1457 : 1457 - test, some);
    }

    [Fact]
    public async Task Predict_WhatCannotBe_Sentence()
    {
        await TrainAsync("none");
        string weights = Path.Combine(_folder["run"], RunFolder.Weights);
        string foreign = TensorFile.Write(_folder["foreign"], TensorFile.Matrix("a.weight", 1, 1, 1f));

        await RefusedAsync("weights.safetensors: say which data the network is to see", weights);
        await RefusedAsync("--csv and --source both name the data", weights, "--csv", "x.csv", "--source", "sp500");
        await RefusedAsync("x.csv: there is no such file", weights, "--csv", "x.csv");
        await RefusedAsync("These data have no validation part of their own", _folder["run"], "--part", "validation");
        await RefusedAsync("--part is “some”, but must be one of train, validation, test, all", weights, "--part", "some");
        await RefusedAsync($"{foreign}: the file does not say what network it belongs to", foreign, "--source", "sp500");
        await RefusedAsync("nowhere: the file could not be read", "nowhere");
        await RefusedAsync("sp500-2000.csv: no column is called \"temp_max\"", weights, "--source", "sp500");
    }

    private static async Task RefusedAsync(string start, params string[] arguments)
    {
        CliRun run = await Cli.RunAsync(["predict", .. arguments]);
        Assert.Equal(2, run.Code);
        Assert.Contains(start.Split(':')[0], run.Error, StringComparison.Ordinal);
        Assert.StartsWith(start, run.Error, StringComparison.Ordinal);
    }

    private async Task TrainAsync(string rule) =>
        Assert.Equal(0, (await Cli.RunAsync(["train", "-", "--out", _folder["run"]], Tiny.Spec(rule, epochs: 1).ToJson())).Code);

    /// <summary>Predictions by time.</summary>
    private static Dictionary<string, double> Table(string path) => File.ReadAllLines(path).Skip(1).Select(line => line.Split(','))
        .ToDictionary(cells => cells[1], cells => double.Parse(cells[3], CultureInfo.InvariantCulture));
}
