using System.Diagnostics;

namespace PruningLab.Engine.Experiments.Grids;

/// <summary>Where workers come by between two batches: closed it holds them, cancelled it sends them home. Thread-safe.</summary>
internal sealed class WorkGate : IDisposable
{
    private readonly ManualResetEventSlim _open = new(true);

    /// <summary>Whether it is closed.</summary>
    public bool IsClosed => !_open.IsSet;

    /// <summary>Closes it.</summary>
    public void Close() => _open.Reset();

    /// <summary>Opens it.</summary>
    public void Open() => _open.Set();

    /// <summary>Waits while it is closed.</summary>
    /// <param name="clock">A clock that stands still meanwhile; may be null.</param>
    /// <param name="cancellation">Sends home.</param>
    /// <exception cref="OperationCanceledException">Sent home.</exception>
    public void Pass(Stopwatch? clock, CancellationToken cancellation)
    {
        if (!_open.IsSet)
        {
            clock?.Stop();
            _open.Wait(cancellation);
            clock?.Start();
        }
        cancellation.ThrowIfCancellationRequested();
    }

    /// <inheritdoc/>
    public void Dispose() => _open.Dispose();
}
