using System.Globalization;
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

    /// <summary>All jobs, each once: seed by seed, then data set by data set, window by window, network by network.</summary>
    /// <remarks>Experiments that are the same because a setting has nothing to say in them are one job, which stands where the
    /// first of them does; <see cref="PlacesOf"/> knows the others.</remarks>
    /// <exception cref="SettingException">The grid cannot be; one sentence.</exception>
    public static IReadOnlyList<GridJob> Of(GridSpec spec, RuleCatalogue rules)
    {
        HashSet<string> ids = new(StringComparer.Ordinal);
        return [.. Everywhere(spec, rules).Where(job => ids.Add(job.Id))];
    }

    /// <summary>All places of a grid by job: more than one where a setting has nothing to say.</summary>
    /// <exception cref="SettingException">The grid cannot be; one sentence.</exception>
    public static IReadOnlyDictionary<string, IReadOnlyList<GridPlace>> PlacesOf(GridSpec spec, RuleCatalogue rules) =>
        Everywhere(spec, rules).GroupBy(job => job.Id).ToDictionary(
            group => group.Key, group => (IReadOnlyList<GridPlace>)[.. group.Select(job => job.Place)], StringComparer.Ordinal);

    /// <summary>The jobs of shard <paramref name="index"/> of <paramref name="count"/>, in their order.</summary>
    /// <remarks>Every count-th job, counted network by network and method by method, so that each shard gets as many slow
    /// trainings as the others.</remarks>
    /// <param name="jobs">All jobs.</param>
    /// <param name="index">From 1.</param>
    /// <param name="count">Number of shards.</param>
    /// <exception cref="SettingException">There is no such shard.</exception>
    public static IReadOnlyList<GridJob> Shard(IReadOnlyList<GridJob> jobs, int index, int count)
    {
        if (index < 1 || index > count)
        {
            throw new SettingException(string.Create(CultureInfo.InvariantCulture,
                $"Shard {index}/{count} was asked for where a shard from 1/{Math.Max(1, count)} to {Math.Max(1, count)}/{Math.Max(1, count)} was expected."));
        }
        if (count == 1)
        {
            return jobs;
        }
        HashSet<string> taken = [.. jobs.GroupBy(job => (job.Place.Network, job.Place.Method)).SelectMany(group => group)
            .Where((_, number) => number % count == index - 1).Select(job => job.Id)];
        return [.. jobs.Where(job => taken.Contains(job.Id))];
    }

    /// <summary>Id of an experiment whose rule has all its values, as those of a plan do.</summary>
    public static string IdOf(ExperimentSpec spec) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(JsonSerializer.Serialize(spec, _compact))))[..20];

    private static IEnumerable<GridJob> Everywhere(GridSpec spec, RuleCatalogue rules)
    {
        ArgumentNullException.ThrowIfNull(spec);
        ArgumentNullException.ThrowIfNull(rules);
        GridCheck.Require(spec, rules);
        IReadOnlyList<GridVariant> variants = GridVariant.Of(spec, rules);
        return
            from seed in spec.Seeds
            from data in spec.Data
            from window in spec.Windows
            from variant in variants
            let experiment = variant.Spec with { Data = data.Spec with { Window = window }, Seed = seed }
            select new GridJob(IdOf(experiment), new GridPlace(data.Name, variant.Network, window, variant.Method, variant.Setting, seed), experiment);
    }
}
