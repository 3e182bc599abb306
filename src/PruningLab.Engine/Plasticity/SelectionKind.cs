namespace PruningLab.Engine.Plasticity;

/// <summary>How many weights a selection of k takes.</summary>
public enum SelectionKind
{
    /// <summary>All strictly below the k-th smallest magnitude: the k-th itself and its ties survive (Algorithm 3).</summary>
    Published,

    /// <summary>Exactly k: all strictly below, then ties by position.</summary>
    ExactCount,
}
