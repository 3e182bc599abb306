namespace PruningLab.Engine.Torch;

/// <summary>The memory of a graphics card.</summary>
/// <remarks>Free is what no program has. What libtorch has put by for its next tensors counts as taken.</remarks>
/// <param name="driver">The driver.</param>
/// <param name="card">Number of the card, from 0.</param>
internal sealed class CardMemory(ICudaDriver driver, int card) : IDeviceMemory
{
    /// <inheritdoc/>
    public (long Free, long Total)? Read() => driver.Memory(card);
}
