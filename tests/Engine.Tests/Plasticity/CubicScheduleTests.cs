using PruningLab.Engine.Plasticity;
using PruningLab.Engine.Training;

namespace PruningLab.Engine.Tests.Plasticity;

public sealed class CubicScheduleTests
{
    private static CubicSchedule Paper(CubicShape shape = CubicShape.SlowStart, ScheduleClock clock = ScheduleClock.EpochFromOne) =>
        new(0.3, 0.7, 2, 20, shape, clock);

    [Theory]
    [InlineData(1, 0)]
    [InlineData(2, 0.3)]
    [InlineData(11, 0.35)]
    [InlineData(20, 0.7)]
    [InlineData(25, 0.7)]
    public void At_PaperSettings_IsTheCubicOfAlgorithm2(double t, double expected) => Assert.Equal(expected, Paper().At(t), 12);

    [Theory]
    [InlineData(1, 0)]
    [InlineData(2, 0.3)]
    [InlineData(11, 0.65)]
    [InlineData(20, 0.7)]
    public void At_FastStart_IsTheCubicOfZhuAndGupta(double t, double expected) =>
        Assert.Equal(expected, Paper(CubicShape.FastStart).At(t), 12);

    [Fact]
    public void Target_EpochFromOne_ReachesTheEndInTheLastEpochFromItsFirstBatch() =>
        Assert.Equal(0.7, Paper().Target(new TrainingClock((19 * 64) + 1, 64)), 12);

    [Fact]
    public void Target_EpochFromZero_FallsShortAtTheReleasedCodesProgress()
    {
        double progress = 17.0 / 18;
        Assert.Equal(0.944, progress, 3);
        Assert.Equal(0.3 + (0.4 * Math.Pow(progress, 3)), Paper(clock: ScheduleClock.EpochFromZero).Target(new TrainingClock(20 * 64, 64)), 12);
    }

    [Fact]
    public void Target_BatchClock_ReachesTheEndAtTheLastBatchOnly()
    {
        CubicSchedule schedule = Paper(clock: ScheduleClock.Batch);
        Assert.Equal(0.7, schedule.Target(new TrainingClock(20 * 64, 64)), 12);
        Assert.True(schedule.Target(new TrainingClock((20 * 64) - 1, 64)) < 0.7);
        Assert.False(schedule.IsActive(new TrainingClock((2 * 64) - 1, 64)));
        Assert.True(schedule.IsActive(new TrainingClock(2 * 64, 64)));
    }

    [Fact]
    public void IsActive_EpochFromOne_BeginsWithTheFirstBatchOfTheWarmupEpoch()
    {
        Assert.False(Paper().IsActive(new TrainingClock(64, 64)));
        Assert.True(Paper().IsActive(new TrainingClock(65, 64)));
    }

    [Fact]
    public void At_WarmupZero_BeginsAtMinSparsity() =>
        Assert.Equal(0.3, new CubicSchedule(0.3, 0.7, 0, 20, CubicShape.SlowStart, ScheduleClock.EpochFromOne).At(0), 12);

    [Fact]
    public void At_MaxAboveOne_ExceedsOne() =>
        Assert.Equal(1.2, new CubicSchedule(0.7, 1.2, 2, 20, CubicShape.SlowStart, ScheduleClock.EpochFromOne).At(20), 12);

    [Theory]
    [InlineData(-0.1, 0.7, 2, 20)]
    [InlineData(0.3, double.NaN, 2, 20)]
    [InlineData(0.3, 0.7, 20, 20)]
    [InlineData(0.3, 0.7, -1, 20)]
    public void Constructor_Impossible_Throws(double min, double max, int warmup, int total) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => new CubicSchedule(min, max, warmup, total, CubicShape.SlowStart, ScheduleClock.EpochFromOne));

    [Theory]
    [InlineData(ScheduleClock.EpochFromOne)]
    [InlineData(ScheduleClock.EpochFromZero)]
    [InlineData(ScheduleClock.Batch)]
    public void TimeToAxis_OfEveryClock_PutsTimeWhereTrainingIs(ScheduleClock clock)
    {
        CubicSchedule schedule = Paper(clock: clock);
        TrainingClock epochStart = new((4 * 64) + 1, 64);
        Assert.Equal(epochStart.Axis, schedule.Time(epochStart) + schedule.TimeToAxis(64), 12);
    }

    [Theory]
    [InlineData(ScheduleClock.EpochFromOne)]
    [InlineData(ScheduleClock.EpochFromZero)]
    [InlineData(ScheduleClock.Batch)]
    public void FirstActiveBatch_EveryClockAndWarmup_IsTheFirstThatIsActive(ScheduleClock clock)
    {
        foreach (int perEpoch in (int[])[1, 3, 7])
        {
            for (int warmup = 0; warmup < 5; warmup++)
            {
                CubicSchedule schedule = new(0.1, 0.5, warmup, 5, CubicShape.SlowStart, clock);
                int first = Enumerable.Range(1, 100).First(batch => schedule.IsActive(new TrainingClock(batch, perEpoch)));
                Assert.Equal(first, schedule.FirstActiveBatch(perEpoch));
            }
        }
    }
}
