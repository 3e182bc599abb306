using System.Diagnostics;

namespace PruningLab.Engine.Sessions;

/// <summary>Keeps training to a speed limit.</summary>
internal sealed class Pacer(double limit)
{
    private double _limit = limit;
    private long _due;

    /// <summary>At most so many batches a second; 0: unlimited.</summary>
    public double Limit
    {
        get => _limit;
        set
        {
            _limit = value;
            _due = 0;
        }
    }

    /// <summary>Milliseconds until the next batch may begin; 0: now.</summary>
    public int Wait
    {
        get
        {
            long ticks = _due - Stopwatch.GetTimestamp();
            return _limit > 0 && ticks > 0 ? (int)Math.Ceiling(ticks * 1000.0 / Stopwatch.Frequency) : 0;
        }
    }

    /// <summary>The next batch may begin at once.</summary>
    public void Restart() => _due = 0;

    /// <summary>A batch begins; the next one is due a period after this one was, or after now when training lags behind.</summary>
    public void Begin(long now)
    {
        if (_limit > 0)
        {
            _due = Math.Max(_due, now - Period) + Period;
        }
    }

    private long Period => (long)(Stopwatch.Frequency / _limit);
}
