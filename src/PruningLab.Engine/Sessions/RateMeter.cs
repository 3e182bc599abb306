using System.Diagnostics;

namespace PruningLab.Engine.Sessions;

/// <summary>Measures milliseconds per batch and batches per second over about the last second.</summary>
internal sealed class RateMeter
{
    private long _windowStart = Stopwatch.GetTimestamp();
    private long _computing;
    private int _batches;

    /// <summary>Mean computing time of a batch; NaN before the first.</summary>
    public double MillisecondsPerBatch { get; private set; } = double.NaN;

    /// <summary>Batches per second, waiting included; 0 when training rests.</summary>
    public double BatchesPerSecond { get; private set; }

    /// <summary>Counts a batch that took from <paramref name="start"/> until now.</summary>
    public void Add(long start)
    {
        long now = Stopwatch.GetTimestamp();
        _computing += now - start;
        _batches++;
        double seconds = Stopwatch.GetElapsedTime(_windowStart, now).TotalSeconds;
        if (double.IsNaN(MillisecondsPerBatch) || seconds >= 1)
        {
            TakeMean();
            BatchesPerSecond = _batches / seconds;
            (_windowStart, _computing, _batches) = (now, 0, 0);
        }
    }

    /// <summary>Training rests from now on; the batches since the last mean are its mean, so that a short run shows its own time and not its first batch's.</summary>
    public void Rest()
    {
        if (_batches > 0)
        {
            TakeMean();
        }
        BatchesPerSecond = 0;
        (_windowStart, _computing, _batches) = (Stopwatch.GetTimestamp(), 0, 0);
    }

    /// <summary>Another run begins: what was measured says nothing about it.</summary>
    public void Forget()
    {
        Rest();
        MillisecondsPerBatch = double.NaN;
    }

    private void TakeMean() => MillisecondsPerBatch = 1000.0 * _computing / Stopwatch.Frequency / _batches;
}
