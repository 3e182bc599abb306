using PruningLab.Engine.Sessions;

namespace PruningLab.Components.Interop;

/// <summary>Lets a loop await the next change of a session's view.</summary>
internal sealed class ViewChanges : IDisposable
{
    private readonly Session _session;
    private TaskCompletionSource _next = NewSignal();

    /// <summary>Begins to listen.</summary>
    /// <param name="session">The session.</param>
    public ViewChanges(Session session)
    {
        _session = session;
        session.Changed += Tell;
    }

    /// <summary>Ends at the next change. To miss none, take it before reading the view.</summary>
    public Task Next => Volatile.Read(ref _next).Task;

    /// <inheritdoc/>
    public void Dispose() => _session.Changed -= Tell;

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private void Tell() => Interlocked.Exchange(ref _next, NewSignal()).SetResult();
}
