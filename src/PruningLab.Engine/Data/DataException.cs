namespace PruningLab.Engine.Data;

/// <summary>Something is wrong with a person's data; <see cref="Exception.Message"/> is one sentence for them.</summary>
/// <remarks>Names the file and, where they exist, line and column, what was found and what was expected.</remarks>
public sealed class DataException : Exception
{
    /// <summary>A finished sentence.</summary>
    public DataException(string message)
        : base(message)
    {
    }

    /// <summary>A finished sentence, with its cause.</summary>
    public DataException(string message, Exception innerException)
        : base(message, innerException)
    {
    }

    /// <summary>No sentence; for serialisers only.</summary>
    public DataException()
    {
    }

    /// <summary>Line in the file, from 1; null when no line is to blame.</summary>
    public int? Line { get; init; }

    /// <summary>Column of the table, from 1; null when no column is to blame.</summary>
    public int? Column { get; init; }

    /// <summary>True when a cell was no date in the format at hand.</summary>
    internal bool IsDate { get; init; }
}
