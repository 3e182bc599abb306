namespace PruningLab.Engine.Torch;

/// <summary>How networks use their device; other values are for tests.</summary>
internal sealed record TorchSettings
{
    /// <summary>Most numbers that dropout draws on the processor for one batch, by the very streams of the managed engine; for more
    /// than that the device draws, seeded by the stream.</summary>
    public int MostHostDraws { get; init; } = 1 << 20;

    /// <summary>Windows predicted together, unless the batch is larger.</summary>
    public int PredictedTogether { get; init; } = 1024;

    /// <summary>Called before each part of a batch or prediction with its number of windows.</summary>
    public Action<int>? BeforePart { get; init; }
}
