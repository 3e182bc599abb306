using PruningLab.Engine.Experiments.Statistics;

namespace PruningLab.Engine.Experiments.Reports;

/// <summary>One data set of a table: its methods and the tests between them.</summary>
public sealed record DataBlock
{
    /// <summary>The data set.</summary>
    public required string Data { get; init; }

    /// <summary>One row per method, in the grid's order.</summary>
    public required IReadOnlyList<MethodRow> Rows { get; init; }

    /// <summary>Friedman's test with the windows as blocks, as in the paper; null with fewer than two complete windows.</summary>
    public FriedmanResult? ByWindow { get; init; }

    /// <summary>Friedman's test with every pair of window and seed as a block; null with fewer than two.</summary>
    public FriedmanResult? ByRun { get; init; }

    /// <summary>The paper's test over the same windows, from its Appendix A.</summary>
    public FriedmanResult? Published { get; init; }

    /// <summary>All pairs of methods, with every pair of window and seed as a block.</summary>
    public IReadOnlyList<PairTest> Pairs { get; init; } = [];
}
