namespace PruningLab.Components.Grids;

/// <summary>How a grid stands, seen from this server.</summary>
public enum GridStanding
{
    /// <summary>Nothing is done yet, and nobody works on it.</summary>
    Ready,

    /// <summary>This server trains.</summary>
    Running,

    /// <summary>This server holds it between two batches.</summary>
    Paused,

    /// <summary>A runner of another process trains.</summary>
    Elsewhere,

    /// <summary>Begun, but nobody works on it.</summary>
    Stopped,

    /// <summary>Every training has a result.</summary>
    Finished,

    /// <summary>Its store cannot be used.</summary>
    Broken,
}
