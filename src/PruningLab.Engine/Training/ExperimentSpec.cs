using System.Text.Json;
using System.Text.Json.Serialization;
using PruningLab.Engine.Data;
using PruningLab.Engine.Networks;
using PruningLab.Engine.Plasticity;

namespace PruningLab.Engine.Training;

/// <summary>One run as a value: with the log of its live edits it gives the same bits again.</summary>
public sealed record ExperimentSpec
{
    /// <summary>How specs are written as JSON: camel case, enums by name, indented.</summary>
    public static JsonSerializerOptions Json { get; } = new(JsonSerializerDefaults.Web)
    {
        WriteIndented = true,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.KebabCaseLower, allowIntegerValues: false) },
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
    };

    /// <summary>The data.</summary>
    public DataSpec Data { get; init; } = new();

    /// <summary>The network.</summary>
    public NetworkSpec Network { get; init; } = new();

    /// <summary>The rule.</summary>
    public RuleSpec Rule { get; init; } = new("synaptic-pruning");

    /// <summary>The training.</summary>
    public TrainingSpec Training { get; init; } = new();

    /// <summary>Seed of all random streams.</summary>
    public int Seed { get; init; } = 42;

    /// <summary>The ready experiment: an LSTM of 64 units predicts the next day's close of the S&amp;P 500 from 30 days,
    /// with the paper's synaptic pruning; early stopping is off so that the whole schedule can be watched.</summary>
    public static ExperimentSpec Ready { get; } = new() { Training = new TrainingSpec { Patience = 0 } };

    /// <summary>Checks everything that can be checked without the data.</summary>
    /// <returns>The rule's settings, defaults filled in.</returns>
    /// <exception cref="SettingException">Something cannot be; the sentence names it.</exception>
    public RuleSettings Validate(PlasticityRule rule)
    {
        ArgumentNullException.ThrowIfNull(rule);
        Training.Validate();
        Network.Validate();
        RuleSettings settings = new(rule.Description, Rule.Values);
        rule.Validate(settings, Training);
        return settings;
    }

    /// <summary>Writes the spec as JSON.</summary>
    public string ToJson() => JsonSerializer.Serialize(this, Json);

    /// <summary>Reads a spec from JSON.</summary>
    /// <exception cref="SettingException">It is not a spec; the sentence says where and why.</exception>
    public static ExperimentSpec FromJson(string json)
    {
        try
        {
            return JsonSerializer.Deserialize<ExperimentSpec>(json, Json)
                ?? throw new SettingException("The experiment is empty: expected a JSON object with data, network, rule, training and seed.");
        }
        catch (JsonException e)
        {
            throw new SettingException($"The experiment cannot be read at line {e.LineNumber + 1}, {e.Path}: expected the JSON that PruningLab writes.", e);
        }
    }
}
