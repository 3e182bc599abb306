using PruningLab.Components.Controls;
using PruningLab.Engine.Training;

namespace PruningLab.Components.Grids;

/// <summary>Windows, seeds and training of a grid.</summary>
public sealed partial class TrainingAxis : GridAxis
{
    private static readonly Choice[] s_optimizers = [new(nameof(OptimizerKind.Adam), "Adam"), new(nameof(OptimizerKind.Sgd), "SGD with momentum")];

    private TrainingSpec Training => Spec.Training;

    private string? Fault
    {
        get
        {
            try
            {
                Training.Validate();
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
