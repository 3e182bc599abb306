namespace PruningLab.Engine.Torch;

/// <summary>How much memory a device has and how much of it is free, for sentences.</summary>
internal interface IDeviceMemory
{
    /// <summary>Bytes free and in all, now; null when they cannot be had.</summary>
    (long Free, long Total)? Read();
}
