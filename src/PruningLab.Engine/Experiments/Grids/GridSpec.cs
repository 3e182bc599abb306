using System.Text.Encodings.Web;
using System.Text.Json;
using PruningLab.Engine.Training;

namespace PruningLab.Engine.Experiments.Grids;

/// <summary>A grid of experiments: data × network × window × method × setting × seed.</summary>
public sealed record GridSpec
{
    /// <summary>Most jobs of one grid.</summary>
    public const int MostJobs = 100_000;

    // Names such as S&P 500 are to be read and changed by people; the file is never part of a page.
    private static readonly JsonSerializerOptions s_readable = new(ExperimentSpec.Json) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Name for people.</summary>
    public string Name { get; init; } = "grid";

    /// <summary>The data sets.</summary>
    public IReadOnlyList<GridData> Data { get; init; } = [];

    /// <summary>The networks.</summary>
    public IReadOnlyList<GridNetwork> Networks { get; init; } = [];

    /// <summary>Rows per window.</summary>
    public IReadOnlyList<int> Windows { get; init; } = [];

    /// <summary>The methods.</summary>
    public IReadOnlyList<GridMethod> Methods { get; init; } = [];

    /// <summary>What else is varied.</summary>
    public IReadOnlyList<GridSetting> Settings { get; init; } = [GridSetting.None];

    /// <summary>How all networks train.</summary>
    public TrainingSpec Training { get; init; } = new();

    /// <summary>The seeds: trials of each cell.</summary>
    public IReadOnlyList<int> Seeds { get; init; } = [];

    /// <summary>Writes the grid as JSON.</summary>
    public string ToJson() => JsonSerializer.Serialize(this, s_readable);

    /// <summary>Reads a grid from JSON. Whether it can be is checked by <see cref="GridPlan.Of"/>.</summary>
    /// <exception cref="SettingException">It is not a grid; the sentence says in which line, where in the JSON, and why.</exception>
    public static GridSpec FromJson(string json) => GridSpecReader.Read(json);
}
