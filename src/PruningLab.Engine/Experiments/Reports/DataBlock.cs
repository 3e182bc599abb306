using PruningLab.Engine.Experiments.Statistics;

namespace PruningLab.Engine.Experiments.Reports;

/// <summary>One data set of a table: its methods and the tests between them.</summary>
public sealed record DataBlock
{
    /// <summary>What <see cref="Measure"/> is of a regression and of a classification.</summary>
    public const string MeanAbsoluteError = "MAE", WrongShare = "wrong";

    /// <summary>The data set.</summary>
    public required string Data { get; init; }

    /// <summary>What the rows' errors are: the standardised mean absolute error (<c>MAE</c>), or the share of wrong answers
    /// (<c>wrong</c>) of a classification.</summary>
    public string Measure { get; init; } = MeanAbsoluteError;

    /// <summary>Windows with a run of every method that has any: the blocks of <see cref="ByWindow"/>.</summary>
    public IReadOnlyList<int> Windows { get; init; } = [];

    /// <summary>One row per method, in the grid's order; one without any run has an empty summary and NaN as its rank.</summary>
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
