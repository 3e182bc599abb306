using PruningLab.Engine.Experiments.Statistics;

namespace PruningLab.Engine.Experiments.Reports;

/// <summary>Two methods compared over the same blocks.</summary>
/// <param name="First">A method.</param>
/// <param name="Second">Another one.</param>
/// <param name="Test">The test; null when no pair differs or fewer than two do.</param>
/// <param name="MeanDifference">Mean of first less second: below 0 the first is better.</param>
public sealed record PairTest(string First, string Second, WilcoxonResult? Test, double MeanDifference)
{
    /// <summary>p adjusted by Holm for all pairs of the same data set; null without a test.</summary>
    public double? Adjusted { get; init; }
}
