namespace PruningLab.Engine.Networks;

/// <summary>Everything a backend must know to allocate a network once and for all.</summary>
/// <param name="Spec">The chosen network.</param>
/// <param name="Inputs">Features per time step.</param>
/// <param name="Window">Time steps per window.</param>
/// <param name="BatchSize">Most windows per batch.</param>
public sealed record NetworkShape(NetworkSpec Spec, int Inputs, int Window, int BatchSize);
