using PruningLab.Engine.Data;
using PruningLab.Engine.Experiments.Grids;
using PruningLab.Engine.Networks;
using PruningLab.Engine.Plasticity;
using PruningLab.Engine.Tests.Training;
using PruningLab.Engine.Training;

namespace PruningLab.Engine.Tests.Experiments.Grids;

/// <summary>A grid whose trainings take milliseconds: 2 networks × 1 data set × 2 windows × 2 methods × 2 seeds.</summary>
internal static class TinyGrid
{
    public const int Jobs = 16;

    public static GridSpec Spec { get; } = new()
    {
        Name = "tiny",
        Data = [new GridData("Sines", new DataSpec { Source = "tiny" })],
        Networks =
        [
            new GridNetwork("RNN", new NetworkSpec { Kind = NetworkKind.Rnn, HiddenUnits = 4 }),
            new GridNetwork("MLP", new NetworkSpec { Kind = NetworkKind.Mlp, Mlp = new MlpSpec { HiddenLayers = [4] } }),
        ],
        Windows = [3, 5],
        Methods = [new GridMethod("None", new RuleSpec("none")), new GridMethod("Pruning", new RuleSpec("synaptic-pruning"))],
        Training = new TrainingSpec { Epochs = 3, BatchSize = 32, Patience = 0 },
        Seeds = [1, 2],
    };

    public static GridSpec Broken { get; } = Spec with
    {
        Data = [new GridData("Gone", new DataSpec { Source = "gone" }), .. Spec.Data],
    };

    public static GridRunner Runner(GridStore store, GridRunnerOptions? options = null, IWindowSource? source = null, RuleCatalogue? rules = null) =>
        new(store, source ?? new TinyData(), new ManagedBackend(), rules ?? RuleCatalogue.Default, options ?? new GridRunnerOptions { Workers = 2 },
            [TimeSpan.FromMilliseconds(1), TimeSpan.FromMilliseconds(1)]);

    public static async Task<GridProgress> RunAsync(GridStore store, GridRunnerOptions? options = null, IWindowSource? source = null)
    {
        using GridRunner runner = Runner(store, options, source);
        return await runner.RunAsync(CancellationToken.None).WaitAsync(TimeSpan.FromMinutes(1));
    }

    /// <summary>What a result says whatever the machine and the moment.</summary>
    public static string Bits(GridResult result) => $"{result.Job} {result.Place} {result.Failure} {result.Mae:R} {result.Rmse:R} {result.MaeInUnits:R} "
        + $"{result.BestMae:R} {result.Epochs} {result.Batches} {result.Weights} {result.Pruned} {result.Fingerprint} {result.DataFingerprint}";

    /// <summary>All lines of a store, in whichever file.</summary>
    public static string[] Lines(string folder) =>
        [.. Directory.EnumerateFiles(Path.Combine(folder, "results")).SelectMany(File.ReadAllLines)];
}
