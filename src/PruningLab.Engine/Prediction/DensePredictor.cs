using PruningLab.Engine.Kernels;
using PruningLab.Engine.Networks;

namespace PruningLab.Engine.Prediction;

/// <summary>A network with all its weights, pruned ones as zeros, in the form that predicts fastest without regard to
/// sparsity: what <see cref="SparsePredictor"/> is compared with.</summary>
public sealed class DensePredictor : Predictor
{
    private DensePredictor(PredictionLayout layout, PredictionModel model)
        : base(layout.Shape, model)
    {
    }

    /// <summary>Copies the weights of a network as they are now.</summary>
    public static DensePredictor From(INetwork network) => From(network, KernelPaths.Best);

    internal static DensePredictor From(INetwork network, KernelPath path)
    {
        ArgumentNullException.ThrowIfNull(network);
        var layout = PredictionLayout.Of(network.Shape, null);
        return new DensePredictor(layout, PredictionModels.Create(layout, network, isSparse: false, path));
    }
}
