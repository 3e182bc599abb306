using System.Globalization;

namespace PruningLab.Engine.Data;

/// <summary>Turns a series into standardised windows: choice of columns, missing values, split, scaling.</summary>
public static class WindowBuilder
{
    private const double SmallestShare = 0.05;
    private const double LargestShare = 0.95;

    /// <summary>Builds the windows.</summary>
    /// <remarks>
    /// The split is at row <c>⌊TrainShare·n + 1e-9⌋</c> of the n rows that remain after dropping. Features and target are
    /// <c>(x − mean)/scale</c> with the population standard deviation of the training part, or of all rows, as the spec
    /// says; a constant column has scale 1. Window i covers rows i … i+W−1 and predicts row i+W, so that nothing of the
    /// predicted row is among its inputs, even when the target is a feature as well.
    /// </remarks>
    /// <exception cref="DataException">The spec does not fit the series; one sentence for the person who chose it.</exception>
    public static WindowSet Build(Series series, DataSpec spec)
    {
        ArgumentNullException.ThrowIfNull(series);
        ArgumentNullException.ThrowIfNull(spec);
        RequireNumbers(series, spec);
        string target = TargetOf(series, spec);
        IReadOnlyList<string> features = FeaturesOf(series, spec);
        string[] used = [.. features.Append(target).Distinct(StringComparer.Ordinal)];
        List<string> notes = [];
        Dictionary<string, double[]> columns = Fill(series, used, spec.Missing, notes, out DateTime[]? timestamps);
        int rows = columns[target].Length;
        int split = SplitRow(series, spec, rows);
        int fitted = spec.Scaler == ScalerFit.WholeSeries ? rows : split;
        Dictionary<string, StandardScaler> scalers = new(StringComparer.Ordinal);
        foreach (string name in used)
            scalers[name] = FitScaler(series, name, columns[name].AsSpan(0, fitted), notes);
        float[] inputs = new float[checked(rows * features.Count)];
        for (int feature = 0; feature < features.Count; feature++)
            Standardise(series, features[feature], columns, scalers, inputs, feature, features.Count);
        float[] targets = new float[rows];
        Standardise(series, target, columns, scalers, targets, 0, 1);
        StandardScaler scaler = scalers[target];
        return new WindowSet(
            inputs, targets, features, target, spec.Window, split, scaler.Mean, scaler.Scale, timestamps)
        {
            Notes = notes,
            FeatureScales = [.. features.Select(name => new ColumnScale(name, scalers[name].Mean, scalers[name].Scale))],
        };
    }

    /// <summary>The target that a spec means for a series.</summary>
    /// <exception cref="DataException">There is no such numeric column.</exception>
    public static string TargetOf(Series series, DataSpec spec)
    {
        ArgumentNullException.ThrowIfNull(series);
        ArgumentNullException.ThrowIfNull(spec);
        string target = spec.Target.Length > 0 ? spec.Target : series.DefaultTarget ?? series.ColumnNames[^1];
        RequireColumn(series, target, "target");
        return target;
    }

    /// <summary>The features that a spec means for a series, in the spec's order.</summary>
    /// <exception cref="DataException">There is no such numeric column, or one is named twice.</exception>
    public static IReadOnlyList<string> FeaturesOf(Series series, DataSpec spec)
    {
        ArgumentNullException.ThrowIfNull(series);
        ArgumentNullException.ThrowIfNull(spec);
        if (spec.Features.Count == 0)
            return series.ColumnNames;
        HashSet<string> seen = new(StringComparer.Ordinal);
        foreach (string feature in spec.Features)
        {
            RequireColumn(series, feature, "feature");
            if (!seen.Add(feature))
                throw new DataException($"{series.Name}: the feature {feature} is chosen twice where each feature "
                    + $"was expected once; take one of them away.");
        }
        return [.. spec.Features];
    }

    private static void RequireNumbers(Series series, DataSpec spec)
    {
        if (spec.Window < 1)
            throw new DataException($"{series.Name}: a window of {spec.Window} rows was asked for where at least 1 "
                + $"was expected; choose a longer window.");
        if (!(spec.TrainShare >= SmallestShare && spec.TrainShare <= LargestShare))
            throw new DataException(string.Create(CultureInfo.InvariantCulture, $"{series.Name}: a training share of "
                + $"{spec.TrainShare} was asked for where {SmallestShare} to {LargestShare} was expected; choose a "
                + $"share in that range."));
    }

    private static void RequireColumn(Series series, string column, string role)
    {
        if (series.IndexOf(column) >= 0)
            return;
        string found = series.TextColumns.Contains(column) ? $"the column {column} holds no "
            + $"numbers" : $"no column is called \"{column}\"";
        throw new DataException($"{series.Name}: {found} where the {role} was expected; choose one of "
            + $"{string.Join(", ", series.ColumnNames.Take(20))}.");
    }

    private static Dictionary<string, double[]> Fill(
        Series series, string[] used, MissingValueRule rule, List<string> notes, out DateTime[]? timestamps)
    {
        Dictionary<string, double[]> columns = new(StringComparer.Ordinal);
        int missing = 0;
        int touched = 0;
        foreach (string name in used)
        {
            double[] values = series.Column(series.IndexOf(name)).ToArray();
            int count = MissingValues.Count(values);
            if (count == values.Length)
                throw new DataException($"{series.Name}: the column {name} holds no value at all where at least one "
                    + $"was expected; choose other features or another target.");
            missing += count;
            touched += count > 0 ? 1 : 0;
            columns[name] = values;
        }
        timestamps = series.Timestamps?.ToArray();
        if (missing == 0)
            return columns;
        if (rule == MissingValueRule.Drop)
            return DropRows(series, columns, notes, ref timestamps);
        foreach (double[] values in columns.Values)
        {
            if (rule == MissingValueRule.Interpolate)
                MissingValues.Interpolate(values);
            else
                MissingValues.CarryForward(values);
        }
        string where = $"{missing} missing value{(missing == 1 ? "" : "s")} in {touched} column{(touched == 1 ? "" : "s")}";
        notes.Add(rule == MissingValueRule.Interpolate ? $"{where} interpolated." : $"{where} carried forward.");
        return columns;
    }

    private static Dictionary<string, double[]> DropRows(
        Series series, Dictionary<string, double[]> columns, List<string> notes, ref DateTime[]? timestamps)
    {
        int[] kept = [.. Enumerable.Range(0, series.RowCount).Where(row => columns.Values.All(values => !double.IsNaN(values[row])))];
        if (kept.Length == 0)
            throw new DataException($"{series.Name}: none of the {series.RowCount} rows has a value in every chosen "
                + $"column where complete rows were expected; choose fewer columns or another rule for missing values.");
        int dropped = series.RowCount - kept.Length;
        notes.Add($"{dropped} row{(dropped == 1 ? "" : "s")} with a missing value left out of {series.RowCount}.");
        DateTime[]? all = timestamps;
        timestamps = all is null ? null : [.. kept.Select(row => all[row])];
        return columns.ToDictionary(
            pair => pair.Key, pair => (double[])[.. kept.Select(row => pair.Value[row])], StringComparer.Ordinal);
    }

    private static int SplitRow(Series series, DataSpec spec, int rows)
    {
        // The tiny term keeps a share like 0.29 of 100 rows from falling to 28 by binary rounding.
        int split = (int)Math.Floor((spec.TrainShare * rows) + 1e-9);
        int longest = split - 1;
        if (longest < 1)
            throw new DataException(string.Create(CultureInfo.InvariantCulture, $"{series.Name}: {rows} rows with a "
                + $"training share of {spec.TrainShare} leave a training part of {split} where at least 2 rows were "
                + $"expected; choose a longer series or a larger share."));
        if (spec.Window > longest)
            throw new DataException($"{series.Name}: a window of {spec.Window} rows was asked for where the training "
                + $"part of {split} of {rows} rows allows {longest} at most; choose a window of {longest} or fewer.");
        return split;
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

    private static void Standardise(
        Series series, string name, Dictionary<string, double[]> columns, Dictionary<string, StandardScaler> scalers,
        float[] destination, int offset, int stride)
    {
        double[] values = columns[name];
        StandardScaler scaler = scalers[name];
        for (int row = 0; row < values.Length; row++)
        {
            float value = (float)scaler.Standardise(values[row]);
            if (!float.IsFinite(value))
                throw new DataException($"{series.Name}: the values of column {name} spread too far to be "
                    + $"standardised in single precision where finite numbers were expected; leave the column out.");
            destination[(row * stride) + offset] = value;
        }
    }
}
