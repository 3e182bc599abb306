namespace PruningLab.Engine.Networks;

/// <summary>Activations of hidden layers.</summary>
public enum ActivationKind
{
    /// <summary><c>tanh(x)</c>.</summary>
    Tanh,

    /// <summary><c>max(0, x)</c>; its slope at 0 is 0, as PyTorch has it.</summary>
    Relu,

    /// <summary><c>σ(x) = 1/(1 + e⁻ˣ)</c>.</summary>
    Sigmoid,
}
