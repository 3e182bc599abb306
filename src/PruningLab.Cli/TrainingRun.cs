using System.Diagnostics;
using System.Globalization;
using PruningLab.Engine.Devices;
using PruningLab.Engine.Runs;
using PruningLab.Engine.Training;

namespace PruningLab.Cli;

/// <summary>Trains to the end, or until it is interrupted; or repeats a record.</summary>
/// <param name="trainer">A fresh trainer.</param>
/// <param name="record">The record to repeat; null to train.</param>
/// <param name="unit">Unit of the target.</param>
internal sealed class TrainingRun(Trainer trainer, RunRecord? record, string unit)
{
    /// <summary>The trainer.</summary>
    public Trainer Trainer => trainer;

    /// <summary>Batches until the end.</summary>
    public int Batches => record?.Batches ?? trainer.TotalBatches;

    /// <summary>Trains.</summary>
    /// <param name="start">When setting up began.</param>
    /// <param name="afterEpoch">Called after each epoch.</param>
    /// <param name="cancellation">Interrupts between two batches.</param>
    /// <returns>What came of it.</returns>
    /// <exception cref="SettingException">The record cannot be repeated.</exception>
    public RunMetrics Train(long start, Action afterEpoch, CancellationToken cancellation)
    {
        try
        {
            RunEnd end = record is null ? Loop(afterEpoch, cancellation) : Repeat(record, afterEpoch, cancellation);
            string? problem = end != RunEnd.Interrupted ? null : string.Create(CultureInfo.InvariantCulture,
                $"Interrupted after batch {trainer.Clock.Batch:N0} of {Batches:N0}.");
            return Metrics(end, start, problem);
        }
        // As it is, or as the cause: in the middle of a batch, or at a move that the record has.
        catch (Exception exception) when (exception is OutOfDeviceMemoryException || exception.InnerException is OutOfDeviceMemoryException)
        {
            return Metrics(RunEnd.OutOfMemory, start, string.Create(CultureInfo.InvariantCulture,
                $"Training broke off after batch {trainer.Clock.Batch:N0} of {Batches:N0}: {exception.Message}"));
        }
        catch (TrainingException exception)
        {
            return Metrics(RunEnd.Diverged, start, exception.Message);
        }
    }

    private RunEnd Loop(Action afterEpoch, CancellationToken cancellation)
    {
        while (true)
        {
            if (cancellation.IsCancellationRequested)
            {
                return RunEnd.Interrupted;
            }
            BatchResult result = trainer.TrainBatch();
            if (result.HasFlag(BatchResult.EndsEpoch))
            {
                afterEpoch();
            }
            if (result.HasFlag(BatchResult.Finishes))
            {
                return RunEnd.Finished;
            }
            if (result.HasFlag(BatchResult.StopsEarly))
            {
                return RunEnd.StoppedEarly;
            }
        }
    }

    private RunEnd Repeat(RunRecord whole, Action afterEpoch, CancellationToken cancellation) => whole.Replay(trainer, result =>
    {
        if (result.HasFlag(BatchResult.EndsEpoch))
        {
            afterEpoch();
        }
        return !cancellation.IsCancellationRequested;
    }) ? RunEnd.Finished : RunEnd.Interrupted;

    private RunMetrics Metrics(RunEnd end, long start, string? problem) =>
        RunMetrics.Of(trainer, end, Stopwatch.GetElapsedTime(start).TotalSeconds, unit, problem);
}
