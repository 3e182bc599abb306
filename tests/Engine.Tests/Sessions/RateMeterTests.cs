using System.Diagnostics;
using PruningLab.Engine.Sessions;

namespace PruningLab.Engine.Tests.Sessions;

public sealed class RateMeterTests
{
    private static long Ago(int seconds) => Stopwatch.GetTimestamp() - seconds * Stopwatch.Frequency;

    [Fact]
    public void Rest_BatchesAfterTheFirst_AreTheMeanShown()
    {
        RateMeter meter = new();
        meter.Add(Ago(100));
        Assert.InRange(meter.MillisecondsPerBatch, 100_000, 130_000);
        meter.Add(Stopwatch.GetTimestamp());
        meter.Rest();
        Assert.InRange(meter.MillisecondsPerBatch, 0, 50_000);
        Assert.Equal(0, meter.BatchesPerSecond);
    }

    [Fact]
    public void Rest_NoBatchSince_KeepsTheTime()
    {
        RateMeter meter = new();
        meter.Add(Ago(100));
        double before = meter.MillisecondsPerBatch;
        meter.Rest();
        Assert.Equal(before, meter.MillisecondsPerBatch);
    }

    [Fact]
    public void Forget_AnotherRun_HasNoTimeYet()
    {
        RateMeter meter = new();
        meter.Add(Ago(100));
        meter.Forget();
        Assert.True(double.IsNaN(meter.MillisecondsPerBatch));
        Assert.Equal(0, meter.BatchesPerSecond);
    }
}
