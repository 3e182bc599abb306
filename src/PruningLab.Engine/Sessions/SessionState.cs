namespace PruningLab.Engine.Sessions;

/// <summary>What a session is doing. The numbers are those of the wire format.</summary>
public enum SessionState
{
    /// <summary>Waits for a command.</summary>
    Paused = 0,

    /// <summary>Trains.</summary>
    Running = 1,

    /// <summary>All epochs are done.</summary>
    Finished = 2,

    /// <summary>Training broke off; the view has the sentence.</summary>
    Failed = 3,

    /// <summary>Early stopping ended it; it may be told to go on.</summary>
    StoppedEarly = 4,
}
