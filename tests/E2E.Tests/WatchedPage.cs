using System.Collections.Concurrent;
using Microsoft.Playwright;

namespace PruningLab.E2E.Tests;

/// <summary>A page whose console errors, exceptions and requests to other origins are kept, so that a test can say that
/// there were none.</summary>
public sealed class WatchedPage : IAsyncDisposable
{
    private readonly ConcurrentQueue<string> _faults = new();

    /// <summary>Begins to watch.</summary>
    /// <param name="context">The page's own browser context.</param>
    /// <param name="page">The page.</param>
    public WatchedPage(IBrowserContext context, IPage page)
    {
        Context = context;
        Page = page;
        page.Console += (_, message) =>
        {
            if (message.Type == "error")
            {
                _faults.Enqueue(message.Text);
            }
        };
        page.PageError += (_, error) => _faults.Enqueue(error);
        page.Request += (_, request) =>
        {
            if (!request.Url.StartsWith("data:", StringComparison.Ordinal) && !request.Url.StartsWith("blob:", StringComparison.Ordinal) && !new Uri(request.Url).IsLoopback)
            {
                _faults.Enqueue($"Request to another machine: {request.Url}");
            }
        };
    }

    /// <summary>The page's browser context.</summary>
    public IBrowserContext Context { get; }

    /// <summary>The page itself.</summary>
    public IPage Page { get; }

    /// <summary>What went wrong so far.</summary>
    public IReadOnlyCollection<string> Faults => _faults;

    /// <summary>Forgets what went wrong so far, as when a test has cut the connection on purpose.</summary>
    public void ForgetFaults() => _faults.Clear();

    /// <summary>Loads a page and waits until it answers to clicks.</summary>
    /// <param name="path">The path on the server.</param>
    /// <returns>When the circuit has started.</returns>
    public async Task GoAsync(string path)
    {
        await Page.GotoAsync(path);
        await WaitUntilLiveAsync();
    }

    /// <summary>Waits until the page answers to clicks.</summary>
    /// <returns>When the circuit has started.</returns>
    public Task WaitUntilLiveAsync() => Page.WaitForSelectorAsync("header[data-live=true]");

    /// <inheritdoc/>
    public async ValueTask DisposeAsync() => await Context.CloseAsync();
}
