using PruningLab.Engine.Training;

namespace PruningLab.Engine.Experiments.Grids;

/// <summary>One training of a grid, and where it stands in it.</summary>
/// <param name="Id">First 20 hexadecimal digits of the SHA-256 of the spec's JSON: the same training has the same id in every grid.</param>
/// <param name="Place">Where it stands.</param>
/// <param name="Spec">The experiment.</param>
public sealed record GridJob(string Id, GridPlace Place, ExperimentSpec Spec);
