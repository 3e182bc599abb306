using PruningLab.Engine.Plasticity;

namespace PruningLab.Engine.Tests.Plasticity;

/// <summary>Rules that act within a short run.</summary>
internal static class EarlyRule
{
    /// <summary>The rule with its default settings, moved forward.</summary>
    /// <param name="id">Id of the rule.</param>
    /// <param name="every">Most batches between two of its actions.</param>
    public static RuleSpec Of(string id, int every = 2)
    {
        Dictionary<string, double> values = [];
        foreach (Hyperparameter h in RuleCatalogue.Default.Describe(id).Hyperparameters)
        {
            values[h.Id] = h.Unit switch
            {
                "epochs" => Math.Max(h.Min, Math.Min(h.Default, 1)),
                "batches" => Math.Max(h.Min, Math.Min(h.Default, every)),
                // Changes of the loss by which a rule tells that training has come to rest: a short run never does.
                "loss" => h.Max,
                _ => h.Default,
            };
        }
        return new RuleSpec(id, values);
    }
}
