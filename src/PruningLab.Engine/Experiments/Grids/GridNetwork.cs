using PruningLab.Engine.Networks;

namespace PruningLab.Engine.Experiments.Grids;

/// <summary>A network of a grid.</summary>
/// <param name="Name">Name in tables and figures.</param>
/// <param name="Spec">The network.</param>
public sealed record GridNetwork(string Name, NetworkSpec Spec);
