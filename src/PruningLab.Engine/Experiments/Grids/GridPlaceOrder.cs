namespace PruningLab.Engine.Experiments.Grids;

/// <summary>Places in the order of a grid's plan; those that are in no axis come last.</summary>
internal sealed class GridPlaceOrder(GridSpec spec) : IComparer<GridPlace>
{
    private readonly Dictionary<int, int> _seeds = Numbers(spec.Seeds);
    private readonly Dictionary<string, int> _data = Numbers(spec.Data.Select(data => data.Name));
    private readonly Dictionary<int, int> _windows = Numbers(spec.Windows);
    private readonly Dictionary<string, int> _networks = Numbers(spec.Networks.Select(network => network.Name));
    private readonly Dictionary<string, int> _methods = Numbers(spec.Methods.Select(method => method.Name));
    private readonly Dictionary<string, int> _settings = Numbers(spec.Settings.Select(setting => setting.Name));

    public int Compare(GridPlace? x, GridPlace? y) =>
        x is null || y is null ? (x is null ? 0 : 1) - (y is null ? 0 : 1) : Key(x).CompareTo(Key(y));

    private (int, int, int, int, int, int) Key(GridPlace place) => (
        Of(_seeds, place.Seed), Of(_data, place.Data), Of(_windows, place.Window), Of(_networks, place.Network), Of(_methods, place.Method), Of(_settings, place.Setting));

    private static int Of<T>(Dictionary<T, int> numbers, T name)
        where T : notnull => numbers.GetValueOrDefault(name, int.MaxValue);

    private static Dictionary<T, int> Numbers<T>(IEnumerable<T> names)
        where T : notnull => names.Distinct().Select((name, number) => (name, number)).ToDictionary(pair => pair.name, pair => pair.number);
}
