namespace PruningLab.Engine.Networks;

/// <summary>A backend whose networks can be told to compute every matrix the same way, so that both ways can be timed against
/// each other on the same weights.</summary>
public interface IComparableBackend : IBackend
{
    /// <summary>The same backend with dense kernels for every matrix, whatever its mask.</summary>
    IBackend Dense { get; }

    /// <summary>The same backend with sparse kernels for every matrix, even one without a mask.</summary>
    IBackend Sparse { get; }
}
