namespace PruningLab.Engine.Plasticity;

/// <summary>What an update decides from the magnitudes of the active weights.</summary>
/// <param name="Reason">Whether it cuts, or why not.</param>
/// <param name="Asked">k, the weights the target still asks for.</param>
/// <param name="Threshold">τ, the k-th smallest magnitude; NaN when it does not cut.</param>
/// <param name="Below">Weights strictly below τ.</param>
/// <param name="Cut">Weights it cuts.</param>
public readonly record struct CutDecision(CutReason Reason, int Asked, float Threshold, int Below, int Cut);
