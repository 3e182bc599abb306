namespace PruningLab.Engine.Plasticity;

/// <summary>One row of Algorithm 6.</summary>
/// <param name="Key">Module class, parameter name, layer index.</param>
/// <param name="Name">PyTorch's name.</param>
/// <param name="Total">Weights.</param>
/// <param name="Pruned">Pruned weights.</param>
public sealed record MatrixSparsity(string Key, string Name, int Total, int Pruned)
{
    /// <summary>Share of pruned weights.</summary>
    public double Sparsity => (double)Pruned / Total;

    /// <summary>Statistics of all matrices of a set, in order. Source: Vos et al. 2025, Algorithm 6.</summary>
    public static IReadOnlyList<MatrixSparsity> Of(MaskSet masks)
    {
        ArgumentNullException.ThrowIfNull(masks);
        return [.. Enumerable.Range(0, masks.Count).Select(i => new MatrixSparsity(
            masks.Parameters[i].StatisticsKey, masks.Parameters[i].Name, masks[i].Length, masks[i].PrunedCount))];
    }
}
