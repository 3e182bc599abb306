using Microsoft.AspNetCore.Components.Server.Circuits;

namespace PruningLab.Server.Hosting;

/// <summary>Whether a page's connection is there. What was sent into a connection that broke off is lost, so a loop that
/// waits for the page's answers begins anew when the page is back. One for each circuit.</summary>
internal sealed class PageConnection : CircuitHandler, IDisposable
{
    private readonly Lock _gate = new();
    private TaskCompletionSource _up = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private CancellationTokenSource _down = new();

    /// <inheritdoc/>
    public override Task OnConnectionUpAsync(Circuit circuit, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            _up.TrySetResult();
        }

        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public override async Task OnConnectionDownAsync(Circuit circuit, CancellationToken cancellationToken)
    {
        CancellationTokenSource ended;
        lock (_gate)
        {
            ended = _down;
            _down = new CancellationTokenSource();
            _up = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        }

        await ended.CancelAsync();
        ended.Dispose();
    }

    /// <summary>Waits until the connection is there.</summary>
    /// <param name="cancellation">Ends the waiting.</param>
    /// <returns>A token that is cancelled when this connection breaks off.</returns>
    public async Task<CancellationToken> WhenUpAsync(CancellationToken cancellation)
    {
        while (true)
        {
            Task up;
            lock (_gate)
            {
                if (_up.Task.IsCompleted)
                {
                    return _down.Token;
                }

                up = _up.Task;
            }

            await up.WaitAsync(cancellation);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _down.Dispose();
}
