using PruningLab.Engine.Experiments.Statistics;

namespace PruningLab.Engine.Experiments.Reports;

/// <summary>A method on one data set with one network: a row of the paper's Tables 2–4.</summary>
public sealed record MethodRow
{
    /// <summary>The method.</summary>
    public required string Method { get; init; }

    /// <summary>Mean, deviation and interval over the blocks' MAE (<see cref="DataBlock.Measure"/>), as in the paper: its blocks are the
    /// windows' means over the seeds that all methods have. While no window has runs of all methods: over the windows of this one.</summary>
    public required SampleSummary Mae { get; init; }

    /// <summary>Mean rank over the blocks; 1 is best; NaN without a complete block.</summary>
    public required double MeanRank { get; init; }

    /// <summary>Blocks in which it was best (or among the best).</summary>
    public required int Wins { get; init; }

    /// <summary>The paper's row, from its Appendix A over the same windows; null unless it has them all.</summary>
    public SampleSummary? Published { get; init; }

    /// <summary>The paper's mean rank over the same windows.</summary>
    public double? PublishedRank { get; init; }
}
