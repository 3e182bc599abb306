using PruningLab.Engine.Plasticity;
using PruningLab.Engine.Sessions;
using PruningLab.Engine.Tests.Training;
using PruningLab.Engine.Training;

namespace PruningLab.Engine.Tests.Devices;

public sealed class DeviceSessionTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    [Fact]
    public async Task Play_OnAFullCard_PausesWithTheSentenceAndGoesOn()
    {
        using Trainer plain = TinyData.Train(TinyData.Spec, 28);
        FakeDevices card = new() { LossesThatMayWait = 15, IsFull = (work, number) => work == FakeWork.Pass && number == 10 };
        using Session session = Open(card, DeviceRun.Card);
        await session.PlayAsync();
        await UntilAsync(session, view => view.State == SessionState.Paused && view.Sentence.Length > 0);

        Assert.Equal((9, FakeDevices.Full), (session.View.Clock.Batch, session.View.Sentence));
        Assert.Equal(1, session.View.Generation);
        await session.PlayAsync();
        Assert.Equal("", session.View.Sentence);
        await UntilAsync(session, view => view.State == SessionState.Finished);
        Assert.Equal(RunFingerprint.Of(plain), (await session.RecordAsync()).Fingerprint);
    }

    [Fact]
    public async Task Retune_PausedByAFullCard_GoesOnWithTheProcessor()
    {
        using Trainer plain = TinyData.Train(TinyData.Spec, 28);
        FakeDevices card = new() { IsFull = (work, number) => work == FakeWork.Pass && number >= 10 };
        using Session session = Open(card, DeviceRun.Card);
        Assert.Equal(("Fake card", DeviceRun.Card), (session.View.Backend, session.View.Spec.Training.Device));
        await session.PlayAsync();
        await UntilAsync(session, view => view.State == SessionState.Paused && view.Sentence.Length > 0);
        await session.RetuneAsync(TrainingSpec.DeviceSetting, 0);
        await session.PlayAsync();
        await UntilAsync(session, view => view.State == SessionState.Finished);

        RunRecord record = await session.RecordAsync();
        Assert.Equal(RunFingerprint.Of(plain), record.Fingerprint);
        Assert.Equal(new Edit(9, "device", 1, 0), Assert.Single(record.Edits));
        Assert.Equal(("CPU", null), (session.View.Backend, session.View.Spec.Training.Device));
        Assert.Equal(["cpu", "cuda:0"], session.View.Devices.All.Select(device => device.Id));
    }

    [Fact]
    public async Task Retune_ToAFullCard_IsRefusedAndTheRunGoesOn()
    {
        FakeDevices card = new() { IsFull = (work, _) => work == FakeWork.Create };
        using Session session = Open(card, null);
        await session.StepBatchAsync();
        await UntilAsync(session, view => view.Clock.Batch == 1 && view.State == SessionState.Paused);

        SettingException e = await Assert.ThrowsAsync<SettingException>(() => session.RetuneAsync(TrainingSpec.DeviceSetting, 1));

        Assert.Equal(FakeDevices.Full, e.Message);
        Assert.Equal((SessionState.Paused, "CPU"), (session.View.State, session.View.Backend));
        await session.StepBatchAsync();
        await UntilAsync(session, view => view.Clock.Batch == 2);
    }

    [Fact]
    public async Task Restart_OnAFullCard_IsRefusedAndTheOldRunStays()
    {
        FakeDevices card = new() { IsFull = (work, _) => work == FakeWork.Bind };
        using Session session = Open(card, null);
        await session.StepBatchAsync();
        await UntilAsync(session, view => view.Clock.Batch == 1 && view.State == SessionState.Paused);

        SettingException e = await Assert.ThrowsAsync<SettingException>(() => session.RestartAsync(TinyData.Spec.On(DeviceRun.Card)));

        Assert.Equal(FakeDevices.Full, e.Message);
        Assert.Equal((1, 1, SessionState.Paused), (session.View.Generation, session.View.Clock.Batch, session.View.State));
        Assert.Equal(0, card.Alive);
    }

    [Fact]
    public async Task Restart_OnACardThatIsNotThere_IsRefused()
    {
        using Session session = Open(new FakeDevices(), null);

        SettingException e = await Assert.ThrowsAsync<SettingException>(() => session.RestartAsync(TinyData.Spec.On("cuda:7")));

        Assert.Equal("There is no device “cuda:7” on this machine: choose cpu or cuda:0.", e.Message);
    }

    [Fact]
    public async Task ResetAndReseed_AfterAMove_StayOnTheDevice()
    {
        FakeDevices card = new();
        using Session session = Open(card, null);
        await session.StepEpochAsync();
        await UntilAsync(session, view => view.Clock.Batch == 7 && view.State == SessionState.Paused);
        await session.RetuneAsync(TrainingSpec.DeviceSetting, 1);

        await session.ResetAsync();
        Assert.Equal(("Fake card", DeviceRun.Card, 0), (session.View.Backend, session.View.InitialSpec.Training.Device, session.View.Clock.Batch));
        Assert.Empty(session.View.Edits);
        await session.ReseedAsync(7);
        Assert.Equal(("Fake card", DeviceRun.Card, 7), (session.View.Backend, session.View.InitialSpec.Training.Device, session.View.Spec.Seed));
        Assert.Equal(1, card.Alive);
    }

    [Fact]
    public async Task Replay_TheCardIsFullByThen_PausesAndMovesWithTheNextPlay()
    {
        FakeDevices card = new();
        using Session session = Open(card, null);
        await session.StepBatchAsync();
        await UntilAsync(session, view => view.Clock.Batch == 1 && view.State == SessionState.Paused);
        await session.RetuneAsync(TrainingSpec.DeviceSetting, 1);
        await session.StepBatchAsync();
        await UntilAsync(session, view => view.Clock.Batch == 2 && view.State == SessionState.Paused);
        RunRecord record = await session.RecordAsync();

        card.IsFull = (work, _) => work == FakeWork.Create;
        await session.ReplayAsync();
        await UntilAsync(session, view => view.State == SessionState.Paused && view.Sentence == FakeDevices.Full);
        Assert.Equal((1, "CPU"), (session.View.Clock.Batch, session.View.Backend));
        card.IsFull = (_, _) => false;
        await session.StepBatchAsync();
        await UntilAsync(session, view => view.Clock.Batch == 2 && view.State == SessionState.Paused);

        Assert.Equal(("", "Fake card"), (session.View.Sentence, session.View.Backend));
        RunRecord again = await session.RecordAsync();
        Assert.Equal(record.Fingerprint, again.Fingerprint);
        Assert.Equal(record.Edits, again.Edits);
    }

    [Fact]
    public async Task Replay_TheCardIsFullAtTheLastBatch_StillSaysSo()
    {
        FakeDevices card = new();
        using Session session = Open(card, null);
        await session.StepBatchAsync();
        await UntilAsync(session, view => view.Clock.Batch == 1 && view.State == SessionState.Paused);
        await session.RetuneAsync(TrainingSpec.DeviceSetting, 1);

        card.IsFull = (work, _) => work == FakeWork.Create;
        await session.ReplayAsync();
        await UntilAsync(session, view => view.Clock.Batch == 1 && view.State == SessionState.Paused);
        await session.RecordAsync();

        Assert.Equal((FakeDevices.Full, "CPU"), (session.View.Sentence, session.View.Backend));
    }

    [Fact]
    public async Task Replay_OfARunThatMoved_MovesAtTheSameBatch()
    {
        FakeDevices card = new() { LossesThatMayWait = 15 };
        using Session session = Open(card, null);
        await session.StepEpochAsync();
        await UntilAsync(session, view => view.Clock.Batch == 7 && view.State == SessionState.Paused);
        await session.RetuneAsync(TrainingSpec.DeviceSetting, 1);
        await session.StepEpochAsync();
        await UntilAsync(session, view => view.Clock.Batch == 14 && view.State == SessionState.Paused);
        RunRecord before = await session.RecordAsync();

        await session.ReplayAsync();
        await UntilAsync(session, view => view.Clock.Batch == 14 && view.State == SessionState.Paused);

        RunRecord after = await session.RecordAsync();
        Assert.Equal(before.Fingerprint, after.Fingerprint);
        Assert.Equal(new Edit(7, "device", 0, 1), Assert.Single(after.Edits));
        Assert.Equal((2, "Fake card"), (session.View.Generation, session.View.Backend));
    }

    [Fact]
    public async Task Snapshot_WhileLossesWait_HasThoseOfAllBatches()
    {
        FakeDevices card = new() { LossesThatMayWait = 15 };
        using Session session = Open(card, DeviceRun.Card);
        using Viewer viewer = session.Watch();
        await session.StepBatchAsync();
        await UntilAsync(session, view => view.Clock.Batch == 1 && view.State == SessionState.Paused);
        using CancellationTokenSource limit = new(Patience);
        long version = 0;
        while (true)
        {
            Engine.Frames.FrameSnapshot snapshot = await session.NextSnapshotAsync(version, limit.Token);
            version = snapshot.Version;
            Assert.True(snapshot.Log.BatchLosses.Count >= snapshot.Clock.Batch);
            if (snapshot.Clock.Batch == 1)
            {
                break;
            }
        }
    }

    private static Session Open(FakeDevices card, string? device) =>
        new("device", TinyData.Spec.On(device), new TinyData(), card.Machine(), new SessionOptions { InitialSpeed = 0 });

    private static async Task UntilAsync(Session session, Func<SessionView, bool> condition)
    {
        using CancellationTokenSource limit = new(Patience);
        while (!condition(session.View))
        {
            await Task.Delay(2, limit.Token);
        }
    }
}
