using System.Globalization;
using System.Text.Json.Serialization;

namespace PruningLab.Engine.Experiments.Grids;

/// <summary>The place of a training in a grid, by the names of its axes.</summary>
/// <param name="Data">Data set.</param>
/// <param name="Network">Network.</param>
/// <param name="Window">Rows per window.</param>
/// <param name="Method">Method.</param>
/// <param name="Setting">Setting; empty when none is varied.</param>
/// <param name="Seed">Seed.</param>
public sealed record GridPlace(string Data, string Network, int Window, string Method, string Setting, int Seed)
{
    /// <summary>The cell of the tables: the place without its seed.</summary>
    [JsonIgnore]
    public GridPlace Cell => this with { Seed = 0 };

    /// <summary>The names in words; the generated text of a record would hold <see cref="Cell"/>, whose own holds it again without end.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture,
        $"{Data}, {Network}, window {Window}, {Method}{(Setting.Length > 0 ? $", {Setting}" : "")}, seed {Seed}");
}
