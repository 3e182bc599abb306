using Microsoft.AspNetCore.Components;
using PruningLab.Components.Controls;

namespace PruningLab.Components.Grids;

/// <summary>How far a grid is: a bar, counts, time left. Every number keeps its place while it changes.</summary>
public sealed partial class GridCounts : ControlBase
{
    /// <summary>The grid.</summary>
    [Parameter, EditorRequired]
    public GridView View { get; set; } = default!;

    private string TimeLeft => View.Open == 0 ? "none"
        : View.Left is { } left && View.Standing is GridStanding.Running or GridStanding.Paused ? "about " + GridWords.Time(View.Left!.Value)
        : "–";

    /// <inheritdoc/>
    protected override object Shown() => (View.Done, View.Failed, View.Jobs.Count, View.Standing, TimeLeft, GridWords.Time(View.Elapsed));

    private string Width(int count) => GridWords.Invariant($"width:{(View.Jobs.Count == 0 ? 0 : 100d * count / View.Jobs.Count):0.###}%");
}
