using System.Globalization;
using System.Text;
using System.Text.Json;
using PruningLab.Engine.Plasticity;
using PruningLab.Engine.Training;

namespace PruningLab.Engine.Experiments.Grids;

/// <summary>Reads a grid's JSON; whatever is wrong is said with its line and its path.</summary>
internal static class GridSpecReader
{
    private const string Expected = "a JSON object with name, data, networks, windows, methods, settings, training and seeds";

    public static GridSpec Read(string json)
    {
        ArgumentNullException.ThrowIfNull(json);
        GridSpec spec;
        try
        {
            spec = JsonSerializer.Deserialize<GridSpec>(json, ExperimentSpec.Json)
                ?? throw new SettingException($"The grid is empty: expected {Expected}.");
        }
        catch (JsonException exception)
        {
            throw new SettingException(string.Create(CultureInfo.InvariantCulture,
                $"The grid cannot be read at line {(exception.LineNumber ?? 0) + 1}, {exception.Path ?? "$"}: {Reason(exception)}"), exception);
        }
        catch (SettingException exception) when (BrokenRule(json) is var (line, path))
        {
            // The rules' own reader knows what is wrong, but not where it stands.
            throw new SettingException(string.Create(CultureInfo.InvariantCulture, $"The grid cannot be read at line {line}, {path}: {exception.Message}"), exception);
        }
        RequireEntries(spec.Data, "data");
        RequireEntries(spec.Networks, "networks");
        RequireEntries(spec.Methods, "methods");
        RequireEntries(spec.Settings, "settings");
        return spec;
    }

    private static void RequireEntries<T>(IReadOnlyList<T> entries, string name)
    {
        for (int i = 0; i < entries.Count; i++)
        {
            if (entries[i] is null)
            {
                throw new SettingException($"The grid cannot be read at $.{name}[{i}]: there is null where an entry was expected.");
            }
        }
    }

    /// <summary>The serialiser's own words without its coordinates, which the sentence has already, and without names of types.</summary>
    private static string Reason(JsonException exception)
    {
        string words = exception.Message.Replace(" which is not supported in this mode. Change the reader options", "", StringComparison.Ordinal);
        int path = words.IndexOf(" Path: ", StringComparison.Ordinal);
        words = (path < 0 ? words : words[..path]).TrimEnd('.', ' ');
        int line = words.IndexOf(" LineNumber: ", StringComparison.Ordinal);
        words = (line < 0 ? words : words[..line]).TrimEnd('.', ' ');
        const string unmapped = "The JSON property '";
        if (words.StartsWith(unmapped, StringComparison.Ordinal) && words.Contains("could not be mapped", StringComparison.Ordinal))
        {
            return $"there is no “{words[unmapped.Length..words.IndexOf('\'', unmapped.Length)]}” there; check the spelling.";
        }
        return words.Contains("PruningLab", StringComparison.Ordinal) || words.Contains("System.", StringComparison.Ordinal)
            ? "something is missing there or is of the wrong kind; expected the JSON that PruningLab writes."
            : $"{char.ToLowerInvariant(words[0])}{words[1..]}.";
    }

    /// <summary>Line and path of the first rule among the methods that cannot be read.</summary>
    private static (int Line, string Path)? BrokenRule(string json)
    {
        using JsonDocument document = JsonDocument.Parse(json);
        if (!document.RootElement.TryGetProperty("methods", out JsonElement methods) || methods.ValueKind != JsonValueKind.Array)
        {
            return null;
        }
        int number = 0;
        foreach (JsonElement method in methods.EnumerateArray())
        {
            if (method.ValueKind == JsonValueKind.Object && method.TryGetProperty("rule", out JsonElement rule) && !IsRule(rule))
            {
                return (LineOfRule(json, number), $"$.methods[{number}].rule");
            }
            number++;
        }
        return null;
    }

    private static bool IsRule(JsonElement rule)
    {
        try
        {
            return rule.Deserialize<RuleSpec>(ExperimentSpec.Json) is not null;
        }
        catch (SettingException)
        {
            return false;
        }
    }

    private static int LineOfRule(string json, int number)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(json);
        Utf8JsonReader reader = new(bytes, new JsonReaderOptions { CommentHandling = JsonCommentHandling.Skip });
        bool isInMethods = false;
        int method = -1;
        while (reader.Read())
        {
            if (reader is { TokenType: JsonTokenType.PropertyName, CurrentDepth: 1 })
            {
                isInMethods = reader.ValueTextEquals("methods");
            }
            else if (isInMethods && reader is { TokenType: JsonTokenType.StartObject, CurrentDepth: 2 })
            {
                method++;
            }
            else if (isInMethods && method == number && reader is { TokenType: JsonTokenType.PropertyName, CurrentDepth: 3 } && reader.ValueTextEquals("rule"))
            {
                break;
            }
        }
        return 1 + bytes.AsSpan(0, (int)reader.TokenStartIndex).Count((byte)'\n');
    }
}
