namespace PruningLab.Engine.Experiments.Grids;

/// <summary>A store cannot be used: <see cref="Exception.Message"/> is one sentence for a person.</summary>
public sealed class GridStoreException : Exception
{
    /// <summary>A finished sentence.</summary>
    public GridStoreException(string message)
        : base(message)
    {
    }

    /// <summary>A finished sentence, with its cause.</summary>
    public GridStoreException(string message, Exception innerException)
        : base(message, innerException)
    {
    }

    /// <summary>No sentence; for serialisers only.</summary>
    public GridStoreException()
    {
    }
}
