using Microsoft.AspNetCore.Components;
using PruningLab.Components.Grids;
using PruningLab.Server.Experiments;

namespace PruningLab.Server.Pages;

/// <summary>All grids in the data folder: size, progress, state; those that run are shown live.</summary>
public sealed partial class Experiments : ComponentBase, IDisposable
{
    private IReadOnlyList<GridView>? _views;
    private DateTime _now = DateTime.UtcNow;
    private IDisposable? _subscription;
    private int _isQueued;

    [Inject]
    private GridService Grids { get; set; } = default!;

    /// <inheritdoc/>
    public void Dispose() => _subscription?.Dispose();

    /// <inheritdoc/>
    protected override async Task OnInitializedAsync() => await LookAsync();

    /// <inheritdoc/>
    protected override void OnAfterRender(bool firstRender)
    {
        if (firstRender)
        {
            _subscription = Grids.WatchAll(Changed);
        }
    }

    private void Changed()
    {
        // While an update is on its way, another one would only stand behind it.
        if (Interlocked.Exchange(ref _isQueued, 1) == 0)
        {
            _ = InvokeAsync(async () =>
            {
                Interlocked.Exchange(ref _isQueued, 0);
                await LookAsync();
                StateHasChanged();
            });
        }
    }

    private async Task LookAsync()
    {
        _views = await Task.Run(Grids.List);
        _now = DateTime.UtcNow;
    }
}
