using PruningLab.Engine.Experiments.Statistics;

namespace PruningLab.Engine.Experiments.Reports;

/// <summary>All methods over the whole grid: every cell (data, network, window, setting) is a block.</summary>
/// <param name="Methods">The methods, in the grid's order.</param>
/// <param name="Test">Friedman's test with the mean ranks.</param>
/// <param name="Wins">Blocks in which each was best.</param>
/// <param name="CriticalDifference">Nemenyi's critical difference of mean ranks at α = 0.05.</param>
/// <param name="Published">The same over the same cells of the paper's Appendix A; null when it does not have them.</param>
public sealed record OverallRanks(
    IReadOnlyList<string> Methods, FriedmanResult Test, IReadOnlyList<int> Wins, double CriticalDifference, OverallRanks? Published);
