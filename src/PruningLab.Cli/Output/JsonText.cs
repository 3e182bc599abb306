using System.Text.Encodings.Web;
using System.Text.Json;
using PruningLab.Engine.Training;

namespace PruningLab.Cli.Output;

/// <summary>Results as JSON: camel case, enums by name, numbers that are not finite as null.</summary>
internal static class JsonText
{
    private static readonly JsonSerializerOptions Options = new(ExperimentSpec.Json)
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        Converters = { new FiniteNumberConverter() },
    };

    /// <summary>Writes a value.</summary>
    public static string Of(object value) => JsonSerializer.Serialize(value, value.GetType(), Options);
}
