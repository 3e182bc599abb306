using PruningLab.Engine.Data;
using PruningLab.Engine.Networks;
using PruningLab.Engine.Training;

namespace PruningLab.Engine.Experiments.Grids;

/// <summary>How long the trainings of a grid take, from those that are done. Thread-safe.</summary>
/// <remarks>A training takes the mean seconds of the finished ones on the same data, network and window; where there is none,
/// <c>seconds per multiply-add of the finished ones · multiply-adds of a prediction · training windows · epochs</c>, with the
/// mean of the known data sets in place of one that was not loaded yet.</remarks>
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
    /// <returns>Null while no training has succeeded.</returns>
    public IReadOnlyDictionary<string, double>? SecondsLeft(IReadOnlyList<(GridJob Job, GridResult? Result)> jobs)
    {
        Dictionary<(string, string, int), Group> groups = [];
        foreach ((GridJob job, GridResult? result) in jobs)
        {
            if (!groups.TryGetValue(KeyOf(job), out Group? group))
            {
                groups[KeyOf(job)] = group = new Group(Cost(job));
            }
            if (result is { Failure: null })
            {
                group.Count++;
                group.Seconds += result.Seconds;
            }
        }
        Group[] finished = [.. groups.Values.Where(group => group.Count > 0)];
        if (finished.Length == 0)
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
        (double features, double outputs, double train) = Size(job.Place.Data);
        try
        {
            NetworkShape shape = new(job.Spec.Network, Math.Max(1, (int)features), job.Place.Window, 1) { Outputs = Math.Max(1, (int)outputs) };
            IReadOnlyList<ParameterInfo> parameters = Architecture.Of(shape).Parameters;
            return NetworkCost.MultiplyAdds(shape, i => parameters[i].Length) * Math.Max(1, train) * job.Spec.Training.Epochs;
        }
        catch (Exception exception) when (exception is SettingException or ArgumentException or OverflowException)
        {
            // It cannot be trained either, which takes no time.
            return 1;
        }
    }

    private (double Features, double Outputs, double Train) Size(string data)
    {
        lock (_lock)
        {
            return _known.TryGetValue(data, out (int Features, int Outputs, int Train) size) ? size
                : _known.Count == 0 ? (8, 1, 1000)
                : (_known.Values.Average(s => s.Features), _known.Values.Average(s => s.Outputs), _known.Values.Average(s => s.Train));
        }
    }

    private sealed class Group(double cost)
    {
        public double Cost => cost;

        public int Count { get; set; }

        public double Seconds { get; set; }
    }
}
