using System.Diagnostics;
using PruningLab.Engine.Sessions;

namespace PruningLab.Engine.Tests.Sessions;

public sealed class PacerTests
{
    [Theory]
    [InlineData(1e-8)]
    [InlineData(1e-12)]
    [InlineData(double.Epsilon)]
    public void Wait_SpeedNextToNothing_IsLong(double limit)
    {
        Pacer pacer = new(limit);
        Assert.Equal(0, pacer.Wait);
        pacer.Begin(Stopwatch.GetTimestamp());
        Assert.Equal(int.MaxValue, pacer.Wait);
    }

    [Fact]
    public void Wait_OneBatchAnHour_IsUnderAnHourAndEndsWithTheLimit()
    {
        Pacer pacer = new(1 / 3600.0);
        pacer.Begin(Stopwatch.GetTimestamp());
        Assert.InRange(pacer.Wait, 3_000_000, 3_600_000);
        pacer.Limit = 0;
        Assert.Equal(0, pacer.Wait);
    }
}
