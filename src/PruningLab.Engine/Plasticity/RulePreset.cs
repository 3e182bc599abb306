namespace PruningLab.Engine.Plasticity;

/// <summary>Named settings of a rule.</summary>
/// <param name="Id">Name in files.</param>
/// <param name="Name">Name for people.</param>
/// <param name="Explanation">Where the numbers come from, in one sentence.</param>
/// <param name="Values">Values by hyperparameter; what is not named keeps its default.</param>
/// <param name="Epochs">Epochs that belong to the preset; null: any.</param>
public sealed record RulePreset(
    string Id, string Name, string Explanation, IReadOnlyDictionary<string, double> Values, int? Epochs);
