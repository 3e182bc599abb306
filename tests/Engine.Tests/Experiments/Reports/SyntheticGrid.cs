using PruningLab.Engine.Data;
using PruningLab.Engine.Experiments.Grids;
using PruningLab.Engine.Networks;
using PruningLab.Engine.Plasticity;

namespace PruningLab.Engine.Tests.Experiments.Reports;

/// <summary>Grids whose results are made up, so that what must come of them is known.</summary>
internal static class SyntheticGrid
{
    public static readonly string[] PaperMethods = [PaperGrid.NoDropout, PaperGrid.Dropout, PaperGrid.McDropout, PaperGrid.SynapticPruning];

    /// <summary>A grid by the names of its axes.</summary>
    public static GridSpec Spec(string[] data, string[] networks, int[] windows, string[] methods, int seeds = 3) => new()
    {
        Data = [.. data.Select(name => new GridData(name, new DataSpec()))],
        Networks = [.. networks.Select(name => new GridNetwork(name, new NetworkSpec()))],
        Windows = windows,
        Methods = [.. methods.Select(name => new GridMethod(name, new RuleSpec("synaptic-pruning")))],
        Seeds = [.. Enumerable.Range(42, seeds)],
    };

    /// <summary>All places of a grid without settings, seed by seed.</summary>
    public static IEnumerable<GridPlace> Places(GridSpec spec) =>
        from seed in spec.Seeds
        from setting in spec.Settings
        from data in spec.Data
        from window in spec.Windows
        from network in spec.Networks
        from method in spec.Methods
        where method.Networks.Count == 0 || method.Networks.Contains(network.Name)
        select new GridPlace(data.Name, network.Name, window, method.Name, setting.Name, seed);

    /// <summary>A run with an error at every place that <paramref name="error"/> gives one for; NaN is a failure.</summary>
    public static GridResults Results(GridSpec spec, Func<GridPlace, double?> error) => new(
        [.. Places(spec).Select(place => (place, Error: error(place))).Where(made => made.Error is not null).Select(made => Result(made.place, made.Error!.Value))], []);

    /// <summary>One result.</summary>
    public static GridResult Result(GridPlace place, double error) => new()
    {
        Job = place.ToString(),
        Place = place,
        Failure = double.IsNaN(error) ? "The loss was no number any more." : null,
        Mae = double.IsNaN(error) ? 0 : error,
        Rmse = double.IsNaN(error) ? 0 : 1.5 * error,
        Epochs = 20,
        Weights = 1000,
        Pruned = place.Method == PaperGrid.SynapticPruning ? 700 : 0,
        Seconds = 2,
        MemoryBytes = 1024 * 1024 * place.Window,
        DataFingerprint = "0123456789abcdef",
    };
}
