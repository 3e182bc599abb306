using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using System.Text.RegularExpressions;
using PruningLab.Engine.Training;

namespace PruningLab.Cli.Specs;

/// <summary>What is wrong with a JSON file, in one sentence: file, line, place, what was expected.</summary>
internal static partial class JsonSentence
{
    private const string ForProgrammers = " which is not supported in this mode. Change the reader options";

    /// <summary>Reads a value from JSON.</summary>
    /// <typeparam name="T">What the file describes.</typeparam>
    /// <param name="json">The text.</param>
    /// <param name="file">Name of the file.</param>
    /// <exception cref="CliException">It cannot be; one sentence.</exception>
    public static T Read<T>(string json, string file)
        where T : class
    {
        if (string.IsNullOrWhiteSpace(json))
        {
            throw new CliException($"{file}: there is nothing where a JSON object was expected.");
        }
        try
        {
            return JsonSerializer.Deserialize<T>(json, ExperimentSpec.Json) ?? throw new CliException($"{file}: there is nothing but null where a JSON object was expected.");
        }
        catch (JsonException exception)
        {
            throw new CliException(Of(exception, typeof(T), file), exception);
        }
        catch (SettingException exception)
        {
            throw new CliException($"{file}: {exception.Message}", exception);
        }
    }

    /// <summary>The sentence.</summary>
    /// <param name="exception">What the reader says.</param>
    /// <param name="root">Type that was read.</param>
    /// <param name="file">Name of the file.</param>
    public static string Of(JsonException exception, Type root, string file)
    {
        string place = $"{file}, line {exception.LineNumber + 1}";
        if (exception.InnerException is JsonException syntax)
        {
            return $"{place}: this is no JSON ({Where().Replace(syntax.Message, "").Replace(ForProgrammers, "", StringComparison.Ordinal).TrimEnd('.', ' ')}); mend the text there.";
        }
        (JsonTypeInfo? type, JsonTypeInfo? parent) = Find(root, exception.Path ?? "$");
        if (type is null && parent is not null)
        {
            return $"{place}: {exception.Path} is not known; expected one of {string.Join(", ", parent.Properties.Select(property => property.Name))}.";
        }
        if (Missing().Match(exception.Message) is { Success: true } missing)
        {
            return $"{place}: {exception.Path} lacks {missing.Groups[1].Value.Replace("'", "", StringComparison.Ordinal)}.";
        }
        return $"{place}: {exception.Path} cannot be read; expected {(type is null ? "the JSON that PruningLab writes" : Expected(type))}.";
    }

    /// <summary>Walks a path such as <c>$.data.features[0]</c> down the types.</summary>
    private static (JsonTypeInfo? Type, JsonTypeInfo? Parent) Find(Type root, string path)
    {
        JsonTypeInfo? at = ExperimentSpec.Json.GetTypeInfo(root), parent = null;
        foreach (Match step in Step().Matches(path))
        {
            parent = at?.Kind == JsonTypeInfoKind.Object ? at : null;
            string last = step.Groups["name"].Success ? step.Groups["name"].Value : step.Groups["quoted"].Value;
            Type? next = at?.Kind switch
            {
                JsonTypeInfoKind.Object => at.Properties.FirstOrDefault(property => string.Equals(property.Name, last, StringComparison.OrdinalIgnoreCase))?.PropertyType,
                JsonTypeInfoKind.Enumerable or JsonTypeInfoKind.Dictionary => at.ElementType,
                _ => null,
            };
            at = next is null ? null : ExperimentSpec.Json.GetTypeInfo(next);
            if (at is null)
            {
                break;
            }
        }
        return (at, parent);
    }

    private static string Expected(JsonTypeInfo info)
    {
        Type type = Nullable.GetUnderlyingType(info.Type) ?? info.Type;
        return type.IsEnum ? $"one of {string.Join(", ", Enum.GetNames(type).Select(JsonNamingPolicy.KebabCaseLower.ConvertName))}"
            : type == typeof(int) || type == typeof(long) ? "a whole number"
            : type == typeof(double) || type == typeof(float) ? "a number"
            : type == typeof(bool) ? "true or false"
            : type == typeof(string) ? "a text in quotes"
            : type == typeof(DateTime) ? "a date such as \"2020-02-29\""
            : info.Kind == JsonTypeInfoKind.Enumerable ? "a list in square brackets"
            : info.Kind == JsonTypeInfoKind.Object ? $"an object in braces with some of {string.Join(", ", info.Properties.Select(property => property.Name))}"
            : "an object in braces";
    }

    [GeneratedRegex(@"\.(?<name>[^.\[\]]+)|\['(?<quoted>[^']*)'\]|\[(?<index>\d+)\]")]
    private static partial Regex Step();

    [GeneratedRegex(@"\s*(Path: \S+ \| )?LineNumber: \d+ \| BytePositionInLine: \d+\.?")]
    private static partial Regex Where();

    [GeneratedRegex("including: (.+?)\\.?$")]
    private static partial Regex Missing();
}
