using Microsoft.AspNetCore.Components;
using Microsoft.JSInterop;
using PruningLab.Engine.Frames;
using PruningLab.Engine.Sessions;
using PruningLab.Engine.Training;

namespace PruningLab.Components.Panels;

/// <summary>What pruning saves: dense against sparse, timed on the run's own weights. Its picture asks for measurements.</summary>
public sealed partial class SpeedPanel : ComponentBase, IDisposable
{
    private DotNetObjectReference<SpeedPanel>? _receiver;

    /// <summary>The desk.</summary>
    [Parameter, EditorRequired]
    public LabDesk Desk { get; set; } = default!;

    /// <summary>Controls at the heading's right.</summary>
    [Parameter]
    public RenderFragment? Tools { get; set; }

    /// <summary>Called by the page to measure now, with the curve over sparsities.</summary>
    /// <returns>Null, or why it cannot be in one sentence.</returns>
    [JSInvokable]
    public Task<string?> Measure() => SayAsync(() => Desk.Session.MeasureSpeedAsync(curve: true));

    /// <summary>Called by the page when a person chose when to measure.</summary>
    /// <param name="choice">off, onRequest or regularly.</param>
    /// <returns>Null, or why it cannot be in one sentence.</returns>
    [JSInvokable]
    public Task<string?> SetProbing(string choice)
    {
        SpeedProbing? probing = Enum.GetValues<SpeedProbing>().Where(value => SpeedPicture.NameOf(value) == choice).Select(value => (SpeedProbing?)value).FirstOrDefault();
        return probing is { } known
            ? SayAsync(() => Desk.Session.SetSpeedProbingAsync(known))
            : Task.FromResult<string?>($"There is no such time to measure: {choice}.");
    }

    /// <inheritdoc/>
    public void Dispose() => _receiver?.Dispose();

    /// <inheritdoc/>
    protected override void OnInitialized() => _receiver = DotNetObjectReference.Create(this);

    private static async Task<string?> SayAsync(Func<Task> command)
    {
        try
        {
            await command();
            return null;
        }
        catch (SettingException exception)
        {
            return exception.Message;
        }
    }
}
