using System.Diagnostics;

namespace PruningLab.Engine.Experiments.Grids;

/// <summary>A job in a worker's hands.</summary>
internal sealed class RunningJob(GridJob job)
{
    private GridJobProgress _progress = new(job, 0, job.Spec.Training.Epochs, double.NaN, 0);

    /// <summary>How far it is; an immutable snapshot.</summary>
    public GridJobProgress Progress
    {
        get => Volatile.Read(ref _progress);
        set => Volatile.Write(ref _progress, value);
    }

    /// <summary>Time that it has been trained; null while its data are loaded.</summary>
    public Stopwatch? Clock { get; set; }
}
