namespace PruningLab.Engine.Torch;

/// <summary>The machine's memory, which libtorch on the processor shares with everything else.</summary>
internal sealed class MachineMemory : IDeviceMemory
{
    /// <inheritdoc/>
    public (long Free, long Total)? Read()
    {
        GCMemoryInfo info = GC.GetGCMemoryInfo();
        return info.TotalAvailableMemoryBytes > 0 ? (info.TotalAvailableMemoryBytes - info.MemoryLoadBytes, info.TotalAvailableMemoryBytes) : null;
    }
}
