using Microsoft.AspNetCore.Components;

namespace PruningLab.Components.Grids;

/// <summary>Grids in a table; each name leads to its page.</summary>
public sealed partial class GridList : ComponentBase
{
    /// <summary>The grids.</summary>
    [Parameter, EditorRequired]
    public IReadOnlyList<GridView> Views { get; set; } = [];

    /// <summary>Now, UTC, for the times of the last changes.</summary>
    [Parameter, EditorRequired]
    public DateTime Now { get; set; }

    private static string Axes(GridView view)
    {
        var spec = view.Spec;
        string settings = spec.Settings.Count == 1 ? string.Empty : GridWords.Invariant($", {spec.Settings.Count} settings");
        return string.Join(", ", Words(spec.Data.Count, "data set"), Words(spec.Networks.Count, "network"), Words(spec.Windows.Count, "window"),
            Words(spec.Methods.Select(method => method.Name).Distinct().Count(), "method")) + settings + ", " + Words(spec.Seeds.Count, "seed");
    }

    private static string Words(int count, string noun) => GridWords.Invariant($"{count} {noun}{(count == 1 ? string.Empty : "s")}");

    private static string Width(GridView view) => GridWords.Invariant($"width:{Share(view):0.#}%");

    private static string Percent(GridView view) => GridWords.Invariant($"{Math.Floor(Share(view))} %");

    private static double Share(GridView view) => view.Jobs.Count == 0 ? 0 : 100d * view.Done / view.Jobs.Count;
}
