namespace PruningLab.Engine.Sessions;

/// <summary>Milliseconds of a training step at one sparsity.</summary>
/// <param name="Sparsity">Share of the prunable weights that was masked.</param>
/// <param name="Dense">With dense kernels.</param>
/// <param name="Sparse">With sparse kernels.</param>
public sealed record SpeedPoint(double Sparsity, double Dense, double Sparse);
