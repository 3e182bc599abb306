using System.Diagnostics;
using System.Text.Json;
using PruningLab.Cli.Output;
using PruningLab.Engine.Data;
using PruningLab.Engine.Experiments.Grids;
using PruningLab.Engine.Experiments.Reports;
using PruningLab.Engine.Networks;
using PruningLab.Engine.Plasticity;
using PruningLab.Engine.Training;

namespace PruningLab.Cli.Tests;

/// <summary>Grids from the command line, also by real processes that are killed.</summary>
public sealed class GridCommandTests : IDisposable
{
    private const int Jobs = 24;
    private static readonly TimeSpan s_longest = TimeSpan.FromMinutes(2);
    private readonly TemporaryFolder _folder = new();

    private static GridSpec Spec { get; } = new()
    {
        Name = "tiny",
        Data = [new GridData("Weather", Tiny.Spec().Data)],
        Networks =
        [
            new GridNetwork("MLP", Tiny.Spec().Network),
            new GridNetwork("RNN", Tiny.Spec(kind: NetworkKind.Rnn).Network),
        ],
        Windows = [2, 4],
        Methods = [new GridMethod("None", new RuleSpec("none")), new GridMethod("Pruning", new RuleSpec("synaptic-pruning"))],
        Training = new TrainingSpec { Epochs = 4, BatchSize = 128, Patience = 0 },
        Seeds = [1, 2, 3],
    };

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Run_KilledManyTimes_DoesEveryJobOnceWithTheBitsOfAnUndisturbedRun()
    {
        string spec = _folder.Write("grid.json", Spec.ToJson()), store = _folder["killed"];
        // Each process is killed as soon as it has written one more result, whatever it is doing then.
        for (int kill = 0; kill < 4; kill++)
        {
            int before = Lines(store).Length;
            using Process process = Start("run", spec, "--store", store, "--workers", "2");
            Stopwatch clock = Stopwatch.StartNew();
            while (Lines(store).Length == before && !process.HasExited && clock.Elapsed < s_longest)
            {
                await Task.Delay(1 + kill);
            }
            process.Kill();
            await process.WaitForExitAsync();
        }
        Assert.NotEmpty(Results(store));

        CliRun resumed = await Cli.RunAsync("grid", "run", "--store", store, "--json");
        CliRun undisturbed = await Cli.RunAsync("grid", "run", spec, "--store", _folder["undisturbed"], "--json");

        Assert.Equal((0, 0), (resumed.Code, undisturbed.Code));
        Assert.Equal(Results(_folder["undisturbed"]).Select(Bits), Results(store).Select(Bits));
        Assert.Equal(Jobs, Lines(store).Where(IsWhole).Count());
        Assert.Equal(Jobs, Results(store).Count);
    }

    [Fact]
    public async Task Run_TwoProcessesOneStore_ShareTheWorkAndDoubleNothing()
    {
        string spec = _folder.Write("grid.json", Spec.ToJson()), store = _folder["shared"];

        using Process first = Start("run", spec, "--store", store, "--workers", "1"), second = Start("run", spec, "--store", store, "--workers", "1");
        await Task.WhenAll(first.WaitForExitAsync(), second.WaitForExitAsync()).WaitAsync(s_longest);

        Assert.Equal((0, 0), (first.ExitCode, second.ExitCode));
        Assert.Equal(Jobs, Lines(store).Length);
        Assert.Empty(GridStore.Open(store).Read().Notes);
        Assert.Equal(Jobs, Results(store).Count);
    }

    [Theory]
    [InlineData("slurm-array.sh")]
    [InlineData("kubernetes-indexed-job.yaml")]
    public async Task Manifest_ItsOwnShellLine_DoesAllShardsAndMergesToTheSameResults(string manifest)
    {
        string text = await File.ReadAllTextAsync(Path.Combine(Repository.Docs, "cluster", manifest));
        string spec = _folder.Write("grid.json", Spec.ToJson());
        string line = text.Split('\n').Single(l => l.Contains("grid run", StringComparison.Ordinal)).Trim().TrimStart('-').Trim();
        for (int task = 0; task < 3; task++)
        {
            ProcessStartInfo start = new("bash", ["-euc", $"pruninglab() {{ dotnet '{Program}' \"$@\"; }}\n{line}"]) { WorkingDirectory = _folder[""], RedirectStandardError = true, RedirectStandardOutput = true };
            start.Environment["SLURM_ARRAY_TASK_ID"] = start.Environment["JOB_COMPLETION_INDEX"] = $"{task}";
            start.Environment["SHARDS"] = start.Environment["SLURM_ARRAY_TASK_COUNT"] = "3";
            start.Environment["SLURM_CPUS_PER_TASK"] = start.Environment["WORKERS"] = "2";
            (start.Environment["GRID"], start.Environment["STORES"], start.Environment["DATA"]) = (spec, _folder["stores"], _folder["data"]);
            using Process process = Process.Start(start)!;
            string error = await process.StandardError.ReadToEndAsync();
            await process.WaitForExitAsync();
            Assert.True(process.ExitCode == 0, error);
        }

        string[] shards = [.. Directory.GetDirectories(_folder["stores"]).Order(StringComparer.Ordinal)];
        CliRun merged = await Cli.RunAsync(["grid", "merge", .. shards, "--into", _folder["whole"], "--json"]);
        await Cli.RunAsync("grid", "run", spec, "--store", _folder["one"]);

        Assert.Equal(3, shards.Length);
        Assert.Equal((0, Jobs), (merged.Code, merged.Json.GetProperty("done").GetInt32()));
        Assert.Equal(Results(_folder["one"]).Select(Bits), Results(_folder["whole"]).Select(Bits));
        Assert.All(shards, shard => Assert.Equal(Jobs / 3, Results(shard).Count));
    }

    [Fact]
    public async Task Report_ShardsMerged_IsTheTextOfOneMachine()
    {
        string spec = _folder.Write("grid.json", Spec.ToJson());
        for (int shard = 1; shard <= 2; shard++)
        {
            Assert.Equal(0, (await Cli.RunAsync("grid", "run", spec, "--store", _folder[$"shard-{shard}"], "--shard", $"{shard}/2")).Code);
        }
        await Cli.RunAsync("grid", "merge", _folder["shard-1"], _folder["shard-2"], "--into", _folder["whole"]);
        await Cli.RunAsync("grid", "run", spec, "--store", _folder["one"]);

        // Seconds, bytes, runners and dates are of the machine and the moment; all else must be the same text.
        foreach (ReportFormat format in Enum.GetValues<ReportFormat>())
        {
            Assert.Equal(Text("one", format), Text("whole", format));
        }
        CliRun report = await Cli.RunAsync("grid", "report", "--store", _folder["whole"], "--out", _folder["report"], "--format", "csv");
        Assert.Equal(0, report.Code);
        Assert.Equal(Jobs + 1, report.Output.TrimEnd().Split('\n').Length);
        Assert.True(File.Exists(Path.Combine(_folder["report"], "report.html")));
    }

    [Fact]
    public async Task Report_TrainingsThatSettingsShare_AreCountedOnce()
    {
        GridSpec spec = Spec with
        {
            Networks = [Spec.Networks[0]],
            Windows = [2],
            Seeds = [1],
            Settings = [.. Enumerable.Range(5, 3).Select(tenths => new GridSetting($"to {tenths}0 %", new Dictionary<string, double> { ["s_max"] = tenths / 10.0 }))],
        };
        await Cli.RunAsync(["grid", "run", "-", "--store", _folder["store"]], spec.ToJson());

        CliRun summary = await Cli.RunAsync("grid", "report", "--store", _folder["store"], "--out", _folder["my report"], "--json");
        CliRun json = await Cli.RunAsync("grid", "report", "--store", _folder["store"], "--format", "json");

        // No pruning is one training at three places; pruning is three.
        Assert.Equal((4, 4), (summary.Json.GetProperty("jobs").GetInt32(), summary.Json.GetProperty("done").GetInt32()));
        Assert.Equal(Results(_folder["store"]).Sum(result => result.Seconds), json.Json.GetProperty("totalSeconds").GetDouble(), 1e-9);
        Assert.Equal(1 + 6, File.ReadAllLines(Path.Combine(_folder["my report"], "runs.csv")).Length);
        Assert.Contains($"pruninglab grid report --store {_folder["store"]} --out \"{_folder["my report"]}\"", File.ReadAllText(Path.Combine(_folder["my report"], "report.md")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_BrokenJob_Code1ItsSentenceAndTheRest()
    {
        GridSpec broken = Spec with { Data = [.. Spec.Data, new GridData("Gone", new DataSpec { Source = "gone" })], Seeds = [1], Windows = [2] };

        CliRun run = await Cli.RunAsync(["grid", "run", "-", "--store", _folder["store"], "--json"], broken.ToJson());
        CliRun status = await Cli.RunAsync("grid", "status", "--store", _folder["store"], "--json");

        Assert.Equal((1, 0), (run.Code, status.Code));
        Assert.Equal((8, 4), (run.Json.GetProperty("done").GetInt32(), run.Json.GetProperty("failed").GetInt32()));
        JsonElement reason = run.Json.GetProperty("failures")[0];
        Assert.Equal(4, reason.GetProperty("count").GetInt32());
        Assert.StartsWith("The data set \"gone\"", reason.GetProperty("sentence").GetString(), StringComparison.Ordinal);
        Assert.Equal(8, status.Json.GetProperty("done").GetInt32());
        Assert.Equal(0, status.Json.GetProperty("runners").GetArrayLength());
    }

    [Fact]
    public async Task Run_AtATerminal_ShowsBarsAndEnds()
    {
        CliRun run = await Cli.RunAsync(["grid", "run", "-", "--store", _folder["store"]], Spec.ToJson(), atTerminal: true);

        Assert.Equal(0, run.Code);
        Assert.StartsWith("24 of 24 trainings have a result", run.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("a · bb · ccc", 12, "a · bb · ccc")]
    [InlineData("a · bb · ccc", 11, "a · bb")]
    [InlineData("a · bb · ccc", 5, "a")]
    [InlineData("abcdef · b", 5, "abcd…")]
    public void Fitted_LittleRoom_WholePartsFromTheFirstOn(string text, int room, string expected) => Assert.Equal(expected, GridText.Fitted(text, room));

    [Theory]
    [InlineData(0, "0 s")]
    [InlineData(0.42, "0.4 s")]
    [InlineData(0.01, "0.1 s")]
    [InlineData(12.9, "12 s")]
    [InlineData(245, "4 min 5 s")]
    [InlineData(12_000, "3 h 20 min")]
    public void Duration_LongAndShort_LargestUnits(double seconds, string expected) => Assert.Equal(expected, GridText.Duration(TimeSpan.FromSeconds(seconds)));

    [Fact]
    public async Task Run_Interrupted_Code130AndTheSameLineGoesOn()
    {
        CliRun stopped = await Cli.RunAsync(["grid", "run", "-", "--store", _folder["store"]], Spec.ToJson(), cancellation: new CancellationToken(canceled: true));
        CliRun finished = await Cli.RunAsync("grid", "run", "--store", _folder["store"]);

        Assert.Equal((130, 0), (stopped.Code, finished.Code));
        Assert.Contains($"pruninglab grid run --store {_folder["store"]} goes on.", stopped.Error, StringComparison.Ordinal);
        Assert.StartsWith("24 of 24 trainings have a result, 0 of them failed;", finished.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("there is no such file, and no grid of that name; there are paper-001-reduced", "run", "nope", "--store", "S")]
    [InlineData("there is no grid in this folder yet, so name one", "run", "--store", "S")]
    [InlineData("--shard is “3/2”, but must be a part and the number of parts", "run", "paper-001", "--store", "S", "--shard", "3/2")]
    [InlineData("--workers is “0”, but must be a whole number from 1", "run", "paper-001", "--store", "S", "--workers", "0")]
    [InlineData("there is no grid in this folder (no grid.json)", "status", "--store", "S")]
    [InlineData("Say where the report goes", "report", "--store", "S")]
    [InlineData("--json and --format cannot go together", "report", "--store", "S", "--format", "csv", "--json")]
    [InlineData("standard input: The grid has no data sets", "run", "-", "--store", "S")]
    public async Task Grid_WrongUse_OneSentenceCode2AndNoStore(string words, params string[] arguments)
    {
        CliRun run = await Cli.RunAsync(["grid", .. arguments.Select(word => word == "S" ? _folder["none"] : word)], "{}");

        Assert.Equal(2, run.Code);
        Assert.Contains(words, run.Error + run.Output, StringComparison.Ordinal);
        Assert.Empty(_folder.Names());
    }

    [Fact]
    public async Task Run_FolderOfSomethingElse_RefusedAndLeftAlone()
    {
        string file = _folder.Write("notes.txt", "mine"), folder = Path.GetDirectoryName(file)!;

        CliRun run = await Cli.RunAsync(["grid", "run", "-", "--store", folder], Spec.ToJson());

        Assert.Equal(2, run.Code);
        Assert.Contains(": this folder holds something else (", run.Error, StringComparison.Ordinal);
        Assert.Equal([file], Directory.GetFileSystemEntries(folder));
    }

    [Fact]
    public async Task Spec_TrailingComma_SaidWithLine()
    {
        CliRun run = await Cli.RunAsync(["grid", "run", "-", "--store", _folder["store"]], "{\n\"windows\": [7,]}");

        Assert.Equal(2, run.Code);
        Assert.Contains("line 2, $.windows[1]: the JSON array contains a trailing comma at the end.", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Spec_NameWithAnAmpersand_StaysReadable()
    {
        CliRun run = await Cli.RunAsync(["grid", "spec", "-"], (Spec with { Name = "S&P + ä" }).ToJson());

        Assert.Contains("\"name\": \"S&P + ä\"", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Spec_ReadyGrid_CanBeReadBack()
    {
        CliRun written = await Cli.RunAsync("grid", "spec", "paper-001-reduced");

        Assert.Equal(0, written.Code);
        Assert.Equal(288, GridPlan.Of(GridSpec.FromJson(written.Output), RuleCatalogue.Default).Count);
        Assert.Contains("288", (await Cli.RunAsync("grid", "spec")).Output, StringComparison.Ordinal);
    }

    private static string Program => Path.Combine(AppContext.BaseDirectory, "pruninglab.dll");

    private string Text(string store, ReportFormat format)
    {
        GridStore opened = GridStore.Open(_folder[store]);
        GridResults results = opened.Read();
        results = results with { Results = [.. results.Results.Select(result => result with { Seconds = 1, MemoryBytes = 1, Runner = "", Finished = DateTime.UnixEpoch })] };
        return ReportWriter.Text(GridReport.Of(opened.Spec, Jobs, results), format);
    }

    private static Process Start(params string[] arguments) => Process.Start(
        new ProcessStartInfo("dotnet", [Program, "grid", .. arguments]) { RedirectStandardOutput = true, RedirectStandardError = true })!;

    private static string[] Lines(string store) => !Directory.Exists(Path.Combine(store, "results")) ? [] :
        [.. Directory.EnumerateFiles(Path.Combine(store, "results")).SelectMany(ReadShared)];

    private static string[] ReadShared(string path)
    {
        using StreamReader reader = new(new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite));
        return reader.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries);
    }

    private static bool IsWhole(string line) => line.EndsWith('}');

    private static IReadOnlyList<GridResult> Results(string store) => GridStore.Open(store).Read().Results;

    private static string Bits(GridResult result) => $"{result.Job} {result.Place} {result.Failure} {result.Mae:R} {result.Rmse:R} {result.Fingerprint} {result.DataFingerprint}";
}
