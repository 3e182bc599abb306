using System.Globalization;
using Microsoft.AspNetCore.Components;
using PruningLab.Components.Controls;
using PruningLab.Engine.Sessions;

namespace PruningLab.Components.Panels;

/// <summary>The buttons that run, step and start over a training.</summary>
public sealed partial class TransportBar : ComponentBase
{
    /// <summary>The bar's name among the desk's places.</summary>
    public const string Place = "transport";

    private static readonly double[] s_usualSpeeds = [1, 2, 5, 10, 25, 50, 100, 250];

    private Choice[] _speeds = [.. s_usualSpeeds.Select(SpeedChoice), SpeedChoice(0)];

    /// <summary>The desk.</summary>
    [Parameter, EditorRequired]
    public LabDesk Desk { get; set; } = default!;

    private bool Running => Desk.View.State == SessionState.Running;

    private bool Ended => Desk.View.State is SessionState.Finished or SessionState.Failed;

    private string Speed => Text(Desk.View.SpeedLimit);

    /// <summary>Plays or pauses, as the button does.</summary>
    /// <returns>When the session has obeyed.</returns>
    public Task PlayOrPauseAsync() => RunAsync(Running ? Desk.Session.PauseAsync : Desk.Session.PlayAsync);

    /// <inheritdoc/>
    protected override void OnParametersSet()
    {
        // Another tab or a script may have set a speed that is not among the usual ones.
        if (_speeds.All(choice => choice.Value != Speed))
        {
            _speeds = [.. s_usualSpeeds.Append(Desk.View.SpeedLimit).Order().Select(SpeedChoice), SpeedChoice(0)];
        }
    }

    private static Choice SpeedChoice(double speed) => speed == 0
        ? new Choice(Text(0), "max", "As fast as it goes.")
        : new Choice(Text(speed), $"{Text(speed)} /s", $"At most {Text(speed)} batches per second.");

    private static string Text(double speed) => speed.ToString(CultureInfo.InvariantCulture);

    private async Task RunAsync(Func<Task> command) => await Desk.TryAsync(Place, command);

    private Task SetSpeedAsync(string speed) => RunAsync(() => Desk.Session.SetSpeedAsync(double.Parse(speed, CultureInfo.InvariantCulture)));
}
