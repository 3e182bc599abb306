using PruningLab.Engine.Experiments.Grids;
using PruningLab.Engine.Experiments.Statistics;

namespace PruningLab.Engine.Experiments.Reports;

/// <summary>One cell of a grid: all its trials.</summary>
public sealed record ReportCell
{
    /// <summary>Where it stands; the seed is 0.</summary>
    public required GridPlace Place { get; init; }

    /// <summary>Its trials that succeeded, by seed.</summary>
    public required IReadOnlyList<GridResult> Runs { get; init; }

    /// <summary>Trials that failed, by seed; a cell may have nothing else.</summary>
    public IReadOnlyList<GridResult> Failures { get; init; } = [];

    /// <summary>Standardised MAE over the trials; of a classification the share of wrong answers.</summary>
    public required SampleSummary Mae { get; init; }

    /// <summary>Standardised RMSE over the trials.</summary>
    public required SampleSummary Rmse { get; init; }

    /// <summary>Share of the weights that was pruned at the end.</summary>
    public required SampleSummary Sparsity { get; init; }

    /// <summary>Seconds per trial.</summary>
    public required SampleSummary Seconds { get; init; }

    /// <summary>Bytes per trial.</summary>
    public required SampleSummary Memory { get; init; }

    /// <summary>Epochs per trial.</summary>
    public required SampleSummary Epochs { get; init; }

    /// <summary>What the paper reports of this cell; null when it does not.</summary>
    public PublishedCell? Published { get; init; }
}
