namespace PruningLab.Engine.Kernels;

/// <summary>Which products of a matrix run sparse.</summary>
/// <param name="Forward">True when <c>W·x</c> runs sparse.</param>
/// <param name="DataGradient">True when <c>Wᵀ·δ</c> runs sparse.</param>
/// <param name="WeightGradient">True when <c>δ·xᵀ</c> runs sparse.</param>
public readonly record struct MatrixKernels(bool Forward, bool DataGradient, bool WeightGradient)
{
    /// <summary>True when any product runs sparse: then the compact form is the primary one.</summary>
    public bool IsAnySparse => Forward || DataGradient || WeightGradient;
}
