namespace PruningLab.Engine.Plasticity;

/// <summary>What a rule says about itself; the screen is generated from it.</summary>
public sealed record RuleDescription
{
    /// <summary>Name in files and addresses.</summary>
    public required string Id { get; init; }

    /// <summary>Name for people.</summary>
    public required string Name { get; init; }

    /// <summary>Place in the rule picker; smaller comes first.</summary>
    public int Order { get; init; } = 100;

    /// <summary>What it does, in one sentence.</summary>
    public required string Summary { get; init; }

    /// <summary>Its formula in plain text; may be empty.</summary>
    public string Formula { get; init; } = "";

    /// <summary>Its source.</summary>
    public required string Source { get; init; }

    /// <summary>Whether and when pruned weights may come back, in a few words.</summary>
    public required string ComesBack { get; init; }

    /// <summary>Hyperparameters in the order in which the panel shows them.</summary>
    public IReadOnlyList<Hyperparameter> Hyperparameters { get; init; } = [];

    /// <summary>Presets; the first is the default.</summary>
    public IReadOnlyList<RulePreset> Presets { get; init; } = [];

    /// <summary>The hyperparameter with an id.</summary>
    /// <returns>Null when the rule has none of that name.</returns>
    public Hyperparameter? Find(string id) => Hyperparameters.FirstOrDefault(h => h.Id == id);
}
