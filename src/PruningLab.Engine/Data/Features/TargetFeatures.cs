using System.Globalization;

namespace PruningLab.Engine.Data.Features;

/// <summary>Lags, rolling figures and, on request, leads of a target.</summary>
internal static class TargetFeatures
{
    private const int LongestLead = 15;

    /// <summary>Adds the features of one target.</summary>
    /// <param name="table">Takes the features.</param>
    /// <param name="target">The target's column.</param>
    /// <param name="wanted">Which features.</param>
    /// <param name="horizon">Rows from a row to the one that is predicted.</param>
    public static void Add(FeatureTable table, string target, FeatureSpec wanted, int horizon)
    {
        double[] values = table.Series.Column(table.Series.IndexOf(target)).ToArray();
        int first = CarryForward(values);
        if (first >= table.Training)
            throw new DataException($"{table.Series.Name}: the column {target} holds no value in the training part where features were "
                + $"to be made of it and at least one was expected; choose another target, or make no features.");
        double[] correlations = Autocorrelation.Of(
            values.AsSpan(first, table.Training - first), Math.Min(Math.Max(wanted.LongestLag, 1), table.Training - first - 1));
        foreach (int lag in LagsOf(table, target, wanted, correlations))
            table.Add(Name(target, "lag", lag), Moved(values, lag));
        foreach (int length in wanted.Rolling)
        {
            (double[] means, double[] deviations) = RollingFigures.Of(values, first, length, horizon == 0 ? 1 : 0);
            table.Add(Name(target, "mean", length), means);
            table.Add(Name(target, "std", length), deviations);
        }
        if (horizon == 0 && wanted.Rolling.Count > 0)
            table.Note($"Rolling figures of {target} end one row before, because with a horizon of 0 the row's own value is to be predicted.");
        if (wanted.Leads == LeadKind.Target)
            AddLeads(table, target, wanted, values, correlations);
    }

    private static IReadOnlyList<int> LagsOf(FeatureTable table, string target, FeatureSpec wanted, double[] correlations)
    {
        if (wanted.Lags.Count > 0 || wanted.MaxLags == 0)
            return wanted.Lags;
        int[] lags = Autocorrelation.Strongest(correlations, wanted.MaxLags, wanted.LagCorrelation);
        table.Note(lags.Length == 0
            ? string.Create(CultureInfo.InvariantCulture, $"No lag of {target} up to {correlations.Length - 1} rows has an autocorrelation above {wanted.LagCorrelation} in the training part, so none was made.")
            : $"Lags of {target} by their autocorrelation in the training part: {string.Join(", ", lags.Select(lag => Found(lag, correlations)))}.");
        return lags;
    }

    private static void AddLeads(FeatureTable table, string target, FeatureSpec wanted, double[] values, double[] correlations)
    {
        int[] leads = Autocorrelation.Strongest(
            [.. correlations.Take(LongestLead + 1)], Math.Max(1, wanted.MaxLags), wanted.LagCorrelation);
        if (leads.Length == 0)
            leads = [1];
        string[] names = [.. leads.Select(lead => Name(target, "lead", lead) + " (leaks)")];
        for (int lead = 0; lead < leads.Length; lead++)
            table.Add(names[lead], Moved(values, -leads[lead]));
        table.Note($"THIS LEAKS THE FUTURE: {string.Join(", ", names)} {(names.Length == 1 ? "holds" : "hold")} values of {target} in later rows, "
            + $"among them those to be predicted; errors with {(names.Length == 1 ? "it" : "them")} are no results.");
    }

    /// <summary>The value some rows before (after, for a negative lag); NaN where that is before the start, the last value where it
    /// is after the end.</summary>
    private static double[] Moved(double[] values, int lag)
    {
        double[] moved = new double[values.Length];
        for (int row = 0; row < moved.Length; row++)
            moved[row] = row < lag ? double.NaN : values[Math.Min(row - lag, values.Length - 1)];
        return moved;
    }

    /// <summary>Gives gaps the last known value; those at the start stay.</summary>
    /// <returns>The first row that has a value; the number of rows when none has.</returns>
    private static int CarryForward(double[] values)
    {
        int first = 0;
        while (first < values.Length && double.IsNaN(values[first]))
            first++;
        for (int row = first + 1; row < values.Length; row++)
        {
            if (double.IsNaN(values[row]))
                values[row] = values[row - 1];
        }
        return first;
    }

    private static string Name(string target, string what, int rows) => string.Create(CultureInfo.InvariantCulture, $"{target} {what} {rows}");

    private static string Found(int lag, double[] correlations) => string.Create(CultureInfo.InvariantCulture, $"{lag} ({correlations[lag]:0.000})");
}
