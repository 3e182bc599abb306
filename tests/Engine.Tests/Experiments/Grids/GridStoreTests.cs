using System.Text;
using PruningLab.Engine.Experiments.Grids;
using PruningLab.Engine.Plasticity;
using PruningLab.Engine.Tests.Data;

namespace PruningLab.Engine.Tests.Experiments.Grids;

public sealed class GridStoreTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Create_Twice_OpensTheSameGridAndRefusesAnother()
    {
        GridStore.Create(_folder.Path, TinyGrid.Spec);
        DateTime written = File.GetLastWriteTimeUtc(Path.Combine(_folder.Path, "grid.json"));

        GridStore again = GridStore.Create(_folder.Path, TinyGrid.Spec);
        GridStoreException exception = Assert.Throws<GridStoreException>(() => GridStore.Create(_folder.Path, TinyGrid.Spec with { Name = "other", Seeds = [9] }));

        Assert.Equal("tiny", again.Spec.Name);
        Assert.Equal(written, File.GetLastWriteTimeUtc(Path.Combine(_folder.Path, "grid.json")));
        Assert.Contains("holds the grid “tiny”, which is not the one asked for (“other”)", exception.Message, StringComparison.Ordinal);
        Assert.Equal(["grid.json"], _folder.FileNames);
    }

    [Theory]
    [InlineData(null, "there is no grid in this folder (no grid.json)")]
    [InlineData("{\"name\": \"cut o", "grid.json: The grid cannot be read at line 1, $.name: ")]
    public void Open_NoOrBrokenGrid_SaysSo(string? json, string words)
    {
        if (json is not null)
        {
            _folder.Write("grid.json", json);
        }

        Assert.Contains(words, Assert.Throws<GridStoreException>(() => GridStore.Open(_folder.Path)).Message, StringComparison.Ordinal);
        Assert.Equal(json is not null, GridStore.Exists(_folder.Path));
    }

    [Fact]
    public void Create_DiskFull_LeavesNoHalfGrid()
    {
        GridStoreException exception = Assert.Throws<GridStoreException>(() => GridStore.Create(_folder.Path, TinyGrid.Spec, new FaultyFiles { Room = 100 }));

        Assert.Contains("the store could not be made, because the disk is full; make room", exception.Message, StringComparison.Ordinal);
        Assert.Empty(_folder.FileNames);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(40)]
    [InlineData(200)]
    public async Task Read_LastLineCutOff_NotesItAndTheJobIsDoneAgain(int bytes)
    {
        GridStore store = GridStore.Create(_folder.Path, TinyGrid.Spec);
        await TinyGrid.RunAsync(store, new GridRunnerOptions { Workers = 1 });
        string[] undisturbed = [.. store.Read().Results.Select(TinyGrid.Bits)];
        string file = Assert.Single(Directory.EnumerateFiles(Path.Combine(_folder.Path, "results")));
        using (FileStream stream = new(file, FileMode.Open))
        {
            stream.SetLength(stream.Length - bytes);
        }

        GridResults cut = store.Read();
        Assert.Equal(TinyGrid.Jobs - 1, cut.Results.Count);
        Assert.Equal([$"results/{Path.GetFileName(file)}: the last line was cut off when its runner ended; its training is done again."], cut.Notes);
        GridProgress progress = await TinyGrid.RunAsync(GridStore.Open(_folder.Path));

        Assert.Equal(GridState.Finished, progress.State);
        Assert.Equal(undisturbed, store.Read().Results.Select(TinyGrid.Bits));
        Assert.Equal(2, Directory.EnumerateFiles(Path.Combine(_folder.Path, "results")).Count());
    }

    [Fact]
    public async Task Read_StrangeLines_AreNotedAndDoNotCount()
    {
        GridStore store = GridStore.Create(_folder.Path, TinyGrid.Spec);
        await TinyGrid.RunAsync(store, new GridRunnerOptions { Workers = 1 });
        GridResult[] results = [.. store.Read().Results];
        string newer = Line(results[0]).Replace("{", "{\"somethingNew\":[1],", StringComparison.Ordinal);
        string foreign = Line(results[1] with { Job = "another", Place = results[1].Place with { Seed = 77 } });
        File.WriteAllText(Path.Combine(_folder.Path, "results", "zzz.jsonl"), string.Concat(
            "{\"kind\":\"a line of a later version\"}\n", "\n", "no JSON at all\n", newer, Line(results[1] with { Fingerprint = "ff" }), foreign, Line(results[2] with { Failure = "Odd." })));

        GridResults read = store.Read();

        Assert.Equal([.. results.Select(TinyGrid.Bits), TinyGrid.Bits(results[1] with { Job = "another", Place = results[1].Place with { Seed = 77 } })], read.Results.Select(TinyGrid.Bits));
        Assert.Equal(
            [
                "results/zzz.jsonl, line 1: it is not a result that this version knows; it does not count.",
                "results/zzz.jsonl, line 3: it is not a result that this version knows; it does not count.",
                "results/zzz.jsonl, line 4: it repeats a training that has a result already (Sines, RNN, window 3, None, seed 1); the first one counts.",
                "results/zzz.jsonl, line 5: it contradicts the result that a training has already (Sines, RNN, window 3, Pruning, seed 1): the weights differ; the first one counts.",
            ],
            read.Notes);
        Assert.Equal(read.Notes, GridStore.Open(_folder.Path).Read().Notes);
    }

    [Fact]
    public async Task Read_WhileOthersWrite_SeesWholeResultsOnlyAndNeverFewer()
    {
        GridStore store = GridStore.Create(_folder.Path, TinyGrid.Spec);
        GridStore reader = GridStore.Open(_folder.Path);
        Task<GridProgress> run = TinyGrid.RunAsync(store);
        int before = 0;
        List<string> notes = [];
        while (!run.IsCompleted)
        {
            GridResults results = reader.Read();
            Assert.InRange(results.Results.Count, before, TinyGrid.Jobs);
            Assert.All(results.Results, result => Assert.Equal(64, result.Fingerprint.Length));
            (before, notes) = (results.Results.Count, [.. results.Notes]);
            await Task.Yield();
        }

        Assert.Equal(GridState.Finished, (await run).State);
        Assert.Empty(notes);
        Assert.Equal(TinyGrid.Jobs, reader.Read().Results.Count);
    }

    [Fact]
    public async Task RunAsync_ClaimsOfDeadRunners_AreGivenOutAnew()
    {
        GridStore store = GridStore.Create(_folder.Path, TinyGrid.Spec);
        IReadOnlyList<GridJob> jobs = GridPlan.Of(TinyGrid.Spec, RuleCatalogue.Default);
        Directory.CreateDirectory(Path.Combine(_folder.Path, "claims"));
        Directory.CreateDirectory(Path.Combine(_folder.Path, "runners"));
        _folder.Write("runners/dead.lock", "");
        _folder.Write($"claims/{jobs[0].Id}", "dead");
        _folder.Write($"claims/{jobs[1].Id}", "never-was");
        _folder.Write($"claims/{jobs[2].Id}", "");

        Assert.Equal((GridState.Finished, TinyGrid.Jobs), (await TinyGrid.RunAsync(store)) is var progress ? (progress.State, progress.Done) : default);
        Assert.Empty(Directory.EnumerateFiles(Path.Combine(_folder.Path, "claims")));
    }

    [Fact]
    public async Task RunAsync_ClaimOfALivingRunner_IsLeftToItUntilItDies()
    {
        GridStore store = GridStore.Create(_folder.Path, TinyGrid.Spec);
        string job = GridPlan.Of(TinyGrid.Spec, RuleCatalogue.Default)[0].Id;
        Directory.CreateDirectory(Path.Combine(_folder.Path, "claims"));
        Directory.CreateDirectory(Path.Combine(_folder.Path, "runners"));
        _folder.Write($"claims/{job}", "alive");
        using GridRunner runner = TinyGrid.Runner(store);
        TaskCompletionSource others = new();
        runner.Changed += () =>
        {
            if (runner.Progress.Done == TinyGrid.Jobs - 1)
            {
                others.TrySetResult();
            }
        };
        Task<GridProgress> run;
        using (new FileStream(Path.Combine(_folder.Path, "runners", "alive.lock"), FileMode.Create, FileAccess.ReadWrite, FileShare.None))
        {
            run = runner.RunAsync(CancellationToken.None);
            await others.Task.WaitAsync(TimeSpan.FromMinutes(1));
            Assert.DoesNotContain(store.Read().Results, result => result.Job == job);
            Assert.False(run.IsCompleted);
        }

        Assert.Equal(GridState.Finished, (await run.WaitAsync(TimeSpan.FromMinutes(1))).State);
        Assert.Single(TinyGrid.Lines(_folder.Path), line => line.Contains(job, StringComparison.Ordinal));
    }

    [Fact]
    public async Task RunAsync_ResultWrittenInTheLastMomentOfARunner_IsNotDoneAgain()
    {
        using TemporaryFolder other = new();
        GridStore elsewhere = GridStore.Create(other.Path, TinyGrid.Spec);
        await TinyGrid.RunAsync(elsewhere);
        GridResult[] results = [.. elsewhere.Read().Results];
        GridStore.Create(_folder.Path, TinyGrid.Spec);
        Directory.CreateDirectory(Path.Combine(_folder.Path, "claims"));
        Directory.CreateDirectory(Path.Combine(_folder.Path, "results"));
        _folder.Write($"claims/{results[0].Job}", "dying");
        LastMomentFiles files = new(() => _folder.Write("results/dying.jsonl", Line(results[0])));

        GridProgress progress = await TinyGrid.RunAsync(GridStore.Open(_folder.Path, files), new GridRunnerOptions { Workers = 1 });

        Assert.True(files.IsOver);
        Assert.Equal((GridState.Finished, TinyGrid.Jobs), (progress.State, progress.Done));
        Assert.Equal(TinyGrid.Jobs, TinyGrid.Lines(_folder.Path).Length);
    }

    [Fact]
    public async Task RunAsync_GridDeletedWhileItWasOpen_SaysSoAndMakesNothingAnew()
    {
        GridStore store = GridStore.Create(Path.Combine(_folder.Path, "grid"), TinyGrid.Spec);
        Directory.Delete(store.Folder, recursive: true);

        GridProgress progress = await TinyGrid.RunAsync(store);

        Assert.Equal(GridState.Stopped, progress.State);
        Assert.Contains("the grid was deleted or moved away while it was open", progress.Problem, StringComparison.Ordinal);
        Assert.False(Directory.Exists(store.Folder));
    }

    /// <summary>A file system on which a runner writes its result and dies just when its claim is first looked at.</summary>
    private sealed class LastMomentFiles(Action write) : StoreFiles
    {
        public bool IsOver { get; private set; }

        public override Stream Open(string path, FileMode mode, FileAccess access, FileShare share)
        {
            if (!IsOver && access == FileAccess.Read && Path.GetFileName(Path.GetDirectoryName(path)) == "claims")
            {
                IsOver = true;
                write();
            }
            return base.Open(path, mode, access, share);
        }
    }

    private static string Line(GridResult result) => Encoding.UTF8.GetString(GridStoreJson.Line(result));
}
