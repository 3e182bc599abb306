namespace PruningLab.Engine.Runs;

/// <summary>Why a run came to its end.</summary>
public enum RunEnd
{
    /// <summary>All its epochs were trained, or the batches of the record that was replayed.</summary>
    Finished,

    /// <summary>Early stopping ended it.</summary>
    StoppedEarly,

    /// <summary>Somebody interrupted it between two batches.</summary>
    Interrupted,

    /// <summary>The loss was no longer a number.</summary>
    Diverged,

    /// <summary>The memory of a device was full.</summary>
    OutOfMemory,
}
