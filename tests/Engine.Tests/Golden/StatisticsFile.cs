using System.Text.Json;

namespace PruningLab.Engine.Tests.Golden;

/// <summary>Golden values of make_golden_statistics.py.</summary>
internal static class StatisticsFile
{
    /// <summary>Entries of a section.</summary>
    public static IReadOnlyList<JsonElement> Section(string name)
    {
        using JsonDocument document = JsonDocument.Parse(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Golden", "statistics.json")));
        JsonElement[] entries = [.. document.RootElement.GetProperty(name).Clone().EnumerateArray()];
        Assert.NotEmpty(entries);
        return entries;
    }

    /// <summary>A number; NaN for null and for one that is not there.</summary>
    public static double Number(this JsonElement entry, string name) =>
        entry.TryGetProperty(name, out JsonElement value) && value.ValueKind == JsonValueKind.Number ? value.GetDouble() : double.NaN;

    /// <summary>A list of numbers.</summary>
    public static double[] Numbers(this JsonElement entry, string name) =>
        [.. entry.GetProperty(name).EnumerateArray().Select(value => value.GetDouble())];

    /// <summary>Agreement within a share of the expected value; NaN with NaN.</summary>
    public static void AssertClose(double expected, double actual, double share)
    {
        if (double.IsNaN(expected))
        {
            Assert.True(double.IsNaN(actual), $"NaN was expected, not {actual}.");
            return;
        }
        Assert.True(Math.Abs(actual - expected) <= share * Math.Max(Math.Abs(expected), 1e-300), $"{expected:R} was expected, not {actual:R}.");
    }
}
