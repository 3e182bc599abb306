using System.Text.Json;
using System.Text.Json.Serialization;
using PruningLab.Engine.Training;

namespace PruningLab.Engine.Plasticity;

/// <summary>Writes a rule as <c>{"id": "synaptic-pruning", "s_max": 0.7, "shape": "slow-start"}</c>: choices by their names.</summary>
public sealed class RuleSpecJsonConverter : JsonConverter<RuleSpec>
{
    /// <inheritdoc/>
    /// <exception cref="SettingException">An unknown rule, setting or choice.</exception>
    public override RuleSpec Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        using JsonDocument document = JsonDocument.ParseValue(ref reader);
        JsonElement root = document.RootElement;
        if (root.ValueKind != JsonValueKind.Object || !root.TryGetProperty("id", out JsonElement idElement) || idElement.ValueKind != JsonValueKind.String)
        {
            throw new SettingException("A rule is written as an object with an “id”, for example {\"id\": \"synaptic-pruning\"}.");
        }
        string id = idElement.GetString()!;
        RuleDescription description = RuleCatalogue.Default.Describe(id);
        Dictionary<string, double> values = [];
        foreach (JsonProperty property in root.EnumerateObject().Where(p => p.Name != "id"))
        {
            values[property.Name] = ReadValue(description, property);
        }
        return new RuleSpec(id, new RuleSettings(description, values).Values);
    }

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, RuleSpec value, JsonSerializerOptions options)
    {
        ArgumentNullException.ThrowIfNull(writer);
        ArgumentNullException.ThrowIfNull(value);
        RuleDescription description = RuleCatalogue.Default.Describe(value.Id);
        writer.WriteStartObject();
        writer.WriteString("id", value.Id);
        foreach ((string id, double number) in value.Values)
        {
            if (description.Find(id) is { Kind: HyperparameterKind.Choice } choice)
            {
                writer.WriteString(id, choice.Format(number));
            }
            else
            {
                writer.WriteNumber(id, number);
            }
        }
        writer.WriteEndObject();
    }

    private static double ReadValue(RuleDescription description, JsonProperty property)
    {
        Hyperparameter hyperparameter = description.Find(property.Name)
            ?? throw new SettingException($"The rule “{description.Name}” has no setting “{property.Name}”; it has {string.Join(", ", description.Hyperparameters.Select(h => h.Id))}.");
        if (hyperparameter.Kind == HyperparameterKind.Choice && property.Value.ValueKind == JsonValueKind.String)
        {
            int index = hyperparameter.Choices.ToList().IndexOf(property.Value.GetString()!);
            return index >= 0 ? index : throw new SettingException(
                $"{property.Name} is “{property.Value.GetString()}”, but must be one of {string.Join(", ", hyperparameter.Choices)}.");
        }
        return property.Value.ValueKind == JsonValueKind.Number
            ? property.Value.GetDouble()
            : throw new SettingException($"{property.Name} is {property.Value}, but must be a number.");
    }
}
