using System.Text.Json.Serialization;

namespace PruningLab.Engine.Experiments.Grids;

/// <summary>What came of one job: one line of a store.</summary>
public sealed record GridResult
{
    /// <summary>Id of the job.</summary>
    public required string Job { get; init; }

    /// <summary>Where it stands.</summary>
    public required GridPlace Place { get; init; }

    /// <summary>Why it failed, in one sentence; null when it did not.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Failure { get; init; }

    /// <summary>Mean absolute error on the test part after the last epoch, standardised (divided by the target's standard deviation);
    /// of a classification the share of the test windows whose class is wrong, as the mean of 0 for right and 1 for wrong.</summary>
    public double Mae { get; init; }

    /// <summary>Root mean squared error on the test part after the last epoch, standardised; of a classification √ of <see cref="Mae"/>.</summary>
    public double Rmse { get; init; }

    /// <summary>Mean absolute error in the target's units; 0 with several targets, of a classification as <see cref="Mae"/>.</summary>
    public double MaeInUnits { get; init; }

    /// <summary>Share of the test windows whose class is right; 0 for a regression.</summary>
    public double Accuracy { get; init; }

    /// <summary>Mean absolute error, standardised, after the epoch with the lowest validation loss.</summary>
    public double BestMae { get; init; }

    /// <summary>Epochs trained.</summary>
    public int Epochs { get; init; }

    /// <summary>Batches trained.</summary>
    public int Batches { get; init; }

    /// <summary>Prunable weights at the end.</summary>
    public int Weights { get; init; }

    /// <summary>Those that are pruned.</summary>
    public int Pruned { get; init; }

    /// <summary>Share of the prunable weights that is pruned.</summary>
    [JsonIgnore]
    public double Sparsity => Weights == 0 ? 0 : (double)Pruned / Weights;

    /// <summary>Wall-clock seconds of set-up, training and evaluation, without reading the data and without pauses.</summary>
    public double Seconds { get; init; }

    /// <summary>Bytes that the run allocated for network, optimiser, masks, history and evaluation, without the data: the sum over
    /// the run on its own thread, not the most at one time.</summary>
    public long MemoryBytes { get; init; }

    /// <summary>Fingerprint of weights and masks (<see cref="Training.RunFingerprint"/>).</summary>
    public string Fingerprint { get; init; } = "";

    /// <summary>First 16 hexadecimal digits of the SHA-256 of the standardised rows and targets; tells runs on different files apart.</summary>
    public string DataFingerprint { get; init; } = "";

    /// <summary>The runner that did it.</summary>
    public string Runner { get; init; } = "";

    /// <summary>When it was finished, UTC.</summary>
    public DateTime Finished { get; init; }
}
