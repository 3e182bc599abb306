using System.Text.Json;
using PruningLab.Engine.Experiments.Grids;
using PruningLab.Engine.Training;

namespace PruningLab.Server.Experiments;

/// <summary>What trainings took that were alike: same data, network, batches and rule.</summary>
internal sealed class GridCosts
{
    private readonly Dictionary<string, (double Seconds, int Epochs)> _byRule = [];
    private readonly Dictionary<string, (double Seconds, int Epochs)> _byNetwork = [];

    /// <summary>Takes in the results of a grid.</summary>
    /// <param name="jobs">Its trainings.</param>
    /// <param name="results">What is done of them.</param>
    public void Add(IReadOnlyList<GridJob> jobs, IReadOnlyList<GridResult> results)
    {
        Dictionary<string, GridJob> byId = jobs.ToDictionary(job => job.Id, StringComparer.Ordinal);
        Dictionary<GridPlace, (string Network, string Rule)> keys = [];
        foreach (GridResult result in results)
        {
            if (result.Failure is null && result.Epochs > 0 && byId.TryGetValue(result.Job, out GridJob? job))
            {
                (string network, string rule) = Keys(keys, job);
                Count(_byNetwork, network, result);
                Count(_byRule, rule, result);
            }
        }
    }

    /// <summary>The time that trainings may take one after the other, when none stops early.</summary>
    /// <param name="jobs">The trainings.</param>
    /// <returns>Null when one of them is like none that was measured.</returns>
    public TimeSpan? Estimate(IReadOnlyList<GridJob> jobs)
    {
        double seconds = 0;
        Dictionary<GridPlace, (string Network, string Rule)> keys = [];
        foreach (GridJob job in jobs)
        {
            (string network, string rule) = Keys(keys, job);
            if (!_byRule.TryGetValue(rule, out (double Seconds, int Epochs) cost) && !_byNetwork.TryGetValue(network, out cost))
            {
                return null;
            }

            seconds += cost.Seconds / cost.Epochs * job.Spec.Training.Epochs;
        }

        return jobs.Count == 0 ? null : TimeSpan.FromSeconds(seconds);
    }

    private static void Count(Dictionary<string, (double Seconds, int Epochs)> costs, string key, GridResult result)
    {
        (double seconds, int epochs) = costs.GetValueOrDefault(key);
        costs[key] = (seconds + result.Seconds, epochs + result.Epochs);
    }

    /// <summary>The keys of a training; all seeds of a cell share them.</summary>
    private static (string Network, string Rule) Keys(Dictionary<GridPlace, (string Network, string Rule)> known, GridJob job)
    {
        GridPlace cell = job.Place.Cell;
        if (!known.TryGetValue(cell, out (string Network, string Rule) keys))
        {
            string network = JsonSerializer.Serialize((object[])[job.Spec.Data, job.Spec.Network, job.Spec.Training.BatchSize], ExperimentSpec.Json);
            known[cell] = keys = (network, job.Spec.Rule.Id + network);
        }

        return keys;
    }
}
