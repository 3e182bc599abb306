using System.Text.Json;
using PruningLab.Engine.Data;
using PruningLab.Engine.Experiments.Grids;
using PruningLab.Engine.Training;

namespace PruningLab.Server.Experiments;

/// <summary>What trainings took that were alike: same data, network, batches, device and rule; else the same with another rule; else
/// the same with another window, of which the next longer one is taken, or the longest in proportion.</summary>
internal sealed class GridCosts
{
    private readonly Dictionary<string, (double Seconds, int Epochs)> _byRule = [];
    private readonly Dictionary<string, (double Seconds, int Epochs)> _byNetwork = [];
    private readonly Dictionary<string, SortedDictionary<int, (double Seconds, int Epochs)>> _byWindow = [];

    /// <summary>Takes in the results of a grid.</summary>
    /// <param name="jobs">Its trainings.</param>
    /// <param name="results">What is done of them.</param>
    public void Add(IReadOnlyList<GridJob> jobs, IReadOnlyList<GridResult> results)
    {
        Dictionary<string, GridJob> byId = jobs.ToDictionary(job => job.Id, StringComparer.Ordinal);
        Dictionary<GridPlace, (string Network, string Rule, string Any)> keys = [];
        foreach (GridResult result in results)
        {
            if (result.Failure is null && result.Epochs > 0 && byId.TryGetValue(result.Job, out GridJob? job))
            {
                (string network, string rule, string any) = Keys(keys, job);
                if (!_byWindow.TryGetValue(any, out SortedDictionary<int, (double Seconds, int Epochs)>? windows))
                {
                    _byWindow[any] = windows = [];
                }

                Count(windows, job.Place.Window, result);
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
        Dictionary<GridPlace, (string Network, string Rule, string Any)> keys = [];
        foreach (GridJob job in jobs)
        {
            (string network, string rule, string any) = Keys(keys, job);
            double scale = 1;
            if (!_byRule.TryGetValue(rule, out (double Seconds, int Epochs) cost) && !_byNetwork.TryGetValue(network, out cost))
            {
                if (!_byWindow.TryGetValue(any, out SortedDictionary<int, (double Seconds, int Epochs)>? windows))
                {
                    return null;
                }

                int window = windows.Keys.Where(window => window >= job.Place.Window).DefaultIfEmpty(windows.Keys.Last()).First();
                (cost, scale) = (windows[window], Math.Max(1, (double)job.Place.Window / window));
            }

            seconds += scale * cost.Seconds / cost.Epochs * job.Spec.Training.Epochs;
        }

        return jobs.Count == 0 ? null : TimeSpan.FromSeconds(seconds);
    }

    private static void Count<T>(IDictionary<T, (double Seconds, int Epochs)> costs, T key, GridResult result)
    {
        (double seconds, int epochs) = costs.TryGetValue(key, out (double Seconds, int Epochs) so) ? so : default;
        costs[key] = (seconds + result.Seconds, epochs + result.Epochs);
    }

    /// <summary>The keys of a training; all seeds of a cell share them.</summary>
    private static (string Network, string Rule, string Any) Keys(Dictionary<GridPlace, (string Network, string Rule, string Any)> known, GridJob job)
    {
        GridPlace cell = job.Place.Cell;
        if (!known.TryGetValue(cell, out (string Network, string Rule, string Any) keys))
        {
            string network = Key(job.Spec.Data);
            known[cell] = keys = (network, job.Spec.Rule.Id + network, Key(job.Spec.Data with { Window = 1 }));
        }

        return keys;

        string Key(DataSpec data) => JsonSerializer.Serialize((object?[])[data, job.Spec.Network, job.Spec.Training.BatchSize, job.Spec.Training.Device], ExperimentSpec.Json);
    }
}
