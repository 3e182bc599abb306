namespace PruningLab.Engine.Experiments.Statistics;

/// <summary>Mean, spread and 95 % t interval of a sample.</summary>
/// <param name="Mean">Mean; NaN of an empty sample.</param>
/// <param name="StandardDeviation">Sample standard deviation (n − 1); NaN of fewer than two values.</param>
/// <param name="Low">Lower end of the 95 % interval of the mean; NaN of fewer than two values.</param>
/// <param name="High">Upper end.</param>
/// <param name="Count">Values.</param>
public readonly record struct SampleSummary(double Mean, double StandardDeviation, double Low, double High, int Count);
