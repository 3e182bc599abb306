using Microsoft.AspNetCore.Components;
using Microsoft.JSInterop;
using PruningLab.Components.Controls;
using PruningLab.Engine.Frames;
using PruningLab.Engine.Sessions;

namespace PruningLab.Components.Panels;

/// <summary>What pruning saves: dense against sparse, timed on the run's own weights.</summary>
public sealed partial class SpeedPanel : ComponentBase, IDisposable
{
    private static readonly Choice[] s_times =
    [
        new(SpeedPicture.NameOf(SpeedProbing.Off), "off", "Never measured."),
        new(SpeedPicture.NameOf(SpeedProbing.OnRequest), "on request", "Measured when this panel is first seen in a run, and when asked."),
        new(SpeedPicture.NameOf(SpeedProbing.Regularly), "every 5 s", "Measured again about every 5 seconds while the network trains."),
    ];

    private DotNetObjectReference<SpeedPanel>? _receiver;
    private bool _measuring;

    /// <summary>The desk.</summary>
    [Parameter, EditorRequired]
    public LabDesk Desk { get; set; } = default!;

    /// <summary>Controls at the heading's right.</summary>
    [Parameter]
    public RenderFragment? Tools { get; set; }

    /// <summary>Measures now, with the curve over sparsities; called by the page too when it is seen for the first time in a run.</summary>
    /// <returns>When the report is the session's.</returns>
    [JSInvokable]
    public Task Measure() => InvokeAsync(MeasureAsync);

    /// <inheritdoc/>
    public void Dispose() => _receiver?.Dispose();

    /// <inheritdoc/>
    protected override void OnInitialized() => _receiver = DotNetObjectReference.Create(this);

    private async Task MeasureAsync()
    {
        if (_measuring)
        {
            return;
        }

        _measuring = true;
        StateHasChanged();
        await Desk.TryAsync(TransportBar.Place, () => Desk.Session.MeasureSpeedAsync(curve: true));
        _measuring = false;
        StateHasChanged();
    }

    private async Task SetProbingAsync(string choice) => await Desk.TryAsync(TransportBar.Place, () => Desk.Session.SetSpeedProbingAsync(
        Enum.GetValues<SpeedProbing>().First(probing => SpeedPicture.NameOf(probing) == choice)));
}
