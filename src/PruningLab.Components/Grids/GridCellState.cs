namespace PruningLab.Components.Grids;

/// <summary>What has become of one training of a grid.</summary>
public enum GridCellState
{
    /// <summary>Not done yet.</summary>
    Waiting,

    /// <summary>Being trained.</summary>
    Running,

    /// <summary>Done.</summary>
    Done,

    /// <summary>Failed; its sentence says why.</summary>
    Failed,
}
