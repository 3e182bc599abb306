using Microsoft.AspNetCore.Components;
using PruningLab.Components.Controls;
using PruningLab.Engine.Experiments.Grids;

namespace PruningLab.Components.Grids;

/// <summary>What is being trained now, one line per worker.</summary>
public sealed partial class WorkerTable : ControlBase
{
    /// <summary>Workers; so many lines are always there, so that nothing below them moves.</summary>
    [Parameter, EditorRequired]
    public int Workers { get; set; }

    /// <summary>What they train.</summary>
    [Parameter, EditorRequired]
    public IReadOnlyList<GridJobProgress> Running { get; set; } = [];

    /// <summary>What is said of a worker that trains nothing.</summary>
    [Parameter]
    public string Idle { get; set; } = "nothing";

    /// <inheritdoc/>
    protected override object Shown() => (Workers, Running, Idle);
}
