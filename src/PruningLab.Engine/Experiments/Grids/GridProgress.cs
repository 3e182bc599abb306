namespace PruningLab.Engine.Experiments.Grids;

/// <summary>How far a runner is; an immutable snapshot.</summary>
public sealed record GridProgress
{
    /// <summary>State of the runner.</summary>
    public required GridState State { get; init; }

    /// <summary>Jobs of the grid (of the shard, when the runner has one).</summary>
    public required int Total { get; init; }

    /// <summary>Jobs with a result, by whichever runner; failed ones included.</summary>
    public required int Done { get; init; }

    /// <summary>Those of them that failed.</summary>
    public required int Failed { get; init; }

    /// <summary>What is being trained now, one entry per worker at most.</summary>
    public IReadOnlyList<GridJobProgress> Running { get; init; } = [];

    /// <summary>Time since the runner started, without pauses.</summary>
    public TimeSpan Elapsed { get; init; }

    /// <summary>Estimated time left; null while there is nothing to go by.</summary>
    public TimeSpan? Left { get; init; }

    /// <summary>Why it stopped before the end, in one sentence; null when it did not.</summary>
    public string? Problem { get; init; }
}
