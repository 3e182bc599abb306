using PruningLab.Engine.Frames;
using PruningLab.Engine.Training;

namespace PruningLab.Engine.Sessions;

/// <summary>Holds the latest snapshot; viewers wait for a newer one, older ones are dropped.</summary>
internal sealed class SnapshotHub
{
    private readonly Lock _lock = new();
    private FrameSnapshot? _latest;
    private TaskCompletionSource _next = NewSignal();
    private int _waiting;
    private bool _closed;

    /// <summary>Sentence for those who ask a session that has ended.</summary>
    public const string Ended = "This lab has ended; open a new one from the start page.";

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
        signal.TrySetResult();
    }

    /// <summary>Nothing will come any more.</summary>
    public void Close()
    {
        lock (_lock)
        {
            _closed = true;
            _next.TrySetResult();
        }
    }

    /// <summary>Waits for a snapshot newer than <paramref name="version"/>; the caller must release it.</summary>
    /// <exception cref="SettingException">The session has ended.</exception>
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
                if (_closed)
                {
                    throw new SettingException(Ended);
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
