using System.Globalization;
using PruningLab.Components.Controls;
using PruningLab.Engine.Training;

namespace PruningLab.Components.Panels;

/// <summary>How long and how the network trains.</summary>
public sealed partial class TrainingGroup : DeskGroup
{
    /// <summary>The group's name among the desk's places.</summary>
    public const string PlaceName = "training";

    private static readonly Choice[] s_optimizers = [new(nameof(OptimizerKind.Adam), "Adam"), new(nameof(OptimizerKind.Sgd), "SGD with momentum")];
    private bool _hasThreads;

    /// <inheritdoc/>
    protected override string Place => PlaceName;

    private string Note => string.Create(CultureInfo.InvariantCulture, $"{Desk.View.Clock.BatchesPerEpoch} batches per epoch");

    /// <inheritdoc/>
    protected override void OnParametersSet()
    {
        // On a device that shares batches otherwise the field stays where it is, so that nothing moves under the pointer.
        _hasThreads |= Desk.View.MaxThreads > 1;
    }

    private Task SetOptimizerAsync(string kind) => SetOptimizerAsync("optimizer", kind == nameof(OptimizerKind.Sgd) ? "SGD" : "Adam",
        optimizer => optimizer with { Kind = Enum.Parse<OptimizerKind>(kind) });

    private Task SetThreadsAsync(double threads) => ChangeAsync("threads", $"{(int)threads} threads",
        spec => spec with { Training = spec.Training with { Threads = (int)threads } });

    private Task SetWeightDecayAsync(double decay) => SetOptimizerAsync("weight-decay", string.Create(CultureInfo.InvariantCulture, $"weight decay {decay}"),
        optimizer => optimizer with { WeightDecay = decay });

    private Task SetMomentumAsync(double momentum) => SetOptimizerAsync("momentum", string.Create(CultureInfo.InvariantCulture, $"momentum {momentum}"),
        optimizer => optimizer with { Momentum = momentum });

    private Task SetBatchSizeAsync(double size) => SetAsync("batch-size", $"batch size {(int)size}", training => training with { BatchSize = (int)size });

    private Task SetEpochsAsync(double epochs) => SetAsync("epochs", $"{(int)epochs} epochs", training => training with { Epochs = (int)epochs });

    private Task SetShuffleAsync(bool shuffle) => SetAsync("shuffle", shuffle ? "shuffled" : "not shuffled", training => training with { Shuffle = shuffle });

    private Task SetOptimizerAsync(string key, string text, Func<OptimizerSpec, OptimizerSpec> apply) =>
        SetAsync(key, text, training => training with { Optimizer = apply(training.Optimizer) });

    private Task SetAsync(string key, string text, Func<TrainingSpec, TrainingSpec> apply) =>
        ChangeAsync(key, text, spec => spec with { Training = apply(spec.Training) });
}
