using PruningLab.Engine.Training;

namespace PruningLab.Engine.Data;

/// <summary>The chosen columns of a series without gaps, one column at a time: the series is never copied as a whole.</summary>
internal sealed class CompleteRows
{
    private readonly Series _series;
    private readonly MissingValueRule _rule;
    private int[]? _order;
    private double[] _filled = [];
    private double[] _taken = [];

    private CompleteRows(Series series, MissingValueRule rule, double[]? classes)
    {
        _series = series;
        _rule = rule;
        Classes = classes;
        Timestamps = series.Times;
        Count = series.RowCount;
    }

    /// <summary>Rows that are left.</summary>
    public int Count { get; private set; }

    /// <summary>Number of the class of each row; null for a regression.</summary>
    public double[]? Classes { get; private set; }

    /// <summary>Time of each row; null when the series has none. Maybe the series' own array: not to be changed.</summary>
    public DateTime[]? Timestamps { get; private set; }

    /// <summary>One numeric column; valid until the next one is asked for.</summary>
    public ReadOnlySpan<double> Column(string name)
    {
        ReadOnlySpan<double> values = _series.Column(_series.IndexOf(name));
        if (_rule != MissingValueRule.Drop && MissingValues.Count(values) > 0)
        {
            if (_filled.Length == 0)
                _filled = new double[values.Length];
            values.CopyTo(_filled);
            if (_rule == MissingValueRule.Interpolate)
                MissingValues.Interpolate(_filled);
            else
                MissingValues.CarryForward(_filled);
            values = _filled;
        }
        if (_order is null)
            return values;
        if (_taken.Length != _order.Length)
            _taken = new double[_order.Length];
        for (int row = 0; row < _order.Length; row++)
            _taken[row] = values[_order[row]];
        return _taken;
    }

    /// <summary>Takes the chosen columns and deals with missing values as the spec says; a class is never made up, so that
    /// rows without one are left out.</summary>
    /// <param name="series">The series; it stays as it is.</param>
    /// <param name="choice">Its columns.</param>
    /// <param name="spec">The rule.</param>
    /// <param name="notes">Takes sentences on what was done.</param>
    /// <exception cref="DataException">A column holds nothing, or no row is left.</exception>
    public static CompleteRows Of(Series series, ColumnChoice choice, DataSpec spec, List<string> notes)
    {
        CompleteRows rows = new(series, spec.Missing, choice.Classes?.Numbers.ToArray());
        bool[]? lost = null;
        int missing = 0;
        int touched = 0;
        foreach (string name in choice.Features.Concat(choice.Targets).Distinct(StringComparer.Ordinal))
        {
            ReadOnlySpan<double> values = series.Column(series.IndexOf(name));
            int count = MissingValues.Count(values);
            if (count == values.Length)
                throw new DataException($"{series.Name}: the column {name} holds no value at all where at least one "
                    + $"was expected; choose other features or another target.");
            missing += count;
            touched += count > 0 ? 1 : 0;
            if (count > 0 && spec.Missing == MissingValueRule.Drop)
                Mark(lost ??= new bool[values.Length], values);
        }
        if (missing > 0 && spec.Missing != MissingValueRule.Drop)
        {
            string where = $"{missing} missing value{(missing == 1 ? "" : "s")} in {touched} column{(touched == 1 ? "" : "s")}";
            notes.Add(spec.Missing == MissingValueRule.Interpolate ? $"{where} interpolated." : $"{where} carried forward.");
        }
        bool lacksClass = rows.Classes is not null && MissingValues.Count(rows.Classes) > 0;
        string what = lost is null ? "without a class" : "with a missing value";
        if (lacksClass)
            Mark(lost ??= new bool[series.RowCount], rows.Classes);
        if (lost is not null)
            rows.Keep(lost, what, notes);
        return rows;
    }

    private static void Mark(bool[] lost, ReadOnlySpan<double> values)
    {
        for (int row = 0; row < values.Length; row++)
            lost[row] |= double.IsNaN(values[row]);
    }

    private void Keep(bool[] lost, string what, List<string> notes)
    {
        int dropped = lost.AsSpan().Count(true);
        int[] kept = new int[lost.Length - dropped];
        if (kept.Length == 0)
            throw new DataException($"{_series.Name}: none of the {Count} rows has a value in every chosen "
                + $"column where complete rows were expected; choose fewer columns or another rule for missing values.");
        int next = 0;
        for (int row = 0; row < lost.Length; row++)
        {
            if (!lost[row])
                kept[next++] = row;
        }
        notes.Add($"{dropped} row{(dropped == 1 ? "" : "s")} {what} left out of {Count}.");
        Take(kept);
    }

    /// <summary>Puts the rows of each part into a random order; the parts stay where they are. Afterwards no row has a time.</summary>
    /// <param name="starts">First row of each part.</param>
    public void Shuffle(IReadOnlyList<int> starts)
    {
        int[] order = [.. Enumerable.Range(0, Count)];
        for (int part = 0; part < starts.Count; part++)
        {
            // A fixed stream of its own: the same rows train and test whatever the experiment's seed is.
            RandomStream random = new(0x5EED);
            int first = starts[part];
            for (int last = (part + 1 < starts.Count ? starts[part + 1] : Count) - 1; last > first; last--)
            {
                int other = first + random.NextInt32(last - first + 1);
                (order[last], order[other]) = (order[other], order[last]);
            }
        }
        Take(order);
        Timestamps = null;
    }

    private void Take(int[] rows)
    {
        Classes = Taken(Classes, rows);
        Timestamps = Taken(Timestamps, rows);
        _order = Taken(_order, rows) ?? rows;
        Count = rows.Length;
    }

    private static T[]? Taken<T>(T[]? values, int[] rows) => values is null ? null : Array.ConvertAll(rows, row => values[row]);
}
