using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using PruningLab.Engine.Training;

namespace PruningLab.Engine.Experiments.Grids;

/// <summary>Results as lines.</summary>
internal static class GridStoreJson
{
    /// <summary>One line each; what a newer version adds is passed over, and numbers that are none have names.</summary>
    private static readonly JsonSerializerOptions s_lines = new(ExperimentSpec.Json)
    {
        WriteIndented = false,
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Skip,
        NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
    };

    /// <summary>A result with the end of its line.</summary>
    public static byte[] Line(GridResult result) => Encoding.UTF8.GetBytes(JsonSerializer.Serialize(result, s_lines) + "\n");

    /// <summary>The result of a line.</summary>
    /// <returns>Null when it is none.</returns>
    public static GridResult? Read(ReadOnlySpan<byte> line)
    {
        try
        {
            return JsonSerializer.Deserialize<GridResult>(line, s_lines) is { Job.Length: > 0 } result ? result : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
