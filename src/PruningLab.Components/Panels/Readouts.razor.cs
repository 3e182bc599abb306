using Microsoft.AspNetCore.Components;
using Microsoft.JSInterop;
using PruningLab.Components.Interop;

namespace PruningLab.Components.Panels;

/// <summary>The run's numbers in the top bar, written by the page itself with each frame.</summary>
public sealed partial class Readouts : ComponentBase
{
    private static readonly (string Name, string Label, string Help, string? Kind)[] s_readouts =
    [
        ("epoch", "epoch", "Epoch of the last batch, of all epochs", null),
        ("batch", "batch", "Batches done, of all batches", null),
        ("loss", "loss", "Loss of the last batch (mean squared error, standardised)", null),
        ("error", "test MAE", "Mean absolute error on the test part after the last epoch", null),
        ("sparsity", "pruned", "Share of the prunable weights that is pruned", "pruned"),
        ("ms", "per batch", "Computing time of a batch, mean of the last second", null),
        ("bps", "speed", "Batches per second as they come, waiting included", null),
    ];

    private ElementReference _element;
    private PictureHandle? _handle;

    [Inject]
    private IJSRuntime Runtime { get; set; } = default!;

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _handle?.DisposeAsync() ?? ValueTask.CompletedTask;

    /// <inheritdoc/>
    protected override bool ShouldRender() => false;

    /// <inheritdoc/>
    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (firstRender)
        {
            _handle = await PictureHandle.OpenAsync(Runtime, "readouts", "create", _element, new { bench = "lab" });
        }
    }
}
