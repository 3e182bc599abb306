using PruningLab.Engine.Training;

namespace PruningLab.Engine.Devices;

/// <summary>The memory of a device is full. Weights, masks and optimiser state are what they were before the call, so that
/// training can go on with less to hold, or elsewhere.</summary>
public sealed class OutOfDeviceMemoryException : TrainingException
{
    /// <summary>A finished sentence with the numbers.</summary>
    public OutOfDeviceMemoryException(string message)
        : base(message)
    {
    }

    /// <summary>A finished sentence with the numbers, with its cause.</summary>
    public OutOfDeviceMemoryException(string message, Exception innerException)
        : base(message, innerException)
    {
    }

    /// <summary>No sentence; for serialisers only.</summary>
    public OutOfDeviceMemoryException()
    {
    }
}
