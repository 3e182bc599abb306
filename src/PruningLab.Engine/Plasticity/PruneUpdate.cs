namespace PruningLab.Engine.Plasticity;

/// <summary>One update of the masks, as it went.</summary>
/// <param name="Batch">Batch, counted from 1.</param>
/// <param name="Target">Target sparsity s.</param>
/// <param name="Achieved">Sparsity after the update.</param>
/// <param name="Threshold">τ; NaN when nothing was cut.</param>
/// <param name="Cut">Weights cut now.</param>
/// <param name="Pruned">Weights pruned in all.</param>
public readonly record struct PruneUpdate(int Batch, float Target, float Achieved, float Threshold, int Cut, int Pruned);
