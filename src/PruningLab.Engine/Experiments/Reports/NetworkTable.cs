namespace PruningLab.Engine.Experiments.Reports;

/// <summary>The table of one network: Table 2, 3 or 4 of the paper.</summary>
/// <param name="Network">The network.</param>
/// <param name="Setting">The setting; empty when none is varied.</param>
/// <param name="Data">Its data sets.</param>
public sealed record NetworkTable(string Network, string Setting, IReadOnlyList<DataBlock> Data);
