using PruningLab.Engine.Experiments.Statistics;

namespace PruningLab.Engine.Experiments.Reports;

/// <summary>Two methods compared over the same blocks.</summary>
/// <param name="First">A method.</param>
/// <param name="Second">Another one.</param>
/// <param name="Test">The test; null when no pair differs or there are too few.</param>
/// <param name="MeanDifference">Mean of first less second: below 0 the first is better.</param>
public sealed record PairTest(string First, string Second, WilcoxonResult? Test, double MeanDifference);
