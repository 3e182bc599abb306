namespace PruningLab.Engine.Training;

/// <summary>The optimisers.</summary>
public enum OptimizerKind
{
    /// <summary>Adam as PyTorch defines it.</summary>
    Adam,

    /// <summary>Stochastic gradient descent with momentum as PyTorch defines it.</summary>
    Sgd,
}
