namespace PruningLab.Engine.Torch.Tests.Devices;

/// <summary>A libtorch that says what a test wants.</summary>
internal sealed class FakeLibrary : ITorchLibrary
{
    /// <summary>Why it cannot be loaded; null when it can.</summary>
    public string? Failure { get; init; }

    /// <summary>Why its part for CUDA cannot be loaded; null when it can.</summary>
    public string? CudaFailure { get; init; }

    /// <summary>Number of cards that it sees.</summary>
    public int Cards { get; init; }

    /// <summary>What goes wrong on a device.</summary>
    public Dictionary<string, string> Wrong { get; } = [];

    /// <summary>Devices that were tried.</summary>
    public List<string> Tried { get; } = [];

    /// <inheritdoc/>
    public string Version => "2.10.0";

    /// <inheritdoc/>
    public string? Load() => Failure;

    /// <inheritdoc/>
    public int CountCards() => Cards;

    /// <inheritdoc/>
    public string? WhyNoCuda() => CudaFailure;

    /// <inheritdoc/>
    public string? Try(string device)
    {
        Tried.Add(device);
        return Wrong.GetValueOrDefault(device);
    }
}
