namespace PruningLab.Engine.Data;

/// <summary>What happens to missing values.</summary>
public enum MissingValueRule
{
    /// <summary>The last known value is carried forward; leading gaps take the first known value.</summary>
    CarryForward,

    /// <summary>A straight line between the neighbours; gaps at either end take the nearest known value.</summary>
    Interpolate,

    /// <summary>Rows with a missing value are left out.</summary>
    Drop,
}
