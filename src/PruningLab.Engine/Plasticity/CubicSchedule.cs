using PruningLab.Engine.Training;

namespace PruningLab.Engine.Plasticity;

/// <summary>Cubic sparsity target of synaptic pruning.</summary>
/// <remarks>
/// <c>s(t) = 0</c> for <c>t &lt; warmup</c>, else with <c>p = clamp((t − warmup)/(total − warmup), 0, 1)</c> either
/// <c>s_min + (s_max − s_min)·p³</c> (slow start) or <c>s_max + (s_min − s_max)·(1 − p)³</c> (fast start).
/// Source: Vos et al. 2025, Algorithm 2 (the fraction printed in section 3.2.2 is upside down); Zhu and Gupta 2017.
/// </remarks>
public sealed record CubicSchedule
{
    /// <summary>Checks the numbers.</summary>
    /// <param name="minSparsity">s_min, share of pruned weights at the end of the warm-up.</param>
    /// <param name="maxSparsity">s_max, share at t_total; may exceed 1.</param>
    /// <param name="warmup">t_warmup in epochs.</param>
    /// <param name="total">t_total in epochs.</param>
    /// <param name="shape">Which cubic.</param>
    /// <param name="clock">What t is.</param>
    /// <exception cref="ArgumentOutOfRangeException">warmup ≥ total, or a rate is negative or not finite.</exception>
    public CubicSchedule(double minSparsity, double maxSparsity, int warmup, int total, CubicShape shape, ScheduleClock clock)
    {
        ThrowUnlessRate(minSparsity, nameof(minSparsity));
        ThrowUnlessRate(maxSparsity, nameof(maxSparsity));
        ArgumentOutOfRangeException.ThrowIfNegative(warmup);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(warmup, total);
        MinSparsity = minSparsity;
        MaxSparsity = maxSparsity;
        Warmup = warmup;
        Total = total;
        Shape = shape;
        Clock = clock;
    }

    /// <summary>s_min.</summary>
    public double MinSparsity { get; }

    /// <summary>s_max.</summary>
    public double MaxSparsity { get; }

    /// <summary>t_warmup in epochs.</summary>
    public int Warmup { get; }

    /// <summary>t_total in epochs.</summary>
    public int Total { get; }

    /// <summary>Which cubic.</summary>
    public CubicShape Shape { get; }

    /// <summary>What t is.</summary>
    public ScheduleClock Clock { get; }

    /// <summary>t at a moment of training, in epochs.</summary>
    public double Time(TrainingClock moment) => Clock switch
    {
        ScheduleClock.EpochFromOne => moment.Epoch,
        ScheduleClock.EpochFromZero => moment.Epoch - 1,
        _ => moment.Batch / (double)moment.BatchesPerEpoch,
    };

    /// <summary>What to add to t to find its place on the epoch axis (<see cref="TrainingClock.Axis"/>).</summary>
    public double TimeToAxis(int batchesPerEpoch) => Clock switch
    {
        ScheduleClock.EpochFromOne => 0,
        ScheduleClock.EpochFromZero => 1,
        _ => 1 - (1.0 / batchesPerEpoch),
    };

    /// <summary>The first batch for which <see cref="IsActive"/> holds, whatever the length of the run.</summary>
    public long FirstActiveBatch(int batchesPerEpoch) => Clock switch
    {
        ScheduleClock.EpochFromOne => (Math.Max(0, Warmup - 1L) * batchesPerEpoch) + 1,
        ScheduleClock.EpochFromZero => ((long)Warmup * batchesPerEpoch) + 1,
        _ => Math.Max(1, (long)Warmup * batchesPerEpoch),
    };

    /// <summary>True from the end of the warm-up on, when updates happen.</summary>
    public bool IsActive(TrainingClock moment) => Time(moment) >= Warmup;

    /// <summary>Target share of pruned weights at a moment of training; may exceed 1 when s_max does.</summary>
    public double Target(TrainingClock moment) => At(Time(moment));

    /// <summary>Target share of pruned weights at time t, in epochs.</summary>
    public double At(double t)
    {
        if (t < Warmup)
        {
            return 0;
        }
        double p = Math.Clamp((t - Warmup) / (Total - Warmup), 0, 1);
        if (Shape == CubicShape.SlowStart)
        {
            return MinSparsity + ((MaxSparsity - MinSparsity) * (p * p * p));
        }
        double q = 1 - p;
        return MaxSparsity + ((MinSparsity - MaxSparsity) * (q * q * q));
    }

    private static void ThrowUnlessRate(double value, string name)
    {
        if (!double.IsFinite(value) || value < 0)
        {
            throw new ArgumentOutOfRangeException(name, value, "A sparsity is a finite number from 0 on.");
        }
    }
}
