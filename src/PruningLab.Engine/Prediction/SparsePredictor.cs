using PruningLab.Engine.Kernels;
using PruningLab.Engine.Networks;
using PruningLab.Engine.Plasticity;

namespace PruningLab.Engine.Prediction;

/// <summary>A pruned network in compact form: only active weights, in slices of 16 rows with one byte for a weight's column;
/// matrices of fewer rows row by row with two bytes. Its predictions equal the network's to rounding.</summary>
/// <remarks>Hidden units from which no path of active weights leads to an output are left out, which changes no output.</remarks>
public sealed class SparsePredictor : Predictor
{
    private SparsePredictor(PredictionLayout layout, PredictionModel model)
        : base(layout.Shape, model) => DroppedUnits = layout.DroppedUnits;

    /// <summary>Hidden units that were left out.</summary>
    public int DroppedUnits { get; }

    /// <summary>Makes the compact form of a network as it is now; later training does not change it.</summary>
    public static SparsePredictor From(INetwork network, MaskSet masks) => From(network, masks, KernelPaths.Best);

    /// <summary>Bytes that the compact form of a network would have, from its masks alone:
    /// <see cref="Predictor.SizeInBytes"/> of <see cref="From(INetwork, MaskSet)"/>, without building it.</summary>
    public static long CompactSize(NetworkShape shape, MaskSet masks)
    {
        ArgumentNullException.ThrowIfNull(shape);
        ArgumentNullException.ThrowIfNull(masks);
        var layout = PredictionLayout.Of(shape, masks);
        return layout.Matrices.Sum(SizeOf) + (sizeof(float) * layout.VectorValues);
    }

    internal static SparsePredictor From(INetwork network, MaskSet masks, KernelPath path)
    {
        ArgumentNullException.ThrowIfNull(network);
        ArgumentNullException.ThrowIfNull(masks);
        var layout = PredictionLayout.Of(network.Shape, masks);
        return new SparsePredictor(layout, PredictionModels.Create(layout, network, isSparse: true, path));
    }

    private static long SizeOf(MatrixPart part) => PredictionModels.IsSliced(part)
        ? new SlicePlan(part).Bytes
        : PredictionModels.RowBytes(part);
}
