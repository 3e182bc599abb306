using PruningLab.Engine.Frames;

namespace PruningLab.Engine.Sessions;

/// <summary>Holds the latest snapshot; viewers wait for a newer one, older ones are dropped.</summary>
internal sealed class SnapshotHub
{
    private readonly Lock _lock = new();
    private FrameSnapshot? _latest;
    private TaskCompletionSource _next = NewSignal();
    private int _waiting;

    /// <summary>True while a viewer waits.</summary>
    public bool IsWanted => Volatile.Read(ref _waiting) > 0;

    /// <summary>Makes a snapshot the latest.</summary>
    public void Publish(FrameSnapshot snapshot)
    {
        TaskCompletionSource signal;
        FrameSnapshot? old;
        lock (_lock)
        {
            (old, _latest) = (_latest, snapshot);
            (signal, _next) = (_next, NewSignal());
        }
        old?.Release();
        signal.SetResult();
    }

    /// <summary>Waits for a snapshot newer than <paramref name="version"/>; the caller must release it.</summary>
    public async Task<FrameSnapshot> NextAsync(long version, CancellationToken cancellation)
    {
        while (true)
        {
            Task signal;
            lock (_lock)
            {
                if (_latest is { } latest && latest.Version > version)
                {
                    latest.Retain();
                    return latest;
                }
                signal = _next.Task;
                Interlocked.Increment(ref _waiting);
            }
            try
            {
                await signal.WaitAsync(cancellation).ConfigureAwait(false);
            }
            finally
            {
                Interlocked.Decrement(ref _waiting);
            }
        }
    }

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
