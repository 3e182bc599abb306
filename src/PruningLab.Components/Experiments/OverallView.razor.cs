using Microsoft.AspNetCore.Components;
using PruningLab.Components.Controls;
using PruningLab.Engine.Experiments.Reports;

namespace PruningLab.Components.Experiments;

/// <summary>All methods over the whole grid: critical-difference diagrams of ours and the paper's ranks, and their
/// table.</summary>
public sealed partial class OverallView : ControlBase
{
    /// <summary>The ranks; null while there are too few results.</summary>
    [Parameter, EditorRequired]
    public OverallRanks? Overall { get; set; }

    /// <inheritdoc/>
    protected override object Shown() => (Overall, 0);

    private static string Sentence(OverallRanks ranks) =>
        $"Friedman χ² = {ReportNumber.Fixed(ranks.Test.ChiSquare, 2)}, p {ReportNumber.Equation(ranks.Test.PValue)} {ReportNumber.Stars(ranks.Test.PValue)} over {ReportNumber.Count(ranks.Test.Blocks)} cells. Methods under one bar do not differ significantly.";

    private static bool IsLowest(OverallRanks ranks, int method) => ranks.Test.MeanRanks[method] == ranks.Test.MeanRanks.Min();

    private static int Index(IReadOnlyList<string> methods, string method) => methods.ToList().IndexOf(method);
}
