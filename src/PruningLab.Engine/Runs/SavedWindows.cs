using PruningLab.Engine.Data;

namespace PruningLab.Engine.Runs;

/// <summary>Data as a saved network wants them: its features in its order, standardised as they were when it was trained.</summary>
public static class SavedWindows
{
    /// <summary>The choice of data that gives a saved network's windows.</summary>
    /// <param name="info">What the file says about its network.</param>
    /// <param name="spec">The data; columns, window and horizon are replaced by the network's own.</param>
    /// <param name="isTable">Whether the data are a table, whose columns are chosen, rather than pictures.</param>
    public static DataSpec SpecFor(SavedNetworkInfo info, DataSpec spec, bool isTable)
    {
        ArgumentNullException.ThrowIfNull(info);
        ArgumentNullException.ThrowIfNull(spec);
        spec = spec with { Stages = 1, StageEpochs = 0 };
        return !isTable ? spec : spec with
        {
            Task = info.Task,
            Window = info.Window,
            Horizon = info.Horizon,
            Features = [.. info.Features.Select(feature => feature.Name)],
            Targets = info.Task == TaskKind.Classification ? spec.Targets : [.. info.Targets.Select(target => target.Name)],
        };
    }

    /// <summary>Standardises windows as the network's were: a loaded set has means and scales of its own rows.</summary>
    /// <param name="data">Windows of <see cref="SpecFor"/>.</param>
    /// <param name="info">What the file says about its network.</param>
    /// <param name="name">Name of the file, for sentences.</param>
    /// <exception cref="DataException">Features, outputs or classes are not the network's.</exception>
    public static WindowSet Standardise(WindowSet data, SavedNetworkInfo info, string name)
    {
        ArgumentNullException.ThrowIfNull(data);
        ArgumentNullException.ThrowIfNull(info);
        Require(data, info, name);
        if (data.FeatureScales.SequenceEqual(info.Features) && data.Targets.SequenceEqual(info.Targets))
        {
            return data;
        }
        if (data.Stride != 1)
        {
            throw new DataException($"{name}: the pictures are standardised otherwise than those that the network was trained on; choose the data that it was trained on.");
        }
        float[] rows = Rescaled(data, info);
        int firstTarget = data.Window - 1 + data.Horizon, split = data.TrainCount + firstTarget;
        DateTime[]? times = data.Timestamps is null ? null : [.. data.Timestamps];
        if (data.Task == TaskKind.Classification)
        {
            int[] labels = new int[rows.Length / data.FeatureCount];
            for (int window = 0; window < data.Count; window++)
            {
                labels[data.TargetRow(window)] = data.Label(window);
            }
            return new WindowSet(rows, labels, data.FeatureNames, data.ClassNames, data.Window, split, data.Horizon, times)
            {
                FeatureScales = info.Features,
                ClassTitle = data.ClassTitle,
                Notes = data.Notes,
                ValidationCount = data.ValidationCount,
            };
        }
        float[] targets = new float[rows.Length / data.FeatureCount * data.Outputs];
        for (int window = 0; window < data.Count; window++)
        {
            for (int output = 0; output < data.Outputs; output++)
            {
                TargetInfo target = info.Targets[output];
                double value = data.ToUnits(data.Target(window, output), output);
                targets[(data.TargetRow(window) * data.Outputs) + output] = (float)((value - target.Mean) / target.Scale);
            }
        }
        return new WindowSet(rows, targets, data.FeatureNames, info.Targets, data.Window, split, data.Horizon, times)
        {
            FeatureScales = info.Features,
            Notes = data.Notes,
            ValidationCount = data.ValidationCount,
        };
    }

    private static float[] Rescaled(WindowSet data, SavedNetworkInfo info)
    {
        float[] rows = data.Rows.ToArray();
        int features = data.FeatureCount;
        for (int i = 0; i < rows.Length; i++)
        {
            ColumnScale own = data.FeatureScales[i % features], wanted = info.Features[i % features];
            rows[i] = (float)(((rows[i] * own.Scale) + own.Mean - wanted.Mean) / wanted.Scale);
        }
        return rows;
    }

    private static void Require(WindowSet data, SavedNetworkInfo info, string name)
    {
        if (data.Task != info.Task)
        {
            throw new DataException($"{name}: the network is for a {Word(info.Task)}, but the data ask for a {Word(data.Task)}; choose other data.");
        }
        if (data.Window != info.Window || data.FeatureCount != info.Features.Count)
        {
            throw new DataException($"{name}: the network takes windows of {info.Window} rows of {info.Features.Count} features, but the data give {data.Window} of {data.FeatureCount}; choose the data that it was trained on.");
        }
        if (!data.ClassNames.SequenceEqual(info.Classes))
        {
            throw new DataException($"{name}: the network knows the classes {string.Join(", ", info.Classes)}, but the data have {string.Join(", ", data.ClassNames)}; choose the column that it was trained on.");
        }
    }

    private static string Word(TaskKind task) => task == TaskKind.Classification ? "classification" : "regression";
}
