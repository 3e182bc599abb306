using Microsoft.AspNetCore.Components;
using PruningLab.Components.Controls;
using PruningLab.Components.Panels;
using PruningLab.Engine.Devices;
using PruningLab.Engine.Training;

namespace PruningLab.Components.Grids;

/// <summary>Windows, seeds and training of a grid.</summary>
public sealed partial class TrainingAxis : GridAxis
{
    private static readonly Choice[] s_optimizers = [new(nameof(OptimizerKind.Adam), "Adam"), new(nameof(OptimizerKind.Sgd), "SGD with momentum")];
    private Choice[] _devices = [];

    /// <summary>The devices of this machine.</summary>
    [Parameter]
    public DeviceList Devices { get; set; } = DeviceList.CpuOnly;

    private TrainingSpec Training => Spec.Training;

    /// <summary>The same list as long as it says the same, so that the field is not rendered anew.</summary>
    private Choice[] Choices
    {
        get
        {
            IReadOnlyList<Choice> now = DeviceWords.Choices(Devices, Training.Device);
            return _devices.SequenceEqual(now) ? _devices : _devices = [.. now];
        }
    }

    private string? Fault
    {
        get
        {
            try
            {
                Training.Validate();
                _ = Devices.Find(Training.Device ?? DeviceId.Cpu);
                return null;
            }
            catch (SettingException exception)
            {
                return exception.Message;
            }
        }
    }

    private Task SetWindowsAsync(string text)
    {
        _ = NumberList.Read(text, string.Empty, 1, int.MaxValue, out IReadOnlyList<int> windows);
        return SetAsync(Spec with { Windows = windows });
    }

    private Task SetSeedsAsync(string text)
    {
        _ = NumberList.Read(text, string.Empty, 0, int.MaxValue, out IReadOnlyList<int> seeds);
        return SetAsync(Spec with { Seeds = seeds });
    }

    private Task TrainAsync(Func<TrainingSpec, TrainingSpec> apply) => SetAsync(Spec with { Training = apply(Training) });
}
