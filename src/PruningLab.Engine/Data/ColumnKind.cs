namespace PruningLab.Engine.Data;

/// <summary>What a column of a file holds.</summary>
public enum ColumnKind
{
    /// <summary>Numbers: may be a feature or the target.</summary>
    Numeric,

    /// <summary>Dates or times of day.</summary>
    Date,

    /// <summary>Anything else: shown, but offered neither as feature nor as target.</summary>
    Text,

    /// <summary>Nothing but missing values.</summary>
    Empty,
}
