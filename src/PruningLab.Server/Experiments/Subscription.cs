namespace PruningLab.Server.Experiments;

/// <summary>Something that ends once, when it is disposed of.</summary>
/// <param name="end">Ends it.</param>
internal sealed class Subscription(Action end) : IDisposable
{
    private Action? _end = end;

    /// <summary>Tells one watcher; what it throws goes into the log and keeps no other from being told.</summary>
    /// <param name="watcher">The watcher.</param>
    /// <param name="logger">Where its fault goes.</param>
    public static void Tell(Action watcher, ILogger logger)
    {
        try
        {
            watcher();
        }
#pragma warning disable CA1031 // One page's fault is not the others'.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            logger.LogError(exception, "A page could not be told of a change of the grids.");
        }
    }

    /// <inheritdoc/>
    public void Dispose() => Interlocked.Exchange(ref _end, null)?.Invoke();
}
