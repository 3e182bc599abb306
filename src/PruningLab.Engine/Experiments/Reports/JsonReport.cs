using System.Text.Json;
using System.Text.Json.Serialization;
using PruningLab.Engine.Training;

namespace PruningLab.Engine.Experiments.Reports;

/// <summary>Writes a report as JSON, in the manner of the specs; a number that is none is <c>null</c>.</summary>
internal static class JsonReport
{
    private static readonly JsonSerializerOptions _json = new(ExperimentSpec.Json) { Converters = { new NumberConverter() } };

    /// <summary>The text.</summary>
    public static string Write(GridReport report) => JsonSerializer.Serialize(report, _json) + "\n";

    private sealed class NumberConverter : JsonConverter<double>
    {
        public override double Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            reader.TokenType == JsonTokenType.Null ? double.NaN : reader.GetDouble();

        public override void Write(Utf8JsonWriter writer, double value, JsonSerializerOptions options)
        {
            if (double.IsFinite(value))
            {
                writer.WriteNumberValue(value);
            }
            else
            {
                writer.WriteNullValue();
            }
        }
    }
}
