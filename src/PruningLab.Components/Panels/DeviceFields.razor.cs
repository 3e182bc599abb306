using PruningLab.Components.Controls;
using PruningLab.Engine.Devices;

namespace PruningLab.Components.Panels;

/// <summary>What the network is computed on: a choice where there are several devices, else the one there is, and why no
/// graphics card is among them.</summary>
public sealed partial class DeviceFields : DeskGroup
{
    private string? _wanted;
    private Choice[] _choices = [];

    /// <inheritdoc/>
    protected override string Place => TrainingGroup.PlaceName;

    private DeviceList Devices => Desk.View.Devices;

    /// <summary>What was chosen, until it is known whether the run is there: a refusal then shows the former one again.</summary>
    private string Shown => _wanted ?? Spec.Training.Device ?? DeviceId.Cpu;

    /// <summary>The same list as long as it says the same, so that the field is not rendered anew.</summary>
    private Choice[] Choices
    {
        get
        {
            IReadOnlyList<Choice> now = DeviceWords.Choices(Devices, Shown);
            return _choices.SequenceEqual(now) ? _choices : _choices = [.. now];
        }
    }

    private async Task MoveAsync(string id)
    {
        _wanted = id;
        StateHasChanged();
        await Desk.MoveAsync(Place, id);
        _wanted = null;
    }
}
