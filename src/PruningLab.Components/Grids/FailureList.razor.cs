using Microsoft.AspNetCore.Components;
using PruningLab.Components.Controls;
using PruningLab.Engine.Experiments.Grids;

namespace PruningLab.Components.Grids;

/// <summary>The trainings that failed, each with its sentence.</summary>
public sealed partial class FailureList : ControlBase
{
    private const int Most = 50;

    /// <summary>The failures; another list when one was added.</summary>
    [Parameter, EditorRequired]
    public IReadOnlyList<GridResult> Failures { get; set; } = [];

    /// <inheritdoc/>
    protected override object Shown() => Failures;
}
