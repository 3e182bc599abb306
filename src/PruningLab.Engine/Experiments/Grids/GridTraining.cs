using System.Diagnostics;
using PruningLab.Engine.Data;
using PruningLab.Engine.Networks;
using PruningLab.Engine.Plasticity;
using PruningLab.Engine.Training;

namespace PruningLab.Engine.Experiments.Grids;

/// <summary>One job from its spec to its result, on the thread that calls.</summary>
internal static class GridTraining
{
    /// <summary>Trains.</summary>
    /// <param name="job">The job.</param>
    /// <param name="data">Its data.</param>
    /// <param name="backend">What makes the network.</param>
    /// <param name="rules">Where its rule is.</param>
    /// <param name="betweenBatches">Called between two batches with the clock of the training, which it may stop while it waits.</param>
    /// <param name="epochEnded">Called after each epoch with its figures and the share that is pruned.</param>
    /// <exception cref="SettingException">The experiment does not fit the data.</exception>
    /// <exception cref="TrainingException">The loss is no longer a number.</exception>
    public static GridResult Run(
        GridJob job, LoadedWindows data, IBackend backend, RuleCatalogue rules, Action<Stopwatch> betweenBatches, Action<EpochRow, double> epochEnded)
    {
        string dataFingerprint = data.Fingerprint;
        long allocated = GC.GetAllocatedBytesForCurrentThread();
        Stopwatch clock = Stopwatch.StartNew();
        using Trainer trainer = new(job.Spec, data.Windows, backend, rules.Create(job.Spec.Rule.Id));
        for (BatchResult batch = BatchResult.Continues; (batch & (BatchResult.Finishes | BatchResult.StopsEarly)) == 0;)
        {
            betweenBatches(clock);
            batch = trainer.TrainBatch();
            if (batch.HasFlag(BatchResult.EndsEpoch))
            {
                epochEnded(trainer.Log.Epochs[^1], SparsityOf(trainer.Masks));
            }
        }
        clock.Stop();
        allocated = GC.GetAllocatedBytesForCurrentThread() - allocated;
        EpochRow last = trainer.Log.Epochs[^1];
        (double mae, double rmse, double inUnits) = Errors(last.Test, data.Windows);
        return new GridResult
        {
            Job = job.Id,
            Place = job.Place,
            Mae = mae,
            Rmse = rmse,
            MaeInUnits = inUnits,
            Accuracy = data.Windows.Task == TaskKind.Classification ? last.Test.Accuracy : 0,
            BestMae = Errors(Best(trainer.Log).Test, data.Windows).Mae,
            Epochs = last.Epoch,
            Batches = trainer.Clock.Batch,
            Weights = trainer.Masks.Total,
            Pruned = trainer.Masks.Total - trainer.Masks.Active,
            Seconds = clock.Elapsed.TotalSeconds,
            MemoryBytes = allocated,
            Fingerprint = RunFingerprint.Of(trainer),
            DataFingerprint = dataFingerprint,
        };
    }

    /// <summary>Errors of a result: of a regression its own, of a classification those of right (0) and wrong (1).</summary>
    public static (double Mae, double Rmse, double InUnits) Errors(ErrorFigures figures, WindowSet data)
    {
        if (data.Task == TaskKind.Classification)
        {
            double wrong = 1 - figures.Accuracy;
            return (wrong, Math.Sqrt(wrong), wrong);
        }
        double inUnits = figures.MeanAbsoluteErrorInUnits;
        return (figures.MeanAbsoluteError, figures.RootMeanSquaredError, double.IsNaN(inUnits) ? 0 : inUnits);
    }

    /// <summary>Share of the prunable weights that is pruned.</summary>
    public static double SparsityOf(MaskSet masks) => masks.Total == 0 ? 0 : (double)(masks.Total - masks.Active) / masks.Total;

    private static EpochRow Best(RunLog log)
    {
        EpochRow best = log.Epochs[1];
        for (int i = 2; i < log.Epochs.Count; i++)
        {
            best = log.Epochs[i].Validation.Loss < best.Validation.Loss ? log.Epochs[i] : best;
        }
        return best;
    }
}
