using System.Globalization;

namespace PruningLab.Engine.Data.Features;

/// <summary>Checks the numbers of a <see cref="FeatureSpec"/> against a series.</summary>
internal static class FeatureCheck
{
    /// <summary>Refuses what cannot be.</summary>
    /// <param name="series">The series.</param>
    /// <param name="spec">The choice of data.</param>
    /// <param name="wanted">The features.</param>
    /// <param name="training">Rows of the training part.</param>
    /// <exception cref="DataException">A number cannot be; one sentence that names it.</exception>
    public static void Require(Series series, DataSpec spec, FeatureSpec wanted, int training)
    {
        string name = series.Name;
        Between(name, wanted.MaxLags, 0, FeatureSpec.MostLags, "lags at most", "or name the lags");
        Between(name, wanted.LongestLag, 1, FeatureSpec.FarthestLag, "rows as the longest lag", "or name the lags");
        if (!(wanted.LagCorrelation is >= 0 and < 1))
            throw new DataException(string.Create(CultureInfo.InvariantCulture, $"{name}: a least autocorrelation of {wanted.LagCorrelation} was asked for where 0 to below 1 was expected; choose such a number."));
        Between(name, wanted.Lags.Count, 0, FeatureSpec.MostLags, "lags", "or let them be found");
        Between(name, wanted.Rolling.Count, 0, FeatureSpec.MostRolling, "rolling lengths", "the ones that matter");
        Rows(name, wanted.Lags, 1, "a lag");
        Rows(name, wanted.Rolling, 2, "a rolling length");
        if (!Enum.IsDefined(wanted.Leads))
            throw new DataException($"{name}: leads of kind {wanted.Leads} were asked for where none, calendar or target was expected; choose one of these.");
        if (wanted.Leads == LeadKind.Calendar && series.Timestamps is null)
            throw new DataException($"{name}: the calendar of the predicted row was asked for where the rows have no times and times were expected; choose no leads.");
        bool hasSequence = spec.Task != TaskKind.Classification && !spec.ShuffleRows;
        if (!hasSequence && (wanted.Lags.Count > 0 || wanted.Leads == LeadKind.Target))
            throw new DataException($"{name}: {(wanted.Lags.Count > 0 ? "lags" : "leads")} of the target were asked for where "
                + $"{(spec.ShuffleRows ? "the rows are shuffled and rows in order were" : "a class is predicted and a number was")} expected; make none of them, or change that.");
        int farthest = hasSequence ? Math.Max(wanted.Lags.Append(0).Max(), wanted.Rolling.Select(length => length - (spec.Horizon == 0 ? 0 : 1)).Append(0).Max()) : 0;
        if (training < 2 || farthest > training - 2)
            throw new DataException($"{name}: features that reach back {farthest} rows were asked for where the training part of {training} rows must "
                + $"keep at least 2 and {Math.Max(0, training - 2)} at most was expected; choose shorter lags and rolling lengths.");
    }

    private static void Between(string name, int found, int least, int most, string what, string remedy)
    {
        if (found < least || found > most)
            throw new DataException(string.Create(CultureInfo.InvariantCulture, $"{name}: {found} {what} were asked for where {least} to {most} were expected; choose such a number, {remedy}."));
    }

    private static void Rows(string name, IReadOnlyList<int> rows, int least, string what)
    {
        foreach (int found in rows)
        {
            if (found < least || found > FeatureSpec.FarthestRow)
                throw new DataException(string.Create(CultureInfo.InvariantCulture, $"{name}: {what} of {found} rows was asked for where {least} to {FeatureSpec.FarthestRow} rows were expected; choose such a number."));
        }
        if (rows.Distinct().Count() < rows.Count)
            throw new DataException($"{name}: {what} is named twice where each was expected once; take one of them away.");
    }
}
