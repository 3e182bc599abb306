using System.Text.Json;
using PruningLab.Engine.Plasticity;

namespace PruningLab.Cli.Tests;

/// <summary>Commands that show something: rules, data, bench.</summary>
public sealed class ListingCommandTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Rules_List_NamesAllInBothForms()
    {
        string[] ids = [.. RuleCatalogue.Default.Descriptions.Select(rule => rule.Id)];

        CliRun text = await Cli.RunAsync("rules"), json = await Cli.RunAsync("rules", "--json");

        Assert.All(ids, id => Assert.Contains($"  {id} ", text.Output, StringComparison.Ordinal));
        Assert.Equal(ids, json.Json.GetProperty("rules").EnumerateArray().Select(rule => rule.GetProperty("id").GetString()!));
    }

    [Fact]
    public async Task Rules_EachOne_ShowsItsHyperparameters()
    {
        foreach (RuleDescription rule in RuleCatalogue.Default.Descriptions)
        {
            CliRun text = await Cli.RunAsync("rules", rule.Id), json = await Cli.RunAsync("rules", rule.Id, "--json");

            Assert.Equal((0, 0), (text.Code, json.Code));
            Assert.All(rule.Hyperparameters, one => Assert.Contains(one.Explanation, text.Output, StringComparison.Ordinal));
            Assert.Equal(rule.Hyperparameters.Count, json.Json.GetProperty("hyperparameters").GetArrayLength());
        }
    }

    [Fact]
    public async Task DataList_Empty_ReadySetsAndWhereToGetTheOthers()
    {
        CliRun text = await Cli.RunAsync("data", "list", "--data", _folder["data"]), json = await Cli.RunAsync("data", "list", "--json", "--data", _folder["data"]);

        Dictionary<string, JsonElement> sets = json.Json.GetProperty("sets").EnumerateArray().ToDictionary(set => set.GetProperty("id").GetString()!);
        Assert.False(sets["sp500"].GetProperty("isMissing").GetBoolean());
        Assert.True(sets["sp500"].GetProperty("bytes").GetInt64() > 0);
        Assert.True(sets["household-power"].GetProperty("isMissing").GetBoolean());
        Assert.Contains(sets["household-power"].GetProperty("url").GetString()!, text.Output, StringComparison.Ordinal);
        Assert.False(Directory.Exists(_folder["data"]));
    }

    [Fact]
    public async Task DataList_OwnFileInTheFolder_HasAnIdThatCanBeDescribed()
    {
        Directory.CreateDirectory(_folder["data/uploads"]);
        _folder.Write("data/uploads/My Numbers.csv", Numbers);

        CliRun list = await Cli.RunAsync("data", "list", "--data", _folder["data"]);
        CliRun described = await Cli.RunAsync("data", "describe", "upload-my-numbers", "--data", _folder["data"], "--json");

        Assert.Contains("upload-my-numbers", list.Output, StringComparison.Ordinal);
        Assert.Equal(4, described.Json.GetProperty("rows").GetInt32());
    }

    [Fact]
    public async Task DataDescribe_File_FiguresOfItsColumns()
    {
        CliRun run = await Cli.RunAsync("data", "describe", _folder.Write("numbers.csv", Numbers), "--json");

        JsonElement a = run.Json.GetProperty("columns")[0], b = run.Json.GetProperty("columns")[1];
        Assert.Equal(("a", 0, 2.5), (a.GetProperty("name").GetString(), a.GetProperty("missing").GetInt32(), a.GetProperty("mean").GetDouble()));
        Assert.Equal(Math.Sqrt(1.25), a.GetProperty("standardDeviation").GetDouble(), 1e-12);
        Assert.Equal((1, 10.0, 40.0), (b.GetProperty("missing").GetInt32(), b.GetProperty("least").GetDouble(), b.GetProperty("greatest").GetDouble()));
        Assert.Equal(86_400, run.Json.GetProperty("step").GetDouble());
        Assert.StartsWith("2020-01-01", run.Json.GetProperty("from").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task DataCheck_GoodAndBadFile_SaysHowItWasReadOrLineAndFault()
    {
        CliRun good = await Cli.RunAsync("data", "check", _folder.Write("good.csv", Numbers));
        CliRun bad = await Cli.RunAsync("data", "check", _folder.Write("bad.csv", "a,b\n1,2\n3\n"));

        Assert.Equal(0, good.Code);
        Assert.StartsWith("good.csv: read as a table; 4 rows, 2 numeric columns", good.Output, StringComparison.Ordinal);
        Assert.Equal(2, bad.Code);
        Assert.StartsWith("bad.csv, line 3: ", bad.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("“nowhere” is neither a file nor a data set; data sets are sp500, ", "describe", "nowhere")]
    [InlineData("nowhere.csv: there is no such file; check the path.", "check", "nowhere.csv")]
    [InlineData("pruninglab data needs a command: list, check, describe; see pruninglab data --help.")]
    public async Task Data_WhatCannotBe_Sentence(string start, params string[] arguments)
    {
        CliRun run = await Cli.RunAsync(["data", .. arguments]);

        Assert.Equal(2, run.Code);
        Assert.StartsWith(start, run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Bench_Short_MeasuresEveryNetworkDenseAndPruned()
    {
        CliRun run = await Cli.RunAsync("bench", "--rounds", "1", "--milliseconds", "1", "--window", "2", "--features", "2", "--batch", "4", "--json");

        JsonElement[] networks = [.. run.Json.GetProperty("networks").EnumerateArray()];
        Assert.Equal(["RNN", "LSTM", "MLP", "PatchTST"], networks.Select(network => network.GetProperty("network").GetString()!));
        Assert.All(networks, network =>
        {
            double dense = network.GetProperty("denseMilliseconds").GetDouble();
            Assert.All(network.GetProperty("pruned").EnumerateArray(), pruned =>
                Assert.Equal(dense / pruned.GetProperty("milliseconds").GetDouble(), pruned.GetProperty("ratio").GetDouble(), 1e-9));
            Assert.Equal(3_600, network.GetProperty("trainingsPerHour").GetDouble() * network.GetProperty("secondsPerTraining").GetDouble(), 1e-6);
            Assert.True(network.GetProperty("secondsPerTraining").GetDouble() > 20 * 1_000 * dense / 1_000 * 0.999);
        });
    }

    private const string Numbers = "day,a,b\n2020-01-01,1,10\n2020-01-02,2,\n2020-01-03,3,30\n2020-01-04,4,40\n";
}
