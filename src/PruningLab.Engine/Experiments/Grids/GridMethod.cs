using PruningLab.Engine.Plasticity;

namespace PruningLab.Engine.Experiments.Grids;

/// <summary>A method of a grid. A name may stand several times, for different networks: one row of a table all the same.</summary>
/// <param name="Name">Name in tables and figures.</param>
/// <param name="Rule">The rule and its values.</param>
public sealed record GridMethod(string Name, RuleSpec Rule)
{
    /// <summary>Names of the networks it is for; empty: all.</summary>
    public IReadOnlyList<string> Networks { get; init; } = [];
}
