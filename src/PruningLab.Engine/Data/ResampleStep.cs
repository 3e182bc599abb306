namespace PruningLab.Engine.Data;

/// <summary>Length of the rows that a finer series is gathered into.</summary>
public enum ResampleStep
{
    /// <summary>Rows as they are.</summary>
    None,

    /// <summary>One row per hour.</summary>
    Hour,

    /// <summary>One row per day.</summary>
    Day,
}
