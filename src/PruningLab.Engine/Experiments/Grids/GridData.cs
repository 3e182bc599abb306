using PruningLab.Engine.Data;

namespace PruningLab.Engine.Experiments.Grids;

/// <summary>A data set of a grid. The window is the grid's.</summary>
/// <param name="Name">Name in tables and figures.</param>
/// <param name="Spec">The data; <see cref="DataSpec.Window"/> is replaced.</param>
public sealed record GridData(string Name, DataSpec Spec);
