namespace PruningLab.Engine.Plasticity;

/// <summary>One weight died or was born.</summary>
/// <param name="Weight">Flat index over all prunable weights.</param>
/// <param name="Batch">Batch, counted from 1; 0 before training.</param>
/// <param name="IsBirth">True when it came back.</param>
public readonly record struct MaskEvent(int Weight, int Batch, bool IsBirth);
