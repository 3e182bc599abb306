using PruningLab.Engine.Data;

namespace PruningLab.Engine.Runs;

/// <summary>Predictions beside the truth, as CSV: one line per window.</summary>
/// <remarks>Columns: <c>window</c> (from 1, within the run of windows), <c>time</c> of the predicted row where the data have times,
/// then for each target its true value under its name, <c>NAME_predicted</c> and, after several passes of MC dropout,
/// <c>NAME_spread</c> (standard deviation), all in the target's units; for a classification the true class and
/// <c>NAME_predicted</c>.</remarks>
public static class PredictionTable
{
    /// <summary>Writes the table.</summary>
    /// <param name="writer">Receives it.</param>
    /// <param name="data">The data.</param>
    /// <param name="windows">The windows that were predicted.</param>
    /// <param name="predictions">Regression: predictions in units, row-major [windows × outputs].</param>
    /// <param name="spread">Their standard deviations; null without.</param>
    /// <param name="classes">Classification: predicted classes.</param>
    public static void Write(
        TextWriter writer, WindowSet data, WindowRun windows, ReadOnlySpan<float> predictions, float[]? spread, ReadOnlySpan<int> classes)
    {
        ArgumentNullException.ThrowIfNull(writer);
        ArgumentNullException.ThrowIfNull(data);
        bool classifies = data.Task == TaskKind.Classification;
        CsvText csv = new(writer);
        Head(csv, data, spread is not null);
        for (int i = 0; i < windows.Count; i++)
        {
            int window = windows.First + i;
            csv.Cell(i + 1);
            if (data.Timestamps is { } times)
            {
                csv.Cell(times[data.TargetRow(window)]);
            }
            if (classifies)
            {
                csv.Cell(data.ClassNames[data.Label(window)]).Cell(data.ClassNames[classes[i]]);
            }
            for (int output = 0; output < data.Targets.Count; output++)
            {
                int place = (i * data.Outputs) + output;
                csv.Cell((float)data.ToUnits(data.Target(window, output), output)).Cell(predictions[place]);
                if (spread is not null)
                {
                    csv.Cell(spread[place]);
                }
            }
            csv.End();
        }
    }

    private static void Head(CsvText csv, WindowSet data, bool hasSpread)
    {
        csv.Cell("window");
        if (data.Timestamps is not null)
        {
            csv.Cell("time");
        }
        foreach (string name in data.Task == TaskKind.Classification ? [data.ClassTitle] : data.OutputNames)
        {
            csv.Cell(name).Cell($"{name}_predicted");
            if (hasSpread)
            {
                csv.Cell($"{name}_spread");
            }
        }
        csv.End();
    }
}
