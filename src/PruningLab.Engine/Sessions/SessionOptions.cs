namespace PruningLab.Engine.Sessions;

/// <summary>Limits of sessions.</summary>
public sealed record SessionOptions
{
    /// <summary>Most sessions at once.</summary>
    public int MaxSessions { get; init; } = 16;

    /// <summary>A session that trains unwatched for so long is paused.</summary>
    public TimeSpan PauseUnwatchedAfter { get; init; } = TimeSpan.FromMinutes(30);

    /// <summary>A session that nobody has watched for so long is removed.</summary>
    public TimeSpan EvictUnwatchedAfter { get; init; } = TimeSpan.FromHours(6);

    /// <summary>When all places are taken, a paused session that nobody has watched for so long gives up its place.</summary>
    public TimeSpan ReplaceUnwatchedAfter { get; init; } = TimeSpan.FromMinutes(2);

    /// <summary>Speed limit of a new session in batches per second, so that the ready experiment can be watched; 0: unlimited.</summary>
    public double InitialSpeed { get; init; } = 50;

    /// <summary>Shortest time between two snapshots while training runs.</summary>
    public TimeSpan SnapshotInterval { get; init; } = TimeSpan.FromMilliseconds(33);

    /// <summary>Shortest time between two measurements of the speed that come by themselves.</summary>
    public TimeSpan SpeedInterval { get; init; } = TimeSpan.FromSeconds(5);
}
