using Microsoft.AspNetCore.Components;
using PruningLab.Engine.Experiments.Grids;

namespace PruningLab.Components.Grids;

/// <summary>A grid that is being set up, in short: how many trainings, how long, how to run it with and without the page.</summary>
public sealed partial class GridSummary : ComponentBase
{
    private string _json = string.Empty;
    private GridSpec? _written;

    /// <summary>The grid.</summary>
    [Parameter, EditorRequired]
    public GridSpec Spec { get; set; } = default!;

    /// <summary>Trainings, equal ones counted once; null while that is not known.</summary>
    [Parameter]
    public int? Jobs { get; set; }

    /// <summary>Why the grid cannot be, in one sentence; null when it can.</summary>
    [Parameter]
    public string? Fault { get; set; }

    /// <summary>Why it could not be set up, in one sentence.</summary>
    [Parameter]
    public string? Refusal { get; set; }

    /// <summary>How long it may take; null when that is not known.</summary>
    [Parameter]
    public TimeSpan? Estimate { get; set; }

    /// <summary>Trainings at the same time.</summary>
    [Parameter, EditorRequired]
    public int Workers { get; set; }

    /// <summary>Most trainings at the same time.</summary>
    [Parameter]
    public int MostWorkers { get; set; } = 64;

    /// <summary>Whether it is being set up already.</summary>
    [Parameter]
    public bool IsBusy { get; set; }

    /// <summary>Called with another number of trainings at the same time.</summary>
    [Parameter]
    public EventCallback<int> OnWorkers { get; set; }

    /// <summary>Called when it is to be set up; true when it is to be started as well.</summary>
    [Parameter]
    public EventCallback<bool> OnCreate { get; set; }

    private string Command => GridWords.Invariant($"pruninglab grid run grid.json --store my-grid --workers {Workers}");

    private string EstimateText => Estimate is { } time ? $"At most about {GridWords.Time(time)}, from what such trainings took here."
        : "How long it takes is not known yet: nothing of the kind has been trained here.";

    /// <inheritdoc/>
    protected override void OnParametersSet()
    {
        if (!ReferenceEquals(_written, Spec))
        {
            (_written, _json) = (Spec, Spec.ToJson());
        }
    }
}
