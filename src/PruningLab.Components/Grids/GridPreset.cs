using PruningLab.Engine.Data;
using PruningLab.Engine.Experiments.Grids;
using PruningLab.Engine.Networks;
using PruningLab.Engine.Plasticity;
using PruningLab.Engine.Training;

namespace PruningLab.Components.Grids;

/// <summary>A whole grid to start from.</summary>
/// <param name="Id">Name in addresses and on the command line.</param>
/// <param name="Name">Name for people.</param>
/// <param name="Explanation">What it is, in one sentence.</param>
/// <param name="Spec">The grid.</param>
public sealed record GridPreset(string Id, string Name, string Explanation, GridSpec Spec)
{
    /// <summary>A grid in the manner of the paper's on data that are always here, done in a minute or two.</summary>
    /// <remarks>The data set is not the paper's S&amp;P500, one stock, and has another name, so that its values are not put beside the paper's.</remarks>
    public static GridPreset Small { get; } = new(
        "small", "Small, on ready data", "An RNN and an LSTM of 16 units on the S&P 500: two windows, no dropout, dropout and synaptic pruning, three seeds.",
        new GridSpec
        {
            Name = "Small grid",
            Data = [new GridData("S&P 500 daily", new DataSpec())],
            Networks =
            [
                new GridNetwork("RNN", new NetworkSpec { Kind = NetworkKind.Rnn, HiddenUnits = 16 }),
                new GridNetwork("LSTM", new NetworkSpec { Kind = NetworkKind.Lstm, HiddenUnits = 16 }),
            ],
            Windows = [7, 30],
            Methods =
            [
                new GridMethod("No Dropout", new RuleSpec("none")),
                new GridMethod("Dropout", new RuleSpec("dropout")),
                new GridMethod("Synaptic Pruning", new RuleSpec("synaptic-pruning")),
            ],
            Training = new TrainingSpec { Epochs = 10, Patience = 0 },
            Seeds = [1, 2, 3],
        });

    /// <summary>An empty grid: everything is chosen by hand.</summary>
    public static GridPreset Empty { get; } = new(
        "empty", "Empty", "Nothing chosen yet.", new GridSpec { Name = "My grid", Windows = [30], Seeds = [1, 2, 3] });

    /// <summary>All presets.</summary>
    public static IReadOnlyList<GridPreset> All { get; } =
        [Small, .. PaperGrid.All.Select(preset => new GridPreset(preset.Id, preset.Title, preset.Summary, preset.Spec)), Empty];
}
