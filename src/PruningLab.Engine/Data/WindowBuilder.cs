namespace PruningLab.Engine.Data;

/// <summary>Turns a series into standardised windows: choice of columns, missing values, split, scaling.</summary>
public static class WindowBuilder
{
    /// <summary>Builds the windows.</summary>
    /// <remarks>
    /// Of the n rows that remain after dropping, those before row <c>⌊TrainShare·n + 1e-9⌋</c> train; of the rest the first ones
    /// validate when there is a share for that. Features and targets are <c>(x − mean)/scale</c> with the population standard
    /// deviation of the training part, of the first stage's where there are stages, or of all rows, as the spec says; a constant
    /// column has scale 1. Window i covers rows i … i+W−1 and predicts row i+W−1+H, so that nothing of the predicted row is among
    /// its inputs, even when a target is a feature as well; with H = 0 the targets are no features.
    /// </remarks>
    /// <exception cref="DataException">The spec does not fit the series; one sentence for the person who chose it.</exception>
    public static WindowSet Build(Series series, DataSpec spec)
    {
        ArgumentNullException.ThrowIfNull(series);
        ArgumentNullException.ThrowIfNull(spec);
        RequireNumbers(series, spec);
        ColumnChoice choice = ColumnChoice.Of(series, spec);
        List<string> notes = [];
        CompleteRows rows = CompleteRows.Of(series, choice, spec, notes);
        Partition.Part[] parts = Partition.OfRows(series.Name, spec, rows.Count);
        if (spec.ShuffleRows)
            rows.Shuffle([.. parts.Select(part => part.First)]);
        int[]? fitted = FittedRows(spec, choice, rows, parts[0].Split);
        int prefix = spec.Scaler == ScalerFit.WholeSeries ? rows.Count : parts[0].Split;
        Dictionary<string, StandardScaler> scalers = new(StringComparer.Ordinal);
        float[] inputs = new float[checked(rows.Count * choice.Features.Count)];
        float[] targets = new float[checked(rows.Count * choice.Targets.Count)];
        foreach (string name in choice.Features.Concat(choice.Targets).Distinct(StringComparer.Ordinal))
        {
            ReadOnlySpan<double> values = rows.Column(name);
            StandardScaler scaler = FitScaler(series, name, fitted is null ? values[..prefix] : Of(values, fitted), notes);
            scalers[name] = scaler;
            Standardise(series, name, values, scaler, inputs, choice.Features);
            Standardise(series, name, values, scaler, targets, choice.Targets);
        }
        ColumnScale[] scales = [.. choice.Features.Select(name => new ColumnScale(name, scalers[name].Mean, scalers[name].Scale))];
        WindowSet windows;
        if (choice.Classes is { } classes)
        {
            int[] labels = [.. rows.Classes!.Select(number => (int)number)];
            if (spec.Stages == 1)
                NoteUnseenClasses(classes, labels, parts[0].Split, notes);
            notes.AddRange(Partition.Notes(spec, classes.Classes));
            windows = new WindowSet(
                inputs, labels, choice.Features, classes.Classes, spec.Window, parts[0].Split, spec.Horizon, rows.Timestamps)
            { Notes = notes, FeatureScales = scales, ClassTitle = classes.Name, ValidationCount = parts[0].Test - parts[0].Split };
        }
        else
        {
            TargetInfo[] infos = [.. choice.Targets.Select(name => new TargetInfo(name, scalers[name].Mean, scalers[name].Scale))];
            windows = new WindowSet(inputs, targets, choice.Features, infos, spec.Window, parts[0].Split, spec.Horizon, rows.Timestamps)
            { Notes = notes, FeatureScales = scales, ValidationCount = parts[0].Test - parts[0].Split };
        }
        return spec.Stages == 1 ? windows
            : spec.StageKind == StageKind.Classes ? Partition.ByClass(windows, series.Name, spec)
            : Partition.ByTime(windows, parts);
    }

    /// <summary>The targets that a spec means for a series: of a classification its one column of classes.</summary>
    /// <exception cref="DataException">There is no such column.</exception>
    public static IReadOnlyList<string> TargetsOf(Series series, DataSpec spec)
    {
        ArgumentNullException.ThrowIfNull(series);
        ArgumentNullException.ThrowIfNull(spec);
        return spec.Task == TaskKind.Classification ? [ColumnChoice.ClassColumnOf(series, spec)] : ColumnChoice.TargetsOf(series, spec);
    }

    /// <summary>The features that a spec means for a series, in the spec's order.</summary>
    /// <exception cref="DataException">There is no such numeric column, one is named twice, or it is a target of the same row.</exception>
    public static IReadOnlyList<string> FeaturesOf(Series series, DataSpec spec)
    {
        ArgumentNullException.ThrowIfNull(series);
        ArgumentNullException.ThrowIfNull(spec);
        return ColumnChoice.Of(series, spec).Features;
    }

    /// <summary>The columns of a series that can be the target of a classification: few different words or whole numbers.</summary>
    public static IReadOnlyList<string> ClassColumnsOf(Series series)
    {
        ArgumentNullException.ThrowIfNull(series);
        return ColumnChoice.ClassColumnsOf(series);
    }

    private static void RequireNumbers(Series series, DataSpec spec)
    {
        if (spec.Window < 1)
            throw new DataException($"{series.Name}: a window of {spec.Window} rows was asked for where at least 1 "
                + $"was expected; choose a longer window.");
        if (spec.Horizon < 0)
            throw new DataException($"{series.Name}: a prediction {-(long)spec.Horizon} rows back was asked for where 0, the "
                + $"window's last row, or more was expected; choose a horizon of 0 or more.");
        if (spec.ShuffleRows && (spec.Window != 1 || spec.Horizon != 0))
            throw new DataException($"{series.Name}: shuffled rows were asked for with a window of {spec.Window} and a horizon "
                + $"of {spec.Horizon} where a window of 1 and a horizon of 0 was expected, because other windows need rows in "
                + $"order; change these, or leave the rows in order.");
        if (!Enum.IsDefined(spec.Task ?? TaskKind.Regression))
            throw new DataException($"{series.Name}: a task of kind {spec.Task} was asked for where a regression or a "
                + $"classification was expected; choose one of these.");
        if (spec.MaxSamples != 0)
            throw new DataException($"{series.Name}: a part of {spec.MaxSamples} samples was asked for where all rows were expected, "
                + $"because only data sets of pictures can be cut short; leave it at 0.");
        Partition.RequireNumbers(series.Name, spec);
    }

    /// <summary>The rows that the scaler is fitted on, of the training part those of the first stage; null when they are simply
    /// the first ones, so that nobody has to list them.</summary>
    private static int[]? FittedRows(DataSpec spec, ColumnChoice choice, CompleteRows rows, int split)
    {
        if (spec.Scaler == ScalerFit.WholeSeries || spec is not { Stages: > 1, StageKind: StageKind.Classes } || choice.Classes is not { } classes)
            return null;
        int[] first = [.. Enumerable.Range(0, split).Where(row => Partition.GroupOf((int)rows.Classes![row], classes.Classes.Count, spec.Stages) == 0)];
        return first.Length > 0 ? first : null;
    }

    private static double[] Of(ReadOnlySpan<double> values, int[] rows)
    {
        double[] taken = new double[rows.Length];
        for (int i = 0; i < taken.Length; i++)
            taken[i] = values[rows[i]];
        return taken;
    }

    private static StandardScaler FitScaler(Series series, string name, ReadOnlySpan<double> values, List<string> notes)
    {
        StandardScaler scaler = StandardScaler.Fit(values);
        if (!double.IsFinite(scaler.Scale) || !double.IsFinite(scaler.Mean))
            throw new DataException($"{series.Name}: the values of column {name} are too large to be standardised "
                + $"where a finite spread was expected; divide them by a constant.");
        if (scaler.IsConstant)
            notes.Add($"Column {name} is constant over the rows that the scaler is fitted on, so its scale is 1.");
        return scaler;
    }

    /// <summary>Writes a column, standardised, to its place in a row-major table; does nothing when it has none.</summary>
    private static void Standardise(
        Series series, string name, ReadOnlySpan<double> values, StandardScaler scaler, float[] table, IReadOnlyList<string> names)
    {
        int place = 0;
        while (place < names.Count && names[place] != name)
            place++;
        if (place == names.Count)
            return;
        for (int row = 0; row < values.Length; row++)
        {
            float value = (float)scaler.Standardise(values[row]);
            if (!float.IsFinite(value))
                throw new DataException($"{series.Name}: the values of column {name} spread too far to be "
                    + $"standardised in single precision where finite numbers were expected; leave the column out.");
            table[(row * names.Count) + place] = value;
        }
    }

    private static void NoteUnseenClasses(CategoryColumn classes, int[] labels, int split, List<string> notes)
    {
        HashSet<int> seen = [.. labels.AsSpan(0, split)];
        string[] unseen = [.. labels.AsSpan(split).ToArray().Distinct().Where(label => !seen.Contains(label)).Order().Select(label => classes.Classes[label])];
        if (unseen.Length > 0)
            notes.Add($"Of column {classes.Name} {string.Join(", ", unseen.Take(12))}{(unseen.Length > 12 ? ", …" : "")} "
                + $"{(unseen.Length == 1 ? "occurs" : "occur")} in the test part only and cannot be learned; shuffle the rows if "
                + $"they have no order.");
    }
}
