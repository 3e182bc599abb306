namespace PruningLab.Engine.Experiments.Statistics;

/// <summary>Wilcoxon's signed-rank test of two paired samples, two-sided.</summary>
/// <param name="Statistic">The smaller one of the two rank sums.</param>
/// <param name="PValue">Two-sided p.</param>
/// <param name="IsExact">True when p was counted out, false when it comes from the normal distribution.</param>
/// <param name="Pairs">Pairs that differ.</param>
public sealed record WilcoxonResult(double Statistic, double PValue, bool IsExact, int Pairs);
