using PruningLab.Engine.Data;
using PruningLab.Engine.Experiments.Grids;
using PruningLab.Engine.Networks;
using PruningLab.Engine.Plasticity;
using PruningLab.Engine.Tests.Data;
using PruningLab.Engine.Tests.Training;
using PruningLab.Engine.Training;

namespace PruningLab.Engine.Tests.Experiments.Grids;

public sealed class GridRunnerTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task RunAsync_AnyWorkers_GivesTheBitsOfATrainerByHand(int workers)
    {
        GridStore store = GridStore.Create(_folder.Path, TinyGrid.Spec);

        GridProgress progress = await TinyGrid.RunAsync(store, new GridRunnerOptions { Workers = workers });

        Assert.Equal((GridState.Finished, TinyGrid.Jobs, TinyGrid.Jobs, 0), (progress.State, progress.Total, progress.Done, progress.Failed));
        Assert.Equal(TimeSpan.Zero, progress.Left);
        GridResults results = store.Read();
        Assert.Empty(results.Notes);
        IReadOnlyList<GridJob> jobs = GridPlan.Of(TinyGrid.Spec, RuleCatalogue.Default);
        Assert.Equal(jobs.Select(job => job.Place), results.Results.Select(result => result.Place));
        foreach ((GridJob job, GridResult result) in jobs.Zip(results.Results))
        {
            using Trainer trainer = TinyData.Fresh(job.Spec);
            while (!trainer.IsFinished)
            {
                trainer.TrainBatch();
            }
            Assert.Equal(RunFingerprint.Of(trainer), result.Fingerprint);
            Assert.Equal(trainer.Log.Epochs[^1].Test.MeanAbsoluteError, result.Mae);
            Assert.Equal(trainer.Log.Epochs[^1].Test.RootMeanSquaredError, result.Rmse);
            Assert.Equal(2 * result.Mae, result.MaeInUnits, 1e-12);
            Assert.Equal(Enumerable.Range(1, 3).Select(i => trainer.Log.Epochs[i]).MinBy(row => row.Validation.Loss).Test.MeanAbsoluteError, result.BestMae);
            Assert.Equal((3, trainer.TotalBatches, trainer.Masks.Total, trainer.Masks.Total - trainer.Masks.Active), (result.Epochs, result.Batches, result.Weights, result.Pruned));
            Assert.Equal(job.Place.Method == "Pruning", result.Sparsity > 0.2);
            Assert.True(result.Seconds > 0 && result.MemoryBytes > 1000, $"{result.Seconds} s, {result.MemoryBytes} bytes");
        }
        Assert.Equal(2, results.Results.Select(result => result.DataFingerprint).Distinct().Count());
    }

    [Fact]
    public async Task RunAsync_EarlyStoppingIsDue_EndsTheTraining()
    {
        GridSpec spec = TinyGrid.Spec with { Training = new TrainingSpec { Epochs = 300, Patience = 1, Optimizer = new OptimizerSpec { LearningRate = 0.3 } }, Seeds = [1] };

        await TinyGrid.RunAsync(GridStore.Create(_folder.Path, spec));

        Assert.All(GridStore.Open(_folder.Path).Read().Results.Where(result => result.Place.Method == "None"), result => Assert.InRange(result.Epochs, 1, 299));
    }

    [Fact]
    public async Task RunAsync_BrokenDataSet_TellsItsSentenceAndDoesTheRest()
    {
        GridStore store = GridStore.Create(_folder.Path, TinyGrid.Broken);

        GridProgress progress = await TinyGrid.RunAsync(store);

        Assert.Equal((GridState.Finished, 32, 16), (progress.State, progress.Done, progress.Failed));
        ILookup<string, GridResult> byData = store.Read().Results.ToLookup(result => result.Place.Data);
        Assert.All(byData["Gone"], result => Assert.Equal("There is no data set “gone”; choose another.", result.Failure));
        Assert.All(byData["Sines"], result => Assert.Null(result.Failure));
    }

    [Fact]
    public async Task RunAsync_RetryFailed_TriesFailuresOnceAndNothingElse()
    {
        GridStore store = GridStore.Create(_folder.Path, TinyGrid.Broken);
        await TinyGrid.RunAsync(store);
        GridProgress untouched = await TinyGrid.RunAsync(store);
        Assert.Equal(32, TinyGrid.Lines(_folder.Path).Length);

        GridProgress again = await TinyGrid.RunAsync(store, new GridRunnerOptions { RetryFailed = true });
        Assert.Equal(48, TinyGrid.Lines(_folder.Path).Length);
        GridProgress healed = await TinyGrid.RunAsync(store, new GridRunnerOptions { RetryFailed = true }, new Source(_ => TinyData.Windows()));

        Assert.Equal([(32, 16), (32, 16), (32, 0)], new[] { untouched, again, healed }.Select(progress => (progress.Done, progress.Failed)));
        Assert.Equal(64, TinyGrid.Lines(_folder.Path).Length);
        Assert.Equal(32, store.Read().Results.Count(result => result.Failure is null));
        Assert.Empty(store.Read().Notes);
    }

    [Fact]
    public async Task RunAsync_ErrorsNobodyForesaw_BecomeSentencesAndATrace()
    {
        GridSpec spec = TinyGrid.Spec with { Windows = [3], Seeds = [1], Networks = [TinyGrid.Spec.Networks[0]] };
        int number = 0;
        Source source = new(_ => throw (Interlocked.Increment(ref number) == 1 ? new InsufficientMemoryException() : new InvalidOperationException("Something odd.")));
        GridStore store = GridStore.Create(_folder.Path, spec);

        GridProgress progress = await TinyGrid.RunAsync(store, new GridRunnerOptions { Workers = 1 }, source);

        Assert.Equal((GridState.Finished, 2), (progress.State, progress.Failed));
        string[] failures = [.. store.Read().Results.Select(result => result.Failure!)];
        Assert.Contains("The memory did not suffice", failures[0], StringComparison.Ordinal);
        Assert.Contains("(InvalidOperationException: Something odd); its trace is in runners/", failures[1], StringComparison.Ordinal);
        string log = File.ReadAllText(Assert.Single(Directory.EnumerateFiles(Path.Combine(_folder.Path, "runners"), "*.log")));
        Assert.Contains("Sines, RNN, window 3, Pruning, seed 1: System.InvalidOperationException", log, StringComparison.Ordinal);
    }

    [Fact]
    public async Task RunAsync_ListenerThatThrows_HarmsNoTraining()
    {
        GridStore store = GridStore.Create(_folder.Path, TinyGrid.Spec);
        using GridRunner runner = TinyGrid.Runner(store);
        runner.Changed += () => throw new InvalidOperationException("A page is gone.");

        GridProgress progress = await runner.RunAsync(CancellationToken.None).WaitAsync(TimeSpan.FromMinutes(1));

        Assert.Equal((GridState.Finished, TinyGrid.Jobs, 0, null), (progress.State, progress.Done, progress.Failed, progress.Problem));
        string log = File.ReadAllText(Assert.Single(Directory.EnumerateFiles(Path.Combine(_folder.Path, "runners"), "*.log")));
        Assert.Contains("A listener failed: System.InvalidOperationException: A page is gone.", log, StringComparison.Ordinal);
    }

    [Fact]
    public async Task RunAsync_CancelledAndRunAgain_LosesAndRepeatsNothing()
    {
        GridStore store = GridStore.Create(_folder.Path, TinyGrid.Spec);
        using CancellationTokenSource cancellation = new();
        using GridRunner first = TinyGrid.Runner(store);
        first.Changed += () =>
        {
            if (first.Progress.Done >= 5)
            {
                cancellation.Cancel();
            }
        };

        GridProgress cancelled = await first.RunAsync(cancellation.Token);
        Assert.Equal(GridState.Cancelled, cancelled.State);
        Assert.InRange(cancelled.Done, 5, 7);
        Assert.Empty(Directory.EnumerateFiles(Path.Combine(_folder.Path, "claims")));
        Assert.Empty(Directory.EnumerateFiles(Path.Combine(_folder.Path, "runners")));
        GridProgress finished = await TinyGrid.RunAsync(store);

        Assert.Equal(GridState.Finished, finished.State);
        Assert.Equal(TinyGrid.Jobs, TinyGrid.Lines(_folder.Path).Length);
        Assert.Equal(TinyGrid.Jobs, store.Read().Results.Count);
    }

    [Fact]
    public async Task Pause_WhileTraining_HoldsBetweenBatchesUntilResume()
    {
        GridStore store = GridStore.Create(_folder.Path, TinyGrid.Spec);
        using GridRunner runner = TinyGrid.Runner(store);
        TaskCompletionSource begun = new();
        runner.Changed += () =>
        {
            if (runner.Progress is { Done: >= 2, State: GridState.Running })
            {
                runner.Pause();
                begun.TrySetResult();
            }
        };
        Task<GridProgress> run = runner.RunAsync(CancellationToken.None);
        await begun.Task.WaitAsync(TimeSpan.FromMinutes(1));

        GridProgress paused = runner.Progress;
        Assert.Equal(GridState.Paused, paused.State);
        Assert.False(run.IsCompleted);
        Assert.Equal(paused.Elapsed, runner.Progress.Elapsed);
        while (!run.IsCompleted)
        {
            runner.Resume();
            await Task.Delay(1);
        }
        Assert.Equal(GridState.Finished, (await run).State);
        Assert.Equal(TinyGrid.Jobs, TinyGrid.Lines(_folder.Path).Length);
    }

    [Fact]
    public async Task Progress_BeforeEachDataSetWasLoaded_TellsNoTimeLeft()
    {
        GridSpec two = TinyGrid.Spec with { Data = [.. TinyGrid.Spec.Data, new GridData("Later", new DataSpec { Source = "tiny", TrainShare = 0.6 })] };
        using GridRunner runner = TinyGrid.Runner(GridStore.Create(_folder.Path, two), new GridRunnerOptions { Workers = 1 });
        List<GridProgress> seen = [];
        runner.Changed += () => seen.Add(runner.Progress);

        await runner.RunAsync(CancellationToken.None);

        Assert.All(seen.Where(progress => progress.Done == 1), progress => Assert.Null(progress.Left));
        Assert.All(seen.Where(progress => progress.Done == 2 * TinyGrid.Jobs - 1), progress => Assert.NotNull(progress.Left));
    }

    [Fact]
    public async Task Progress_WhileTraining_TellsJobsEpochsAndTimeLeft()
    {
        GridStore store = GridStore.Create(_folder.Path, TinyGrid.Spec);
        using GridRunner runner = TinyGrid.Runner(store, new GridRunnerOptions { Workers = 1 });
        List<GridProgress> seen = [runner.Progress];
        runner.Changed += () => seen.Add(runner.Progress);

        GridProgress last = await runner.RunAsync(CancellationToken.None);

        Assert.Equal(GridState.Ready, seen[0].State);
        Assert.All(seen.Where(progress => progress.Done == 0), progress => Assert.Null(progress.Left));
        Assert.All(seen.Where(progress => progress.Done is > 0 and < TinyGrid.Jobs), progress => Assert.True(progress.Left >= TimeSpan.Zero));
        Assert.All(seen, progress => Assert.InRange(progress.Running.Count, 0, 1));
        Assert.Contains(seen, progress => progress.Running is [{ Epoch: 2, Epochs: 3, Mae: > 0, Sparsity: > 0 }]);
        Assert.Equal(last, seen[^1] with { Running = last.Running, Elapsed = last.Elapsed });
        await Assert.ThrowsAsync<InvalidOperationException>(() => runner.RunAsync(CancellationToken.None));
    }

    [Fact]
    public async Task RunAsync_Shards_DoTheirPartsOnly()
    {
        GridStore store = GridStore.Create(_folder.Path, TinyGrid.Spec);

        GridProgress first = await TinyGrid.RunAsync(store, new GridRunnerOptions { Shard = (1, 3) });
        Assert.Equal((GridState.Finished, 6, 6), (first.State, first.Total, first.Done));
        Assert.Equal(6, store.Read().Results.Count);
        await Task.WhenAll(TinyGrid.RunAsync(store, new GridRunnerOptions { Shard = (2, 3) }), TinyGrid.RunAsync(store, new GridRunnerOptions { Shard = (3, 3) }));

        Assert.Equal(TinyGrid.Jobs, TinyGrid.Lines(_folder.Path).Length);
    }

    [Fact]
    public async Task RunAsync_TwoRunnersOneStore_ShareTheWorkAndDoubleNothing()
    {
        GridSpec spec = TinyGrid.Spec with { Seeds = [1, 2, 3] };
        GridStore store = GridStore.Create(_folder.Path, spec);
        using Barrier both = new(2);
        int waited = 0;
        // The first training of each runner waits for the other's, so that both take part.
        Source source = new(data =>
        {
            if (Interlocked.Increment(ref waited) <= 2)
            {
                both.SignalAndWait(TimeSpan.FromMinutes(1));
            }
            return TinyData.Windows(data.Window);
        });

        GridProgress[] progress = await Task.WhenAll(
            TinyGrid.RunAsync(store, new GridRunnerOptions { Workers = 1 }, source),
            TinyGrid.RunAsync(GridStore.Open(_folder.Path), new GridRunnerOptions { Workers = 1 }, source));

        Assert.All(progress, p => Assert.Equal((GridState.Finished, 24), (p.State, p.Done)));
        Assert.Equal(24, TinyGrid.Lines(_folder.Path).Length);
        GridResults results = store.Read();
        Assert.Empty(results.Notes);
        Assert.Equal(2, results.Results.Select(result => result.Runner).Distinct().Count());
    }

    [Fact]
    public async Task RunAsync_SameDataForAllWorkers_LoadsOnce()
    {
        int loads = 0;
        Source source = new(data =>
        {
            Interlocked.Increment(ref loads);
            return TinyData.Windows(data.Window);
        });

        await TinyGrid.RunAsync(GridStore.Create(_folder.Path, TinyGrid.Spec with { Windows = [3] }), new GridRunnerOptions { Workers = 4 }, source);

        Assert.Equal(1, loads);
    }

    [Fact]
    public async Task Dispose_WhileTraining_StopsAsACancellationDoes()
    {
        GridStore store = GridStore.Create(_folder.Path, TinyGrid.Spec);
        GridRunner runner = TinyGrid.Runner(store);
        runner.Changed += () =>
        {
            if (runner.Progress.Done >= 3)
            {
                runner.Dispose();
            }
        };

        GridProgress progress = await runner.RunAsync(CancellationToken.None).WaitAsync(TimeSpan.FromMinutes(1));

        Assert.Equal(GridState.Cancelled, progress.State);
        Assert.InRange(progress.Done, 3, 5);
    }

    private sealed class Source(Func<DataSpec, WindowSet> load) : IWindowSource
    {
        public WindowSet Load(DataSpec spec) => load(spec);

        public string TargetUnit(DataSpec spec) => "";
    }
}
