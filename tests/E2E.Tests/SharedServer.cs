namespace PruningLab.E2E.Tests;

/// <summary>One server for all tests that need nothing special of it; each test opens a lab of its own there.</summary>
public sealed class SharedServer : IAsyncLifetime
{
    private ServerProcess? _process;

    /// <summary>The running server.</summary>
    public ServerProcess Process => _process ?? throw new InvalidOperationException("The server has not been started.");

    /// <inheritdoc/>
    public async Task InitializeAsync() =>
        _process = await ServerProcess.StartAsync("--PruningLab:MaxSessions", "500", "--PruningLab:PauseUnwatchedAfter", "00:00:10");

    /// <inheritdoc/>
    public async Task DisposeAsync()
    {
        if (_process is not null)
        {
            await _process.DisposeAsync();
        }
    }
}
