namespace PruningLab.Engine.Experiments.Statistics;

/// <summary>Friedman's test over blocks, each with one value per method.</summary>
/// <param name="ChiSquare">The statistic, corrected for ties.</param>
/// <param name="PValue">From the χ² distribution with k − 1 degrees of freedom.</param>
/// <param name="MeanRanks">Mean rank of each method; 1 is the lowest value, ties share their mean rank.</param>
/// <param name="Blocks">Blocks n.</param>
public sealed record FriedmanResult(double ChiSquare, double PValue, IReadOnlyList<double> MeanRanks, int Blocks);
