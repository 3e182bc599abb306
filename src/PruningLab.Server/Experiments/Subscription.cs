namespace PruningLab.Server.Experiments;

/// <summary>Something that ends once, when it is disposed of.</summary>
/// <param name="end">Ends it.</param>
internal sealed class Subscription(Action end) : IDisposable
{
    private Action? _end = end;

    /// <inheritdoc/>
    public void Dispose() => Interlocked.Exchange(ref _end, null)?.Invoke();
}
