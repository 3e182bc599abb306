namespace PruningLab.Engine.Training;

/// <summary>Predictions for the test part after an epoch, in the target's units; never changes.</summary>
/// <param name="Epoch">Epoch, 0 before training.</param>
/// <param name="Mean">Prediction for each test window (mean over the passes of MC dropout).</param>
/// <param name="Spread">Standard deviation over the passes; null when there is one deterministic pass.</param>
public sealed record TestPrediction(int Epoch, float[] Mean, float[]? Spread);
