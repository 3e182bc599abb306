namespace PruningLab.Engine.Training;

/// <summary>Predictions for the test part after an epoch; never changes.</summary>
public sealed record TestPrediction
{
    /// <summary>Epoch, 0 before training.</summary>
    public required int Epoch { get; init; }

    /// <summary>Values per window of <see cref="Mean"/>; 0 for a classification.</summary>
    public int Outputs { get; init; }

    /// <summary>Regression: predictions in the targets' units, row-major [test windows × outputs], mean over the passes of MC
    /// dropout; empty for a classification.</summary>
    public float[] Mean { get; init; } = [];

    /// <summary>Standard deviations over the passes, as <see cref="Mean"/>; null when there is one deterministic pass.</summary>
    public float[]? Spread { get; init; }

    /// <summary>Classification: predicted class of each test window (largest mean probability); empty for a regression.</summary>
    public int[] Classes { get; init; } = [];

    /// <summary>Classification: counts, row-major [true class × predicted class]; empty for a regression.</summary>
    public int[] Confusion { get; init; } = [];
}
