namespace PruningLab.Engine.Training;

/// <summary>What came of one batch.</summary>
[Flags]
public enum BatchResult
{
    /// <summary>On to the next one.</summary>
    Continues = 0,

    /// <summary>It ended an epoch.</summary>
    EndsEpoch = 1,

    /// <summary>It was the last of the run.</summary>
    Finishes = 2,

    /// <summary>Early stopping asks to stop here.</summary>
    StopsEarly = 4,
}
