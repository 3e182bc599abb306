using Microsoft.AspNetCore.Components;
using PruningLab.Engine.Devices;
using PruningLab.Engine.Sessions;

namespace PruningLab.Components.Panels;

/// <summary>Says how a run ended, or why it cannot go on as it is, and offers what to do next.</summary>
public sealed partial class StateBanner : ComponentBase
{
    private string? _fault;

    /// <summary>The desk.</summary>
    [Parameter, EditorRequired]
    public LabDesk Desk { get; set; } = default!;

    /// <summary>Where the run can be downloaded.</summary>
    [Parameter]
    public string RunFile { get; set; } = string.Empty;

    private SessionView View => Desk.View;

    private string? Sentence => _fault ?? View.State switch
    {
        SessionState.Failed or SessionState.StoppedEarly => View.Sentence,
        SessionState.Paused when View.Sentence.Length > 0 => View.Sentence,
        SessionState.Finished => $"All {View.Spec.Training.Epochs} epochs are done.",
        _ => null,
    };

    /// <inheritdoc/>
    protected override void OnParametersSet() => _fault = Desk.FaultAt(TransportBar.Place);

    private async Task GoOnOnCpuAsync()
    {
        if (await Desk.MoveAsync(TransportBar.Place, DeviceId.Cpu))
        {
            await RunAsync(Desk.Session.PlayAsync);
        }
    }

    private async Task RunAsync(Func<Task> command) => await Desk.TryAsync(TransportBar.Place, command);
}
