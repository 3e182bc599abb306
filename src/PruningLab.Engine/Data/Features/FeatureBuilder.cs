namespace PruningLab.Engine.Data.Features;

/// <summary>Makes features from the columns of a series.</summary>
/// <remarks>
/// After the companion code released with Vos et al. 2025 (lags and leads by autocorrelation, calendar, categories) and its
/// rolling figures. Deviations, all so that nothing leaks: lags and words are chosen on the training part (of the first stage,
/// where there are stages) instead of all rows; gaps in the target are carried forward, never back; the first rows, whose past
/// the file does not hold, are left out instead of filled from later ones; leads are off unless asked for.
/// </remarks>
public static class FeatureBuilder
{
    /// <summary>The series with the features that <see cref="DataSpec.Engineering"/> asks for, behind its own columns; without a
    /// request the series itself.</summary>
    /// <remarks>
    /// With <c>y</c> the target, its gaps carried forward: <c>y lag k</c> of row r is y(r−k); <c>y mean n</c> and <c>y std n</c> are
    /// the mean and the sample standard deviation (divided by n−1) of y(r−n+1) … y(r), or of y(r−n) … y(r−1) when the horizon is 0 and
    /// y(r) itself is to be predicted; <c>column=word</c> is 1 where the column holds the word. A feature that is constant over
    /// the training part is left out, unless <see cref="DataSpec.Features"/> names it. Classifications and shuffled rows have no
    /// lags, rolling figures or leads of a target.
    /// </remarks>
    /// <param name="series">The series; it stays as it is.</param>
    /// <param name="spec">Features, target, horizon and shares.</param>
    /// <exception cref="DataException">A feature cannot be made of this series; one sentence.</exception>
    public static Series Build(Series series, DataSpec spec)
    {
        ArgumentNullException.ThrowIfNull(series);
        ArgumentNullException.ThrowIfNull(spec);
        if (spec.Engineering is not { } wanted)
            return series;
        Partition.RequireNumbers(series.Name, spec);
        // Shuffled rows are dealt out to the parts later: only then do words and constants come from all rows.
        int training = spec.ShuffleRows ? series.RowCount : TrainingRows.Of(series, spec);
        FeatureCheck.Require(series, spec, wanted, training);
        FeatureTable table = new(series, spec, training);
        if (wanted.Calendar)
            CalendarFeatures.Add(table);
        if (wanted.Leads == LeadKind.Calendar)
            CalendarFeatures.AddLeads(table, spec.Horizon);
        if (spec.Task == TaskKind.Classification || spec.ShuffleRows)
            NoteNoSequence(table, wanted, spec);
        else
            foreach (string target in WindowBuilder.TargetsOf(series, spec))
                TargetFeatures.Add(table, target, wanted, spec.Horizon);
        if (wanted.OneHot)
            WordFeatures.Add(table, ClassColumn(series, spec));
        return table.ToSeries();
    }

    /// <summary>The column of classes that must not be among the features: of the same row; null when there is none.</summary>
    private static string? ClassColumn(Series series, DataSpec spec) =>
        spec is { Task: TaskKind.Classification, Horizon: 0 } ? WindowBuilder.TargetsOf(series, spec)[0] : null;

    private static void NoteNoSequence(FeatureTable table, FeatureSpec wanted, DataSpec spec)
    {
        if (wanted.MaxLags > 0 || wanted.Rolling.Count > 0)
            table.Note(spec.ShuffleRows
                ? "No lags and rolling figures were made, because the rows are shuffled."
                : "No lags and rolling figures were made, because a class is predicted.");
    }
}
