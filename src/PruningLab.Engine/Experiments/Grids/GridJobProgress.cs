namespace PruningLab.Engine.Experiments.Grids;

/// <summary>A job that is being trained.</summary>
/// <param name="Job">The job.</param>
/// <param name="Epoch">Epochs done.</param>
/// <param name="Epochs">Epochs at most.</param>
/// <param name="Mae">Standardised MAE on the test part after the last epoch.</param>
/// <param name="Sparsity">Share of the prunable weights that is pruned.</param>
public sealed record GridJobProgress(GridJob Job, int Epoch, int Epochs, double Mae, double Sparsity);
