namespace PruningLab.Engine.Training;

/// <summary>Training cannot go on; <see cref="Exception.Message"/> is one sentence for the person who watches.</summary>
public class TrainingException : Exception
{
    /// <summary>A finished sentence.</summary>
    public TrainingException(string message)
        : base(message)
    {
    }

    /// <summary>A finished sentence, with its cause.</summary>
    public TrainingException(string message, Exception innerException)
        : base(message, innerException)
    {
    }

    /// <summary>No sentence; for serialisers only.</summary>
    public TrainingException()
    {
    }
}
