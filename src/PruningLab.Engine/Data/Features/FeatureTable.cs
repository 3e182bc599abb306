namespace PruningLab.Engine.Data.Features;

/// <summary>The features that were made of a series so far, column by column.</summary>
internal sealed class FeatureTable
{
    /// <summary>Most cells (8 bytes each) of a series with its features, as of a file.</summary>
    private const long MostCells = 134_217_728;

    private readonly DataSpec _spec;
    private readonly List<string> _names = [];
    private readonly List<double[]> _columns = [];
    private readonly List<string> _constants = [];
    private readonly List<string> _notes = [];

    /// <param name="series">The series that features are made of.</param>
    /// <param name="spec">The choice of columns.</param>
    /// <param name="trainingRows">Leading rows that choices may be made on.</param>
    public FeatureTable(Series series, DataSpec spec, int trainingRows)
    {
        Series = series;
        _spec = spec;
        Training = trainingRows;
    }

    /// <summary>The series that features are made of.</summary>
    public Series Series { get; }

    /// <summary>Leading rows that choices may be made on.</summary>
    public int Training { get; }

    /// <summary>Adds a sentence for the page.</summary>
    public void Note(string sentence) => _notes.Add(sentence);

    /// <summary>Adds a feature, unless it is constant over the training part and nobody asked for it by name.</summary>
    /// <param name="name">Its name; one that the series has already gets " (made)" behind it.</param>
    /// <param name="values">One value per row; NaN only in leading rows, which have no past.</param>
    /// <exception cref="DataException">The table would become too large.</exception>
    public void Add(string name, double[] values)
    {
        while (Series.IndexOf(name) >= 0 || _names.Contains(name))
            name += " (made)";
        if (!_spec.Features.Contains(name) && IsConstant(values.AsSpan(0, Training)))
        {
            _constants.Add(name);
            return;
        }
        if ((Series.ColumnNames.Count + _names.Count + 1L) * Series.RowCount > MostCells)
            throw new DataException($"{Series.Name}: features were asked for that make more than {MostCells:N0} cells of "
                + $"{Series.RowCount:N0} rows where a smaller table was expected; choose fewer features or coarser rows.");
        _names.Add(name);
        _columns.Add(values);
    }

    /// <summary>The series with its features, without the first rows that lack one.</summary>
    /// <exception cref="DataException">Too few rows are left to train.</exception>
    public Series ToSeries()
    {
        int first = _columns.Count == 0 ? 0 : _columns.Max(FirstKnown);
        if (first > Training - 2)
            throw new DataException($"{Series.Name}: features were asked for that need the {first} rows before where the training "
                + $"part has {Training} rows and at least 2 were expected to be left; choose shorter lags and rolling lengths.");
        if (_constants.Count > 0)
            Note($"Left out, because constant over the training part: {string.Join(", ", _constants)}.");
        if (first > 0)
            Note($"The first {first} of {Series.RowCount} rows were left out, because their lags and rolling figures reach back before the start.");
        double[][] kept = [.. Series.Arrays];
        DateTime[]? times = Series.Times;
        IReadOnlyList<CategoryColumn> words = Series.Categories;
        if (first > 0)
        {
            kept = [.. kept.Select(values => values[first..])];
            // One after the other, so that a long table's features are never there twice.
            for (int column = 0; column < _columns.Count; column++)
                _columns[column] = _columns[column][first..];
            times = times?[first..];
            words = [.. words.Select(column => new CategoryColumn(column.Name, column.Classes, column.Numbers[first..].ToArray()))];
        }
        return new Series(Series.Name, [.. Series.ColumnNames, .. _names], [.. kept, .. _columns], times, Series)
        {
            Categories = words,
            MadeColumns = [.. Series.MadeColumns, .. _names],
            Notes = [.. Series.Notes, .. _notes],
        };
    }

    private static int FirstKnown(double[] values)
    {
        int row = 0;
        while (row < values.Length && double.IsNaN(values[row]))
            row++;
        return row;
    }

    private static bool IsConstant(ReadOnlySpan<double> values)
    {
        double first = double.NaN;
        foreach (double value in values)
        {
            if (double.IsNaN(first))
                first = value;
            else if (value != first)
                return false;
        }
        // A feature without any value in the training part says nothing there; leaving its rows out explains it better.
        return !double.IsNaN(first);
    }
}
