using PruningLab.Engine.Networks;
using PruningLab.Engine.Plasticity;
using PruningLab.Engine.Sessions;
using PruningLab.Engine.Tests.Training;
using PruningLab.Engine.Training;

namespace PruningLab.Engine.Tests.Sessions;

public sealed class SpeedProbeTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    [Fact]
    public void Measure_OnAClockOfItsOwn_GivesTheTimesOfThePresentMasks()
    {
        TimedBackend backend = new();
        using Trainer trainer = TinyData.Train(TinyData.Spec, 21);

        SpeedReport report = new SpeedProbe(backend, backend).Measure(trainer, null, curve: false);

        Assert.True(trainer.Masks.Sparsity > 0.25);
        Assert.Equal((21, 16, 16), (report.Batch, report.Windows, report.BatchSize));
        Assert.Equal(trainer.Masks.Sparsity, report.Sparsity);
        Assert.Equal(2, report.Dense!.Value, 3);
        Assert.Equal(0.5 + (3 * (1 - trainer.Masks.Sparsity)), report.Sparse!.Value, 3);
        Assert.Empty(report.Curve);
        Assert.Null(report.BreakEven);
        Assert.Equal("", report.Sentence);
        Assert.InRange(report.Paused, 8, 200);
    }

    [Fact]
    public void Measure_WithTheCurve_FindsTheBreakEvenAndKeepsItLater()
    {
        TimedBackend backend = new();
        using Trainer trainer = TinyData.Train(TinyData.Spec, 7);
        SpeedProbe probe = new(backend, backend);

        SpeedReport report = probe.Measure(trainer, null, curve: true);
        SpeedReport later = probe.Measure(trainer, report, curve: false);

        Assert.Equal([0, 0.3, 0.45, 0.6, 0.75, 0.9, 0.95], report.Curve.Select(point => point.Sparsity));
        Assert.All(report.Curve, point => Assert.Equal(2, point.Dense, 3));
        Assert.Equal(3.5, report.Curve[0].Sparse, 3);

        // Random masks of some 200 weights miss their sparsity by some percent, and so does the crossing.
        Assert.InRange(report.BreakEven!.Value, 0.42, 0.58);
        Assert.Same(report.Curve, later.Curve);
        Assert.InRange(report.Paused, 0, 1000);
    }

    [Fact]
    public void Measure_OfARun_ChangesNothingOfIt()
    {
        TimedBackend backend = new();
        using Trainer plain = TinyData.Train(TinyData.Spec, 14);
        using Trainer probed = TinyData.Train(TinyData.Spec, 14);
        for (int i = 0; i < 3; i++)
        {
            new SpeedProbe(backend, backend).Measure(probed, null, curve: true);
        }

        Assert.Equal(RunFingerprint.Of(plain), RunFingerprint.Of(probed));
        for (int parameter = 0; parameter < plain.Network.Parameters.Count; parameter++)
        {
            foreach (OptimizerSlot slot in Enum.GetValues<OptimizerSlot>())
            {
                Assert.True(plain.Network.OptimizerState(parameter, slot).SequenceEqual(probed.Network.OptimizerState(parameter, slot)));
            }
        }
        Assert.Equal(plain.Masks.History.Events.Count, probed.Masks.History.Events.Count);
        while (!plain.IsFinished)
        {
            plain.TrainBatch();
            probed.TrainBatch();
        }
        Assert.Equal(RunFingerprint.Of(plain), RunFingerprint.Of(probed));
        Assert.Equal(plain.Log.BatchLosses.Read().ToArray(), probed.Log.BatchLosses.Read().ToArray());
    }

    [Fact]
    public async Task Session_ProbedAfterEveryBatch_GivesTheBitsOfTraining()
    {
        using Trainer plain = TinyData.Train(TinyData.Spec, 28);
        TimedBackend backend = new();
        using Session session = new("probed", TinyData.Spec, new TinyData(), backend, new SessionOptions { InitialSpeed = 0, SpeedInterval = TimeSpan.Zero });
        using Viewer viewer = session.Watch();
        await session.SetSpeedProbingAsync(SpeedProbing.Regularly);
        await session.PlayAsync();
        await UntilAsync(session, view => view.State == SessionState.Finished);

        RunRecord record = await session.RecordAsync();
        Assert.Equal(RunFingerprint.Of(plain), record.Fingerprint);
        Assert.Empty(record.Edits);

        // After every batch but the last, which finishes the run; two networks each.
        Assert.Equal(27, session.View.Speed!.Batch);
        Assert.Equal(54, backend.Timed);
        Assert.Equal(1, session.View.Generation);
    }

    [Fact]
    public async Task Session_Unwatched_IsNotProbedByItself()
    {
        TimedBackend backend = new();
        using Session session = new("unwatched", TinyData.Spec, new TinyData(), backend, new SessionOptions { InitialSpeed = 0, SpeedInterval = TimeSpan.Zero });
        await session.SetSpeedProbingAsync(SpeedProbing.Regularly);
        await session.PlayAsync();
        await UntilAsync(session, view => view.State == SessionState.Finished);

        Assert.Equal(0, backend.Timed);
        Assert.Null(session.View.Speed);
    }

    [Fact]
    public async Task Session_AskedAndReset_ShowsTheReportUntilTheNextRun()
    {
        TimedBackend backend = new();
        using Session session = new("asked", TinyData.Spec, new TinyData(), backend);
        Assert.Null(session.View.Speed);

        SpeedReport report = await session.MeasureSpeedAsync(curve: true);

        Assert.Same(report, session.View.Speed);
        Assert.Equal(0, report.Batch);
        Assert.Equal(SpeedProbing.OnRequest, session.View.SpeedProbing);
        await session.ResetAsync();
        Assert.Null(session.View.Speed);
    }

    [Fact]
    public async Task Session_SwitchedOff_RefusesToMeasure()
    {
        using Session session = new("off", TinyData.Spec, new TinyData(), new TimedBackend());
        await session.SetSpeedProbingAsync(SpeedProbing.Off);

        SettingException e = await Assert.ThrowsAsync<SettingException>(() => session.MeasureSpeedAsync(curve: false));

        Assert.Contains("switched off", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Measure_OnABackendWithoutAChoice_CountsAndSaysWhy()
    {
        using Trainer trainer = TinyData.Fresh(TinyData.Spec);

        SpeedReport report = new SpeedProbe(new PlainBackend(), TimeProvider.System).Measure(trainer, null, curve: true);

        Assert.Null(report.Dense);
        Assert.Equal($"{new PlainBackend().Name} multiplies by pruned weights too, so no time is saved; the managed engine (CPU) leaves them out.", report.Sentence);
        Assert.Equal(trainer.Network.Parameters.Sum(p => (long)p.Length), report.Parameters);
    }

    [Fact]
    public async Task Measure_ThatBreaksOff_HarmsNoRun()
    {
        using Session session = new("broken", TinyData.Spec, new TinyData(), new BrokenPaths());

        SpeedReport report = await session.MeasureSpeedAsync(curve: false);

        Assert.Equal("The speed could not be measured: No such path.", report.Sentence);
        Assert.Equal(SessionState.Paused, session.View.State);
    }

    [Theory]
    [InlineData("0:1:2 0.5:1:1.5 0.9:1:0.5", 0.7)]
    [InlineData("0:1:0.9 0.5:1:0.5", 0.0)]
    [InlineData("0:1:3 0.9:1:1.1", null)]
    [InlineData("0:1:0.9 0.3:1:1.1 0.6:1:0.9", 0.45)]
    [InlineData("", null)]
    public void BreakEvenOf_Curve_IsWhereSparseBeginsToWinForGood(string points, double? expected)
    {
        SpeedPoint[] curve = [.. points.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(point =>
        {
            double[] values = [.. point.Split(':').Select(text => double.Parse(text, System.Globalization.CultureInfo.InvariantCulture))];
            return new SpeedPoint(values[0], values[1], values[2]);
        })];

        double? found = SpeedReport.BreakEvenOf(curve);

        Assert.Equal(expected is null, found is null);
        Assert.Equal(expected ?? 0, found ?? 0, 9);
    }

    private static async Task UntilAsync(Session session, Func<SessionView, bool> condition)
    {
        using CancellationTokenSource limit = new(Patience);
        while (!condition(session.View))
        {
            await Task.Delay(5, limit.Token);
        }
    }

    private sealed class PlainBackend : IBackend
    {
        public string Name => "plain";

        public INetwork Create(NetworkShape shape, RandomStream weights) => new ManagedBackend().Create(shape, weights);
    }

    private sealed class BrokenPaths : IComparableBackend
    {
        public string Name => "broken";

        public IBackend Dense => throw new InvalidOperationException("No such path.");

        public IBackend Sparse => Dense;

        public INetwork Create(NetworkShape shape, RandomStream weights) => new ManagedBackend().Create(shape, weights);
    }
}
