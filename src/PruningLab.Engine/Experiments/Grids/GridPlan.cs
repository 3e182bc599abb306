using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using PruningLab.Engine.Plasticity;
using PruningLab.Engine.Training;

namespace PruningLab.Engine.Experiments.Grids;

/// <summary>The jobs of a grid, in the order they are done: all cells of the first seed, then of the second.</summary>
public static class GridPlan
{
    private static readonly JsonSerializerOptions _compact = new(ExperimentSpec.Json) { WriteIndented = false };

    /// <summary>All jobs, each once.</summary>
    /// <exception cref="SettingException">The grid cannot be; one sentence.</exception>
    public static IReadOnlyList<GridJob> Of(GridSpec spec, RuleCatalogue rules) => throw new NotImplementedException();

    /// <summary>The jobs of shard <paramref name="index"/> of <paramref name="count"/>: every count-th job.</summary>
    /// <param name="jobs">All jobs.</param>
    /// <param name="index">From 1.</param>
    /// <param name="count">Number of shards.</param>
    public static IReadOnlyList<GridJob> Shard(IReadOnlyList<GridJob> jobs, int index, int count) =>
        [.. jobs.Where((_, place) => place % count == index - 1)];

    /// <summary>Id of an experiment.</summary>
    public static string IdOf(ExperimentSpec spec) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(JsonSerializer.Serialize(spec, _compact))))[..20];
}
