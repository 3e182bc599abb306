namespace PruningLab.Engine.Kernels;

/// <summary>How a network decides between dense and sparse kernels.</summary>
public enum KernelMode
{
    /// <summary>By measured break-even densities, per matrix and direction; see <see cref="BreakEven"/>.</summary>
    Automatic,

    /// <summary>Dense kernels always.</summary>
    Dense,

    /// <summary>Sparse kernels always, even for matrices without a mask.</summary>
    Sparse,
}
