using PruningLab.Engine.Training;

namespace PruningLab.Engine.Plasticity;

/// <summary>Checked values for all hyperparameters of one rule; never changes, a retune makes a new one.</summary>
public sealed class RuleSettings
{
    private readonly Dictionary<string, double> _values;

    /// <summary>Checks given values and fills in defaults.</summary>
    /// <exception cref="SettingException">An unknown hyperparameter, or a value out of its range.</exception>
    public RuleSettings(RuleDescription description, IReadOnlyDictionary<string, double> values)
    {
        ArgumentNullException.ThrowIfNull(description);
        ArgumentNullException.ThrowIfNull(values);
        Description = description;
        foreach (string id in values.Keys)
        {
            Known(description, id);
        }
        _values = [];
        foreach (Hyperparameter hyperparameter in description.Hyperparameters)
        {
            double value = values.TryGetValue(hyperparameter.Id, out double given) ? given : hyperparameter.Default;
            hyperparameter.Check(value);
            _values[hyperparameter.Id] = value;
        }
    }

    /// <summary>The rule they belong to.</summary>
    public RuleDescription Description { get; }

    /// <summary>All values by hyperparameter.</summary>
    public IReadOnlyDictionary<string, double> Values => _values;

    /// <summary>One value.</summary>
    public double this[string id] => _values[id];

    /// <summary>One value as a whole number.</summary>
    public int Count(string id) => (int)_values[id];

    /// <summary>Id of the choice taken.</summary>
    public string Choice(string id) => Known(Description, id).Choices[Count(id)];

    /// <summary>The same settings with one value changed.</summary>
    /// <exception cref="SettingException">An unknown hyperparameter, or a value out of its range.</exception>
    public RuleSettings With(string id, double value)
    {
        Known(Description, id);
        return new RuleSettings(Description, new Dictionary<string, double>(_values) { [id] = value });
    }

    private static Hyperparameter Known(RuleDescription description, string id) => description.Find(id)
        ?? throw new SettingException($"The rule “{description.Name}” has no setting “{id}”; it has {string.Join(", ", description.Hyperparameters.Select(h => h.Id))}.");
}
