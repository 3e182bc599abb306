namespace PruningLab.Engine.Sessions;

/// <summary>Wakes one waiting thread; a call made before it waits is not lost.</summary>
internal sealed class Signal
{
    private readonly object _gate = new();
    private bool _set;

    public void Set()
    {
        lock (_gate)
        {
            _set = true;
            Monitor.Pulse(_gate);
        }
    }

    /// <summary>Waits for a call of <see cref="Set"/>, at most so many milliseconds.</summary>
    public void Wait(int milliseconds)
    {
        lock (_gate)
        {
            if (!_set)
            {
                Monitor.Wait(_gate, milliseconds);
            }
            _set = false;
        }
    }
}
