using PruningLab.Engine.Data;
using PruningLab.Engine.Networks;
using PruningLab.Engine.Plasticity;
using PruningLab.Engine.Sessions;
using PruningLab.Engine.Tests.Frames;
using PruningLab.Engine.Tests.Training;
using PruningLab.Engine.Training;

namespace PruningLab.Engine.Tests.Sessions;

public sealed class SessionTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    [Fact]
    public async Task StepBatch_FromTheStart_TrainsOneAndPauses()
    {
        using Session session = Open();
        await session.StepBatchAsync();
        await Until(session, SessionState.Paused, 1);
        Assert.Equal(1, session.View.Clock.Batch);
    }

    [Fact]
    public async Task StepEpoch_InMidEpoch_EndsWithTheEpoch()
    {
        using Session session = Open();
        await session.StepBatchAsync();
        await Until(session, SessionState.Paused, 1);
        await session.StepEpochAsync();
        await Until(session, SessionState.Paused, 7);
        await session.StepEpochAsync();
        await Until(session, SessionState.Paused, 14);
    }

    [Fact]
    public async Task Play_ToTheEnd_FinishesAndPlayingAgainDoesNothing()
    {
        using Session session = Open();
        await session.PlayAsync();
        await Until(session, SessionState.Finished, 28);
        await session.PlayAsync();
        Assert.Equal(SessionState.Finished, session.View.State);
    }

    [Fact]
    public async Task Play_WatchedSlowOrInSteps_GivesTheBitsOfTraining()
    {
        using Trainer plain = TinyData.Train(TinyData.Spec, 28);
        string expected = RunFingerprint.Of(plain);

        using Session watched = Open();
        using CancellationTokenSource end = new();
        using Viewer viewer = watched.Watch();
        Task<int> watching = Follow(viewer, end.Token);
        await watched.SetSpeedAsync(400);
        await watched.StepBatchAsync();
        await Until(watched, SessionState.Paused, 1);
        await watched.StepEpochAsync();
        await Until(watched, SessionState.Paused, 7);
        await watched.SetSpeedAsync(0);
        await watched.PlayAsync();
        await Until(watched, SessionState.Finished, 28);
        Assert.Equal(expected, (await watched.RecordAsync()).Fingerprint);
        await end.CancelAsync();
        Assert.True(await watching >= 3);
    }

    [Fact]
    public async Task Reset_AfterTraining_IsTheSameStartAndKeepsTheKnobs()
    {
        using Session session = Open();
        string start = (await session.RecordAsync()).Fingerprint;
        await session.StepEpochAsync();
        await Until(session, SessionState.Paused, 7);
        await session.RetuneAsync("s_max", 0.8);
        await session.ResetAsync();
        RunRecord record = await session.RecordAsync();
        Assert.Equal(start, record.Fingerprint);
        Assert.Equal(0.8, record.Spec.Rule.Values["s_max"]);
        Assert.Empty(record.Edits);
        Assert.Equal(2, session.View.Generation);
        await session.ReseedAsync(7);
        Assert.NotEqual(start, (await session.RecordAsync()).Fingerprint);
        Assert.Equal(7, session.View.Spec.Seed);
    }

    [Fact]
    public async Task Replay_OfLiveEdits_EndsAtTheSameBatchWithTheSameBits()
    {
        using Session session = Open();
        await session.StepEpochAsync();
        await Until(session, SessionState.Paused, 7);
        await session.RetuneAsync("s_max", 0.9);
        await session.RetuneAsync("learning_rate", 0.005);
        await session.StepEpochAsync();
        await Until(session, SessionState.Paused, 14);
        RunRecord before = await session.RecordAsync();
        await session.ReplayAsync();
        await Until(session, SessionState.Paused, 14);
        RunRecord after = await session.RecordAsync();
        Assert.Equal(2, session.View.Generation);
        Assert.Equal(before.Fingerprint, after.Fingerprint);
        Assert.Equal(before.Edits, after.Edits);
        Assert.Equal(0.7, after.Spec.Rule.Values.GetValueOrDefault("s_max", 0.7));
    }

    [Fact]
    public async Task Retune_Impossible_ReachesTheCallerAndTrainingGoesOn()
    {
        using Session session = Open();
        SettingException e = await Assert.ThrowsAsync<SettingException>(() => session.RetuneAsync("s_min", 0.95));
        Assert.Contains("s_min", e.Message, StringComparison.Ordinal);
        await session.PlayAsync();
        await Until(session, SessionState.Finished, 28);
    }

    [Fact]
    public async Task Restart_WithDataThatIsGone_KeepsTheOldRun()
    {
        using Session session = Open();
        await session.StepBatchAsync();
        await Until(session, SessionState.Paused, 1);
        await Assert.ThrowsAsync<DataException>(() => session.RestartAsync(TinyData.Spec with { Data = new DataSpec { Source = "gone", Window = 5 } }));
        Assert.Equal((1, 1), (session.View.Generation, session.View.Clock.Batch));
        await session.RestartAsync(TinyData.Spec with { Data = TinyData.Spec.Data with { Window = 9 } });
        Assert.Equal((2, 9), (session.View.Generation, session.View.Data.Window));
    }

    [Fact]
    public async Task Training_ThatBreaksOff_ShowsTheSentenceAndResetHeals()
    {
        ExperimentSpec spec = TinyData.Spec with
        {
            Rule = new RuleSpec("none"),
            Training = new TrainingSpec { Patience = 0, Epochs = 500, Optimizer = new OptimizerSpec { Kind = OptimizerKind.Sgd, LearningRate = 10, Momentum = 0.99 } },
            Network = new NetworkSpec { HiddenUnits = 2 },
        };
        using Session session = Open(spec);
        await session.PlayAsync();
        await Until(session, SessionState.Failed);
        Assert.Contains("lower the learning rate", session.View.Sentence, StringComparison.Ordinal);
        await session.ResetAsync();
        Assert.Equal((SessionState.Paused, ""), (session.View.State, session.View.Sentence));
    }

    [Fact]
    public async Task Training_ThatThrowsUnexpectedly_FailsThisSessionOnlyAndIsReported()
    {
        using Session session = new("broken", TinyData.Spec, new TinyData(), new BrokenBackend(afterBatches: 3), new SessionOptions { InitialSpeed = 0 });
        TaskCompletionSource<Exception> reported = new();
        session.Faulted += e => reported.TrySetResult(e);
        await session.PlayAsync();
        await Until(session, SessionState.Failed, 3);
        Assert.Contains("after batch 3", session.View.Sentence, StringComparison.Ordinal);
        Assert.IsType<InvalidOperationException>(await reported.Task.WaitAsync(Patience));
        Assert.Equal(3, (await session.StatisticsAsync()).Batch);
    }

    [Fact]
    public async Task EarlyStop_ThenPlay_GoesOnWithoutIt()
    {
        ExperimentSpec spec = TinyData.Spec with
        {
            Rule = new RuleSpec("none"),
            Training = new TrainingSpec { BatchSize = 16, Epochs = 6, Patience = 1, Optimizer = new OptimizerSpec { LearningRate = 1e-12 } },
        };
        using Session session = Open(spec);
        await session.PlayAsync();
        await Until(session, SessionState.StoppedEarly);
        Assert.Contains("Stopped early", session.View.Sentence, StringComparison.Ordinal);
        await session.PlayAsync();
        await Until(session, SessionState.Finished, 42);
        Assert.Equal("patience", Assert.Single(session.View.Edits).Setting);
    }

    [Fact]
    public async Task Replay_OverAnEarlyStopAndAnEditAtTheEnd_EndsTheSame()
    {
        ExperimentSpec spec = TinyData.Spec with
        {
            Training = new TrainingSpec { BatchSize = 16, Epochs = 6, Patience = 1, Optimizer = new OptimizerSpec { LearningRate = 1e-12 } },
        };
        using Session session = Open(spec);
        await session.RetuneAsync("frequency", 3);
        await session.PlayAsync();
        await Until(session, SessionState.StoppedEarly);
        await session.StepEpochAsync();
        await Until(session, SessionState.Paused);
        await session.RetuneAsync("s_max", 0.9);
        RunRecord before = await session.RecordAsync();
        await session.ReplayAsync();
        await Until(session, SessionState.Paused, before.Batches);
        RunRecord after = await session.RecordAsync();
        Assert.Equal(before.Fingerprint, after.Fingerprint);
        Assert.Equal(3, after.Edits.Count);
        Assert.Equal(before.Edits, after.Edits);
        Assert.False(session.View.IsReplaying);
    }

    [Fact]
    public async Task Retune_DuringAReplay_EndsTheReplay()
    {
        using Session session = Open();
        await session.StepEpochAsync();
        await Until(session, SessionState.Paused, 7);
        await session.RetuneAsync("s_max", 0.9);
        await session.StepEpochAsync();
        await Until(session, SessionState.Paused, 14);
        await session.SetSpeedAsync(1);
        await session.ReplayAsync();
        Assert.True(session.View.IsReplaying);
        await session.RetuneAsync("s_max", 0.5);
        Assert.False(session.View.IsReplaying);
        Assert.Equal(0.5, Assert.Single(session.View.Edits).New);
    }

    [Fact]
    public async Task Watch_TwoViewers_SeeTheSameAndLeaveNothingBehind()
    {
        using Session session = Open();
        Viewer one = session.Watch();
        using (Viewer two = session.Watch())
        {
            Assert.Equal(2, session.Viewers);
            await session.StepEpochAsync();
            await Until(session, SessionState.Paused, 7);
            Assert.Equal(await Batch(one, 7), await Batch(two, 7));
        }
        one.Dispose();
        one.Dispose();
        Assert.Equal(0, session.Viewers);
    }

    [Fact]
    public async Task Dispose_WhileAViewerWaits_TellsItThatTheLabHasEnded()
    {
        Session session = Open();
        Viewer viewer = session.Watch();
        await viewer.NextFrameAsync(CancellationToken.None);
        Task waiting = Task.Run(async () =>
        {
            while (true)
            {
                await viewer.NextFrameAsync(CancellationToken.None);
            }
        });
        session.Dispose();
        SettingException e = await Assert.ThrowsAsync<SettingException>(() => waiting.WaitAsync(Patience));
        Assert.Contains("ended", e.Message, StringComparison.Ordinal);
        viewer.Dispose();
        await Assert.ThrowsAsync<SettingException>(() => session.PlayAsync());
    }

    [Fact]
    public async Task Statistics_AfterPruning_CountZerosInTheWeights()
    {
        using Session session = Open();
        await session.PlayAsync();
        await Until(session, SessionState.Finished, 28);
        SessionStatistics statistics = await session.StatisticsAsync();
        Assert.Equal(statistics.Pruned, statistics.Zeros);
        Assert.Equal((int)Math.Floor(0.7 * statistics.Total) - 1, statistics.Pruned);
        Assert.Equal("LSTM_weight_ih_l0_0", statistics.Matrices[0].Key);
        Assert.Equal("Linear_weight_1", statistics.Matrices[2].Key);
    }

    private static Session Open(ExperimentSpec? spec = null) => new("test", spec ?? TinyData.Spec, new TinyData(), new ManagedBackend(), new SessionOptions { InitialSpeed = 0 });

    private static async Task Until(Session session, SessionState state, int? batch = null)
    {
        DateTime deadline = DateTime.UtcNow + Patience;
        while (session.View.State != state || (batch is { } b && session.View.Clock.Batch != b))
        {
            Assert.True(DateTime.UtcNow < deadline, $"Waited for {state} at {batch}, but it is {session.View.State} at {session.View.Clock.Batch}: {session.View.Sentence}");
            await Task.Delay(2);
        }
    }

    private static async Task<int> Batch(Viewer viewer, int until)
    {
        while (true)
        {
            FrameReader frame = new(await viewer.NextFrameAsync(new CancellationTokenSource(Patience).Token));
            int batch = FrameReader.U32(frame[1], 12);
            if (batch >= until)
            {
                return batch;
            }
        }
    }

    private static async Task<int> Follow(Viewer viewer, CancellationToken cancellation)
    {
        int frames = 0;
        try
        {
            while (true)
            {
                await viewer.NextFrameAsync(cancellation);
                frames++;
            }
        }
        catch (OperationCanceledException)
        {
            return frames;
        }
    }
}
