using PruningLab.Engine.Data;
using PruningLab.Engine.Networks;
using PruningLab.Engine.Sessions;
using PruningLab.Engine.Tests.Training;
using PruningLab.Engine.Training;

namespace PruningLab.Engine.Tests.Sessions;

public sealed class SessionRegistryTests
{
    private readonly ManualTime _time = new();

    [Fact]
    public void Create_BeyondTheLimit_ThrowsASentenceUntilAPlaceIsLeftAlone()
    {
        using SessionRegistry registry = Registry(max: 2);
        Session watched = registry.Create(TinyData.Spec);
        using Viewer viewer = watched.Watch();
        Session left = registry.Create(TinyData.Spec);
        SettingException e = Assert.Throws<SettingException>(() => registry.Create(TinyData.Spec));
        Assert.Contains("2 places", e.Message, StringComparison.Ordinal);

        _time.Advance(TimeSpan.FromMinutes(3));
        Session next = registry.Create(TinyData.Spec);
        Assert.Null(registry.Find(left.Id));
        Assert.Same(watched, registry.Find(watched.Id));
        Assert.Same(next, registry.Find(next.Id));
    }

    [Fact]
    public void Create_SpecThatCannotBe_LeavesTheOtherLabsAlone()
    {
        using SessionRegistry registry = Registry(max: 1);
        Session left = registry.Create(TinyData.Spec);
        _time.Advance(TimeSpan.FromMinutes(3));
        Assert.Throws<SettingException>(() => registry.Create(TinyData.Spec with { Training = new TrainingSpec { Epochs = 0 } }));
        Assert.Same(left, registry.Find(left.Id));
    }

    [Fact]
    public async Task Sweep_UnwatchedTraining_IsPausedThenRemoved()
    {
        using SessionRegistry registry = Registry(max: 2);
        Session session = registry.Create(TinyData.Spec with { Training = TinyData.Spec.Training with { Epochs = 10_000 } });
        await session.SetSpeedAsync(5);
        await session.PlayAsync();
        _time.Advance(TimeSpan.FromMinutes(31));
        registry.Sweep();
        await session.RecordAsync();
        Assert.Equal(SessionState.Paused, session.View.State);
        Assert.NotNull(registry.Find(session.Id));
        _time.Advance(TimeSpan.FromHours(7));
        registry.Sweep();
        Assert.Null(registry.Find(session.Id));
    }

    [Fact]
    public void Sweep_WatchedSession_IsLeftAlone()
    {
        using SessionRegistry registry = Registry(max: 2);
        Session session = registry.Create(TinyData.Spec);
        using Viewer viewer = session.Watch();
        _time.Advance(TimeSpan.FromDays(2));
        registry.Sweep();
        Assert.NotNull(registry.Find(session.Id));
    }

    [Fact]
    public void Create_Twice_GivesUnrelatedLongIds()
    {
        using SessionRegistry registry = Registry(max: 2);
        string one = registry.Create(TinyData.Spec).Id;
        string two = registry.Create(TinyData.Spec).Id;
        Assert.NotEqual(one, two);
        Assert.True(one.Length >= 20);
    }

    [Fact]
    public async Task Create_WhileAnotherReadsItsData_DoesNotWaitButCountsIt()
    {
        using SlowData source = new();
        using SessionRegistry registry = new(source, new ManagedBackend(), new SessionOptions { MaxSessions = 2 }, _time);
        Task<Session> slow = Task.Run(() => registry.Create(TinyData.Spec with { Data = TinyData.Spec.Data with { Source = SlowData.Slow } }));
        source.Reading.Wait(TimeSpan.FromMinutes(1));
        Session quick = registry.Create(TinyData.Spec);
        Assert.False(slow.IsCompleted);
        Assert.Throws<SettingException>(() => registry.Create(TinyData.Spec));
        source.MayGoOn.Set();
        Session late = await slow;
        Assert.Same(quick, registry.Find(quick.Id));
        Assert.Same(late, registry.Find(late.Id));
        Assert.Equal(2, registry.Count);
    }

    [Fact]
    public void Create_DataThatCannotBeHad_GivesItsPlaceBack()
    {
        using SessionRegistry registry = Registry(max: 1);
        ExperimentSpec broken = TinyData.Spec with { Training = new TrainingSpec { Epochs = 0 } };
        Assert.Throws<SettingException>(() => registry.Create(broken));
        Assert.Throws<SettingException>(() => registry.Create(broken));
        Assert.NotNull(registry.Create(TinyData.Spec));
    }

    private SessionRegistry Registry(int max) => new(new TinyData(), new ManagedBackend(), new SessionOptions { MaxSessions = max }, _time);

    private sealed class SlowData : IWindowSource, IDisposable
    {
        public const string Slow = "slow";
        private readonly TinyData _data = new();

        public ManualResetEventSlim Reading { get; } = new();

        public ManualResetEventSlim MayGoOn { get; } = new();

        public WindowSet Load(DataSpec spec)
        {
            if (spec.Source == Slow)
            {
                Reading.Set();
                Assert.True(MayGoOn.Wait(TimeSpan.FromMinutes(1)));
            }
            return _data.Load(spec with { Source = "tiny" });
        }

        public string TargetUnit(DataSpec spec) => _data.TargetUnit(spec);

        public void Dispose()
        {
            Reading.Dispose();
            MayGoOn.Dispose();
        }
    }

    private sealed class ManualTime : TimeProvider
    {
        private long _ticks;

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public void Advance(TimeSpan by) => Interlocked.Add(ref _ticks, by.Ticks);

        public override long GetTimestamp() => Interlocked.Read(ref _ticks);

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) => new NoTimer();

        private sealed class NoTimer : ITimer
        {
            public bool Change(TimeSpan dueTime, TimeSpan period) => true;

            public void Dispose()
            {
            }

            public ValueTask DisposeAsync() => ValueTask.CompletedTask;
        }
    }
}
