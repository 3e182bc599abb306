using PruningLab.Engine.Experiments.Grids;
using PruningLab.Engine.Experiments.Reports;

namespace PruningLab.Components.Grids;

/// <summary>A grid as a page shows it; an immutable snapshot.</summary>
public sealed record GridView
{
    /// <summary>Name of its folder, and in addresses.</summary>
    public required string Slug { get; init; }

    /// <summary>The grid.</summary>
    public required GridSpec Spec { get; init; }

    /// <summary>How it stands.</summary>
    public required GridStanding Standing { get; init; }

    /// <summary>Its trainings.</summary>
    public IReadOnlyList<GridJob> Jobs { get; init; } = [];

    /// <summary>What its store holds.</summary>
    public GridResults Results { get; init; } = new([], []);

    /// <summary>Trainings with a result, failed ones included.</summary>
    public int Done { get; init; }

    /// <summary>Those of them that failed.</summary>
    public int Failed { get; init; }

    /// <summary>What this server trains now.</summary>
    public IReadOnlyList<GridJobProgress> Running { get; init; } = [];

    /// <summary>Trainings at the same time; 0 while this server does not train.</summary>
    public int Workers { get; init; }

    /// <summary>Time that all trainings took together.</summary>
    public TimeSpan Elapsed { get; init; }

    /// <summary>Estimated time left; null while there is nothing to go by.</summary>
    public TimeSpan? Left { get; init; }

    /// <summary>What is wrong, in one sentence; null when nothing is.</summary>
    public string? Problem { get; init; }

    /// <summary>When the last result came, UTC; else when it was set up.</summary>
    public DateTime Changed { get; init; }

    /// <summary>What it came to so far; null while nothing is done or it was not made yet.</summary>
    public GridReport? Report { get; init; }

    /// <summary>Why there is no report, in one sentence; null when there is one or none is due.</summary>
    public string? ReportProblem { get; init; }

    /// <summary>Trainings without a result.</summary>
    public int Open => Jobs.Count - Done;
}
