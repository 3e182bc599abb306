namespace PruningLab.Engine.Plasticity;

/// <summary>What the next update would do if the weights stayed as they are.</summary>
/// <param name="Decision">How much it would cut.</param>
/// <param name="Batch">Batch in which it comes; 0 when none comes.</param>
/// <param name="Target">Its target sparsity.</param>
public readonly record struct PrunePreview(CutDecision Decision, int Batch, double Target)
{
    /// <summary>No update comes.</summary>
    public static PrunePreview None(CutReason reason) => new(new CutDecision(reason, 0, float.NaN, 0, 0), 0, 0);
}
