namespace PruningLab.Engine.Torch.Tests.Devices;

/// <summary>A driver that says what a test wants.</summary>
/// <param name="report">What it says.</param>
internal sealed class FakeDriver(CudaDriverReport report) : ICudaDriver
{
    /// <summary>A driver of 2025 with cards.</summary>
    public static CudaDriverReport With(params CudaCard[] cards) =>
        new() { Found = true, Version = "570.86.15", Cuda = new Version(12, 8), Cards = cards };

    /// <summary>How often it was asked.</summary>
    public int Looks { get; private set; }

    /// <inheritdoc/>
    public CudaDriverReport Look()
    {
        Looks++;
        return report;
    }

    /// <inheritdoc/>
    public (long Free, long Total)? Memory(int card) => (1000 + card, 2000 + card);
}
