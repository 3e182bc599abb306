using System.Diagnostics;

namespace PruningLab.Engine.Sessions;

/// <summary>Keeps training to a speed limit.</summary>
internal sealed class Pacer(double limit)
{
    private const long AtOnce = long.MinValue / 2;
    private double _limit = limit;
    private long _due = AtOnce;

    /// <summary>At most so many batches a second; 0: unlimited.</summary>
    public double Limit
    {
        get => _limit;
        set
        {
            _limit = value;
            _due = AtOnce;
        }
    }

    /// <summary>Milliseconds until the next batch may begin, or until to ask again when that is over 24 days; 0: now.</summary>
    public int Wait
    {
        get
        {
            long ticks = _due - Stopwatch.GetTimestamp();
            return _limit > 0 && ticks > 0
                ? (int)Math.Min(int.MaxValue, Math.Ceiling(ticks * 1000.0 / Stopwatch.Frequency))
                : 0;
        }
    }

    /// <summary>The next batch may begin at once.</summary>
    public void Restart() => _due = AtOnce;

    /// <summary>A batch begins; the next one is due a period after this one was, or after now when training lags behind.</summary>
    public void Begin(long now)
    {
        if (_limit > 0)
        {
            _due = (_due == AtOnce ? now : Math.Max(_due, now - Period)) + Period;
        }
    }

    /// <summary>Clock ticks from batch to batch, at most a year, so that no speed however slow overflows the clock.</summary>
    private long Period => (long)Math.Min(Stopwatch.Frequency / _limit, Stopwatch.Frequency * TimeSpan.FromDays(365).TotalSeconds);
}
