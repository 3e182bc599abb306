namespace PruningLab.Engine.Frames;

/// <summary>Where a prunable matrix lies among all prunable weights.</summary>
/// <param name="Parameter">Number of the parameter within the network.</param>
/// <param name="Offset">Flat index of its first weight.</param>
/// <param name="Length">Number of weights.</param>
public readonly record struct MatrixPlace(int Parameter, int Offset, int Length);
