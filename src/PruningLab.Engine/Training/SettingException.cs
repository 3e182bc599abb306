namespace PruningLab.Engine.Training;

/// <summary>A setting cannot be: <see cref="Exception.Message"/> is one sentence for the person who chose it.</summary>
public sealed class SettingException : Exception
{
    /// <summary>A finished sentence.</summary>
    public SettingException(string message)
        : base(message)
    {
    }

    /// <summary>A finished sentence, with its cause.</summary>
    public SettingException(string message, Exception innerException)
        : base(message, innerException)
    {
    }

    /// <summary>No sentence; for serialisers only.</summary>
    public SettingException()
    {
    }
}
