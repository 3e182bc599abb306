namespace PruningLab.Engine.Torch;

/// <summary>What NVIDIA's driver says of itself and its cards.</summary>
internal sealed record CudaDriverReport
{
    /// <summary>There is no driver.</summary>
    public static CudaDriverReport None { get; } = new();

    /// <summary>Whether there is a driver.</summary>
    public bool Found { get; init; }

    /// <summary>Its version, for example <c>570.86.15</c>; empty when it does not say.</summary>
    public string Version { get; init; } = "";

    /// <summary>The newest CUDA that it supports, for example 12.8; null when it does not say.</summary>
    public Version? Cuda { get; init; }

    /// <summary>Why it does not start, in its words; empty when it does, and when all that is wrong is that there is no card.</summary>
    public string Failure { get; init; } = "";

    /// <summary>The cards that programs may use, in the order of their numbers.</summary>
    public IReadOnlyList<CudaCard> Cards { get; init; } = [];
}
