using PruningLab.Engine.Experiments.Reports;

namespace PruningLab.Components.Experiments;

/// <summary>A method on a data set, as a row of a network's table.</summary>
/// <param name="Key">Name of its cells in the page's address.</param>
/// <param name="Method">The method.</param>
/// <param name="Row">Its figures; null while there are none.</param>
/// <param name="IsBest">Whether its mean is the lowest of the data set.</param>
/// <param name="IsPublishedBest">Whether the paper's mean of it is the lowest of the data set.</param>
public sealed record TableRow(string Key, string Method, MethodRow? Row, bool IsBest, bool IsPublishedBest);
