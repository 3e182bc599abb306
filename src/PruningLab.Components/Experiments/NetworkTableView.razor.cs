using Microsoft.AspNetCore.Components;
using PruningLab.Components.Controls;
using PruningLab.Engine.Experiments.Statistics;

namespace PruningLab.Components.Experiments;

/// <summary>The table of one network as the paper's Tables 2–4 have it, with the paper's figures beside ours. Its rows are
/// those the grid means to have, from the first result to the last.</summary>
public sealed partial class NetworkTableView : ControlBase
{
    private readonly Dictionary<string, ElementReference> _openers = [];

    /// <summary>The network.</summary>
    [Parameter, EditorRequired]
    public string Network { get; set; } = string.Empty;

    /// <summary>The setting; empty when none is varied.</summary>
    [Parameter]
    public string Setting { get; set; } = string.Empty;

    /// <summary>Its data sets.</summary>
    [Parameter, EditorRequired]
    public IReadOnlyList<TableBlock> Blocks { get; set; } = [];

    /// <summary>The row whose runs are shown; null when none is.</summary>
    [Parameter]
    public string? Selected { get; set; }

    /// <summary>Called when the runs of a row are to be shown.</summary>
    [Parameter]
    public EventCallback<CellOpening> OnOpen { get; set; }

    /// <inheritdoc/>
    protected override object Shown() => (Network, Setting, Blocks, Selected);

    private static string Text(FriedmanResult? test, string blocks) => test is null
        ? $"{ReportNumber.None} (needs two complete {blocks})"
        : $"χ² = {ReportNumber.Fixed(test.ChiSquare, 2)}, p {ReportNumber.Equation(test.PValue)} {ReportNumber.Stars(test.PValue)} ({ReportNumber.Count(test.Blocks)} {blocks})";

    private Task OpenAsync(string key) => OnOpen.InvokeAsync(new CellOpening(key, _openers[key]));
}
