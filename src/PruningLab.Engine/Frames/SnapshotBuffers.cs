namespace PruningLab.Engine.Frames;

/// <summary>Buffers of one snapshot.</summary>
internal sealed class SnapshotBuffers(int weights, int units)
{
    public float[] Weights { get; } = new float[weights];

    public byte[] Mask { get; } = new byte[weights];

    public byte[] Dropped { get; } = new byte[units];

    public int DroppedCount { get; set; }

    public float[] Scratch { get; } = new float[weights];
}
