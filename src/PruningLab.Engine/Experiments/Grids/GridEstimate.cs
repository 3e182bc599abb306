using PruningLab.Engine.Data;
using PruningLab.Engine.Networks;
using PruningLab.Engine.Training;

namespace PruningLab.Engine.Experiments.Grids;

/// <summary>How long the trainings of a grid take, from those that are done. Thread-safe.</summary>
/// <remarks>A training takes the mean seconds of the finished ones on the same data, network and window; where there is none,
/// <c>seconds per multiply-add of the finished ones · multiply-adds of a prediction · training windows · epochs</c>.
/// Data sets differ a hundredfold in size, so nothing is said before each of them has been loaded or trained on.</remarks>
internal sealed class GridEstimate
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, (int Features, int Outputs, int Train)> _known = new(StringComparer.Ordinal);

    /// <summary>Takes note of a data set's size.</summary>
    public void Learn(string data, WindowSet windows)
    {
        lock (_lock)
        {
            _known[data] = (windows.FeatureCount, windows.Outputs, windows.TrainPerEpoch);
        }
    }

    /// <summary>Seconds that the jobs without a result take, one after the other, and those of single ones.</summary>
    /// <param name="jobs">The jobs with their results so far.</param>
    /// <returns>Null while no training has succeeded, or one is left on data whose size is not known.</returns>
    public IReadOnlyDictionary<string, double>? SecondsLeft(IReadOnlyList<(GridJob Job, GridResult? Result)> jobs)
    {
        Dictionary<(string, string, int), Group> groups = [];
        foreach ((GridJob job, GridResult? result) in jobs)
        {
            if (!groups.TryGetValue(KeyOf(job), out Group? group))
            {
                groups[KeyOf(job)] = group = new Group(Cost(job), IsKnown(job.Place.Data));
            }
            if (result is { Failure: null })
            {
                group.Count++;
                group.Seconds += result.Seconds;
            }
        }
        if (groups.Values.All(group => group.Count == 0))
        {
            return null;
        }
        Group[] finished = [.. groups.Values.Where(group => group.Count > 0 && group.IsKnown)];
        if (jobs.Any(pair => pair.Result is null && groups[KeyOf(pair.Job)] is { Count: 0 } group && (!group.IsKnown || finished.Length == 0)))
        {
            return null;
        }
        double perCost = finished.Sum(group => group.Seconds) / finished.Sum(group => group.Count * group.Cost);
        return jobs.Where(pair => pair.Result is null).ToDictionary(
            pair => pair.Job.Id,
            pair => groups[KeyOf(pair.Job)] is var group && group.Count > 0 ? group.Seconds / group.Count : perCost * group.Cost,
            StringComparer.Ordinal);
    }

    private static (string, string, int) KeyOf(GridJob job) => (job.Place.Data, job.Place.Network, job.Place.Window);

    private double Cost(GridJob job)
    {
        (int features, int outputs, int train) = Size(job.Place.Data);
        try
        {
            NetworkShape shape = new(job.Spec.Network, Math.Max(1, features), job.Place.Window, 1) { Outputs = Math.Max(1, outputs) };
            IReadOnlyList<ParameterInfo> parameters = Architecture.Of(shape).Parameters;
            return (double)NetworkCost.MultiplyAdds(shape, i => parameters[i].Length) * Math.Max(1, train) * job.Spec.Training.Epochs;
        }
        catch (Exception exception) when (exception is SettingException or ArgumentException or OverflowException)
        {
            // It cannot be trained either, which takes no time.
            return 1;
        }
    }

    private (int Features, int Outputs, int Train) Size(string data)
    {
        lock (_lock)
        {
            return _known.TryGetValue(data, out (int Features, int Outputs, int Train) size) ? size : (1, 1, 1);
        }
    }

    private bool IsKnown(string data)
    {
        lock (_lock)
        {
            return _known.ContainsKey(data);
        }
    }

    private sealed class Group(double cost, bool isKnown)
    {
        public bool IsKnown => isKnown;

        public double Cost => cost;

        public int Count { get; set; }

        public double Seconds { get; set; }
    }
}
