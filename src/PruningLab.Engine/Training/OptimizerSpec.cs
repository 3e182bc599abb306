namespace PruningLab.Engine.Training;

/// <summary>An optimiser and its settings.</summary>
/// <remarks>
/// Adam (Kingma and Ba 2015, PyTorch's form): <c>m ← β₁m + (1−β₁)g</c>, <c>v ← β₂v + (1−β₂)g²</c>,
/// <c>w ← w − η/(1−β₁ᵗ) · m / (√v/√(1−β₂ᵗ) + ε)</c>.
/// SGD with momentum (PyTorch's form): <c>b ← μb + g</c> (first step <c>b = g</c>), <c>w ← w − ηb</c>.
/// </remarks>
public sealed record OptimizerSpec
{
    /// <summary>Which optimiser.</summary>
    public OptimizerKind Kind { get; init; } = OptimizerKind.Adam;

    /// <summary>Learning rate η; may be changed live.</summary>
    public double LearningRate { get; init; } = 1e-3;

    /// <summary>Momentum μ of SGD.</summary>
    public double Momentum { get; init; } = 0.9;

    /// <summary>Weight decay λ (L2): λw is added to every parameter's gradient, as PyTorch's <c>weight_decay</c> does.</summary>
    public double WeightDecay { get; init; }

    /// <summary>Adam's β₁.</summary>
    public double Beta1 { get; init; } = 0.9;

    /// <summary>Adam's β₂.</summary>
    public double Beta2 { get; init; } = 0.999;

    /// <summary>Adam's ε.</summary>
    public double Epsilon { get; init; } = 1e-8;
}
