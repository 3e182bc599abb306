using System.Text.Json.Serialization;

namespace PruningLab.Engine.Plasticity;

/// <summary>A rule and the values chosen for it; what is not named keeps its default.</summary>
/// <param name="Id">The rule.</param>
/// <param name="Values">Values by hyperparameter; a choice is the index of the choice.</param>
[JsonConverter(typeof(RuleSpecJsonConverter))]
public sealed record RuleSpec(string Id, IReadOnlyDictionary<string, double> Values)
{
    /// <summary>A rule with its default settings.</summary>
    public RuleSpec(string id)
        : this(id, new Dictionary<string, double>())
    {
    }
}
