namespace PruningLab.Engine.Kernels;

/// <summary>Densities below which the sparse product of a matrix is the faster one.</summary>
/// <remarks>Measured with <c>benchmarks … -- breakeven</c>; the table is in <c>docs/performance.md</c>. The choice depends on
/// the mask, the shape and the vector width, never on a clock, so that a run repeats bit by bit.</remarks>
public static class BreakEven
{
    /// <summary>Chooses the kernels of a matrix.</summary>
    /// <param name="mode">How to choose.</param>
    /// <param name="path">Vector width.</param>
    /// <param name="isRepeated">True when several blocks (time steps, patches) use the matrix in each pass, so that what
    /// a pass prepares is paid once for all of them.</param>
    /// <param name="smallerSide">Rows or columns, whichever are fewer.</param>
    /// <param name="density">Share of active weights.</param>
    public static MatrixKernels Choose(KernelMode mode, KernelPath path, bool isRepeated, int smallerSide, double density)
    {
        if (mode != KernelMode.Automatic)
        {
            bool isSparse = mode == KernelMode.Sparse;
            return new MatrixKernels(isSparse, isSparse, isSparse);
        }
        (double forward, double data, double weight) = Densities(path, isRepeated, smallerSide);
        return new MatrixKernels(density < forward, density < data, density < weight);
    }

    /// <summary>Break-even densities of the three products.</summary>
    /// <param name="path">Vector width.</param>
    /// <param name="isRepeated">See <see cref="Choose"/>.</param>
    /// <param name="smallerSide">See <see cref="Choose"/>: up to 80 rows of the right factor or of δ stay in the first-level
    /// cache for two steps, which makes the weight gradient faster.</param>
    public static (double Forward, double DataGradient, double WeightGradient) Densities(
        KernelPath path, bool isRepeated, int smallerSide) =>
        (path, isRepeated) switch
        {
            (KernelPath.Vector512, true) => (0.5, 0.5, smallerSide <= 80 ? 0.5 : 0.4),
            (KernelPath.Vector512, false) => (0.4, 0.5, 0.33),
            (KernelPath.Vector256, true) => (0.65, 0.65, 0.55),
            (KernelPath.Vector256, false) => (0.6, 0.65, 0.45),
            _ => (0.6, 0.6, 0.6),
        };
}
