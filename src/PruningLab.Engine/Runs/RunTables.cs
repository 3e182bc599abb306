using PruningLab.Engine.Data;
using PruningLab.Engine.Plasticity;
using PruningLab.Engine.Training;

namespace PruningLab.Engine.Runs;

/// <summary>What a run has written down, as tables.</summary>
internal static class RunTables
{
    /// <summary>One line per epoch, from 0 on: errors on the three parts.</summary>
    public static void Epochs(Trainer trainer, TextWriter writer)
    {
        CsvText csv = new(writer);
        csv.Cell("epoch").Cell("batch");
        foreach (string part in (string[])["train", "validation", "test"])
        {
            csv.Cell($"{part}_loss").Cell($"{part}_mae").Cell($"{part}_rmse").Cell($"{part}_mae_units").Cell($"{part}_rmse_units").Cell($"{part}_accuracy");
        }
        csv.End();
        foreach (EpochRow row in trainer.Log.Epochs.Read())
        {
            csv.Cell(row.Epoch).Cell(row.Batch);
            foreach (ErrorFigures part in (ErrorFigures[])[row.Train, row.Validation, row.Test])
            {
                csv.Cell(part.Loss).Cell(part.MeanAbsoluteError).Cell(part.RootMeanSquaredError)
                    .Cell(part.MeanAbsoluteErrorInUnits).Cell(part.RootMeanSquaredErrorInUnits).Cell(part.Accuracy);
            }
            csv.End();
        }
    }

    /// <summary>The loss of each batch.</summary>
    public static void Batches(Trainer trainer, TextWriter writer)
    {
        CsvText csv = new(writer);
        csv.Line("batch", "loss");
        int batch = 0;
        trainer.CollectLosses();
        foreach (float loss in trainer.Log.BatchLosses.Read())
        {
            csv.Cell(++batch).Cell(loss).End();
        }
    }

    /// <summary>The updates of the masks.</summary>
    public static void Updates(Trainer trainer, TextWriter writer)
    {
        CsvText csv = new(writer);
        csv.Line("batch", "target", "achieved", "threshold", "cut", "pruned", "grown");
        foreach (PruneUpdate update in trainer.Log.Updates.Read())
        {
            csv.Cell(update.Batch).Cell(update.Target).Cell(update.Achieved).Cell(update.Threshold)
                .Cell(update.Cut).Cell(update.Pruned).Cell(update.Grown).End();
        }
    }

    /// <summary>Algorithm 6: weights and pruned weights per matrix.</summary>
    public static void Layers(Trainer trainer, TextWriter writer)
    {
        CsvText csv = new(writer);
        csv.Line("key", "name", "total", "pruned", "sparsity");
        foreach (MatrixSparsity matrix in MatrixSparsity.Of(trainer.Masks))
        {
            csv.Cell(matrix.Key).Cell(matrix.Name).Cell(matrix.Total).Cell(matrix.Pruned).Cell(matrix.Sparsity).End();
        }
    }

    /// <summary>What the rule did, in sentences.</summary>
    public static void Journal(Trainer trainer, TextWriter writer)
    {
        CsvText csv = new(writer);
        csv.Line("batch", "kind", "text");
        foreach (JournalEntry entry in trainer.Log.Journal.Read())
        {
            csv.Cell(entry.Batch).Cell(entry.Kind.ToString()).Cell(entry.Text).End();
        }
    }

    /// <summary>True and predicted values of the test part, as after the last epoch.</summary>
    public static void Predictions(Trainer trainer, TextWriter writer)
    {
        TestPrediction prediction = trainer.Log.Prediction!;
        PredictionTable.Write(
            writer, trainer.Data, new WindowRun(trainer.Data.FirstTest, trainer.Data.TestCount), prediction.Mean, prediction.Spread, prediction.Classes);
    }
}
