using System.Globalization;
using PruningLab.Engine.Runs;
using PruningLab.Engine.Training;
using Spectre.Console;

namespace PruningLab.Cli.Output;

/// <summary>A bar that follows a training at a terminal.</summary>
internal static class TrainingProgress
{
    /// <summary>Trains under the eyes of a person.</summary>
    public static Task<RunMetrics> ShowAsync(IAnsiConsole console, TrainingRun run, long start, CancellationToken cancellation) => console.Progress()
        .AutoClear(true)
        .Columns(new TaskDescriptionColumn { Alignment = Justify.Left }, new ProgressBarColumn(), new PercentageColumn(), new RemainingTimeColumn())
        .StartAsync(progress => Task.Run(() =>
        {
            ProgressTask bar = progress.AddTask(Text(run.Trainer), maxValue: Math.Max(1, run.Batches));
            return run.Train(start, () =>
            {
                bar.Value = run.Trainer.Clock.Batch;
                bar.Description = Text(run.Trainer);
            }, cancellation);
        }));

    private static string Text(Trainer trainer)
    {
        ErrorFigures test = trainer.Log.Epochs.Read()[^1].Test;
        string error = double.IsNaN(test.Accuracy) ? $"MAE {Number(test.MeanAbsoluteError, "0.0000")}" : $"accuracy {Number(100 * test.Accuracy, "0.0")} %";
        return $"epoch {Number(trainer.Clock.Epoch, "0")}/{Number(trainer.Training.Epochs, "0")} · test {error} · {Number(100 * trainer.Masks.Sparsity, "0.0")} % pruned";
    }

    private static string Number(double value, string format) => value.ToString(format, CultureInfo.InvariantCulture);
}
