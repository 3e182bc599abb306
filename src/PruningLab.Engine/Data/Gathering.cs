namespace PruningLab.Engine.Data;

/// <summary>How several rows of a column become one when a series is gathered into longer steps; missing values are left out.</summary>
internal enum Gathering
{
    /// <summary>Mean of the known values.</summary>
    Mean,

    /// <summary>Sum of the known values.</summary>
    Sum,

    /// <summary>First known value.</summary>
    First,

    /// <summary>Last known value.</summary>
    Last,

    /// <summary>Largest known value.</summary>
    Largest,

    /// <summary>Smallest known value.</summary>
    Smallest,
}
