using System.Runtime.Intrinsics;
using PruningLab.Engine.Kernels;
using PruningLab.Engine.Networks;

namespace PruningLab.Engine.Prediction;

/// <summary>Makes models by kind of network, form of the matrices and vector width.</summary>
internal static class PredictionModels
{
    /// <summary>Whether a sparse matrix is kept in slices: those with fewer rows than a slice would be padding for the most
    /// part, and are kept row by row as long as 16 bits can number their columns.</summary>
    public static bool IsSliced(MatrixPart part) => part.Rows.Length >= SliceKernel.Rows || part.Columns.Length > ushort.MaxValue;

    /// <summary>Bytes of a sparse matrix that is kept row by row.</summary>
    public static long RowBytes(MatrixPart part)
    {
        long active = 0;
        for (int row = 0; row < part.Rows.Length; row++)
        {
            for (int column = 0; column < part.Columns.Length; column++)
            {
                active += part.Source(row, column) >= 0 ? 1 : 0;
            }
        }
        return RowMatrix<float, ScalarLanes>.Size(active, part.Rows.Length);
    }

    /// <summary>Makes a model.</summary>
    public static PredictionModel Create(PredictionLayout layout, INetwork network, bool isSparse, KernelPath path) => path switch
    {
        KernelPath.Vector512 => Create<Vector512<float>, Lanes512>(layout, network, isSparse, path),
        KernelPath.Vector256 => Create<Vector256<float>, Lanes256>(layout, network, isSparse, path),
        _ => Create<float, ScalarLanes>(layout, network, isSparse, path),
    };

    private static PredictionModel Create<TVector, TLanes>(PredictionLayout layout, INetwork network, bool isSparse, KernelPath path)
        where TVector : struct
        where TLanes : ILanes<TVector>
    {
        PredictionMatrix[] matrices = [.. layout.Matrices.Select(part => Matrix<TVector, TLanes>(part, network, isSparse, path))];
        return layout switch
        {
            MlpLayout mlp => new MlpModel<TVector, TLanes>(mlp, matrices, network),
            PatchTstLayout patchTst => new PatchTstModel<TVector, TLanes>(patchTst, matrices, network),
            _ => new RecurrentModel<TVector, TLanes>((RecurrentLayout)layout, matrices, network),
        };
    }

    private static PredictionMatrix Matrix<TVector, TLanes>(MatrixPart part, INetwork network, bool isSparse, KernelPath path)
        where TVector : struct
        where TLanes : ILanes<TVector>
    {
        ReadOnlySpan<float> weights = network.Weights(part.Parameter);
        return !isSparse ? new DenseMatrix<TVector, TLanes>(part, weights)
            : IsSliced(part) ? new SliceMatrix<TVector, TLanes>(part, weights, path)
            : new RowMatrix<TVector, TLanes>(part, weights);
    }
}
