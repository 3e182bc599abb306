namespace PruningLab.Engine.Experiments.Grids;

/// <summary>State of a runner.</summary>
public enum GridState
{
    /// <summary>Not started yet.</summary>
    Ready,

    /// <summary>Training.</summary>
    Running,

    /// <summary>Held between two batches; goes on when asked.</summary>
    Paused,

    /// <summary>Stopped on request; what was unfinished is done by the next runner.</summary>
    Cancelled,

    /// <summary>Stopped because the store can no longer be written; <see cref="GridProgress.Problem"/> says why.</summary>
    Stopped,

    /// <summary>Every job has a result.</summary>
    Finished,
}
