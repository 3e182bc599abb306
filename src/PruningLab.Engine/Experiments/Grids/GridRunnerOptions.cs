namespace PruningLab.Engine.Experiments.Grids;

/// <summary>How a runner works.</summary>
public sealed record GridRunnerOptions
{
    /// <summary>Most workers of one runner.</summary>
    public const int MostWorkers = 1024;

    /// <summary>Trainings at the same time; 0: one per core, or one in all on a graphics card, whose memory they would share.</summary>
    public int Workers { get; init; }

    /// <summary>Shard, from 1, and number of shards; (1, 1): all jobs.</summary>
    public (int Index, int Count) Shard { get; init; } = (1, 1);

    /// <summary>True when jobs that failed before are tried again.</summary>
    public bool RetryFailed { get; init; }
}
