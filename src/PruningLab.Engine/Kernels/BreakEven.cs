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
    /// <param name="density">Share of active weights.</param>
    public static MatrixKernels Choose(KernelMode mode, KernelPath path, bool isRepeated, double density)
    {
        if (mode != KernelMode.Automatic)
        {
            bool isSparse = mode == KernelMode.Sparse;
            return new MatrixKernels(isSparse, isSparse, isSparse);
        }
        (double forward, double data, double weight) = Densities(path, isRepeated);
        return new MatrixKernels(density < forward, density < data, density < weight);
    }

    /// <summary>Break-even densities of the three products.</summary>
    /// <param name="path">Vector width.</param>
    /// <param name="isRepeated">See <see cref="Choose"/>.</param>
    public static (double Forward, double DataGradient, double WeightGradient) Densities(KernelPath path, bool isRepeated) =>
        (path, isRepeated) switch
        {
            (KernelPath.Vector512, true) => (0.5, 0.45, 0.45),
            (KernelPath.Vector512, false) => (0.4, 0.4, 0.4),
            (KernelPath.Vector256, true) => (0.5, 0.45, 0.45),
            (KernelPath.Vector256, false) => (0.4, 0.4, 0.4),
            (_, true) => (0.5, 0.5, 0.5),
            _ => (0.5, 0.5, 0.5),
        };
}
