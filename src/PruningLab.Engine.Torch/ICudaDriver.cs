namespace PruningLab.Engine.Torch;

/// <summary>NVIDIA's driver.</summary>
internal interface ICudaDriver
{
    /// <summary>Asks the driver about itself and its cards; a driver that is missing or fails is an answer, too.</summary>
    CudaDriverReport Look();

    /// <summary>Bytes free and in all on a card, now; null when the driver does not say.</summary>
    /// <param name="card">Number of the card, from 0.</param>
    (long Free, long Total)? Memory(int card);
}
