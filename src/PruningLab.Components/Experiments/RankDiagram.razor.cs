using Microsoft.AspNetCore.Components;
using PruningLab.Components.Controls;

namespace PruningLab.Components.Experiments;

/// <summary>A critical-difference diagram: mean ranks on an axis, with bars over methods that do not differ
/// significantly.</summary>
public sealed partial class RankDiagram : ControlBase
{
    private RankLayout _layout = default!;

    /// <summary>Name for tests.</summary>
    [Parameter]
    public string? TestId { get; set; }

    /// <summary>Whose ranks they are, for screen readers.</summary>
    [Parameter, EditorRequired]
    public string Label { get; set; } = string.Empty;

    /// <summary>The methods.</summary>
    [Parameter, EditorRequired]
    public IReadOnlyList<string> Methods { get; set; } = [];

    /// <summary>Their mean ranks.</summary>
    [Parameter, EditorRequired]
    public IReadOnlyList<double> MeanRanks { get; set; } = [];

    /// <summary>The critical difference.</summary>
    [Parameter, EditorRequired]
    public double CriticalDifference { get; set; }

    private string Description
    {
        get
        {
            string ranks = string.Join(", ", _layout.Methods.Select(mark => $"{mark.Method} {ReportNumber.Fixed(mark.Rank, 2)}"));
            string joined = _layout.Joined.Count == 0 ? "every two methods differ significantly"
                : "no significant difference from " + string.Join(", and from ", _layout.Joined.Select(bar => $"{bar.First} to {bar.Last}"));
            return $"{Label}: mean ranks {ranks}; critical difference {ReportNumber.Fixed(CriticalDifference, 2)}: {joined}.";
        }
    }

    /// <inheritdoc/>
    protected override void OnParametersSet()
    {
        _layout = new RankLayout(Methods, MeanRanks, CriticalDifference);
        base.OnParametersSet();
    }

    /// <inheritdoc/>
    protected override object Shown() => (Label, string.Join('\n', Methods), string.Join(' ', MeanRanks), CriticalDifference);

    private static string N(double value) => ReportNumber.Place(value);
}
