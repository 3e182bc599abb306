namespace PruningLab.Engine.Training;

/// <summary>Where training is: epochs and batches count from 1, as in Algorithm 4; both are 0 before the first batch.</summary>
/// <param name="Batch">Number of the batch over the whole run.</param>
/// <param name="BatchesPerEpoch">Batches per epoch.</param>
public readonly record struct TrainingClock(int Batch, int BatchesPerEpoch)
{
    /// <summary>Epoch that the batch belongs to.</summary>
    public int Epoch => Batch == 0 ? 0 : ((Batch - 1) / BatchesPerEpoch) + 1;

    /// <summary>Place on the epoch axis: <c>1 + (batch − 1)/B</c>, so that epoch e begins at e.</summary>
    public double Axis => 1 + ((Batch - 1) / (double)BatchesPerEpoch);

    /// <summary>The clock of another batch of the same run.</summary>
    public TrainingClock At(int batch) => this with { Batch = batch };
}
