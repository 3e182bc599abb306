using System.Globalization;

namespace PruningLab.Engine.Data;

/// <summary>Gathers the rows of a series into evenly spaced steps of an hour or a day.</summary>
internal static class Resampling
{
    private const long MostCells = 32L * 1024 * 1024;

    /// <summary>The series with one row per step, from the step of its first row to that of its last.</summary>
    /// <remarks>A row is the mean of the known values of its step, unless the source says otherwise for a column (of prices the first
    /// open, the highest high, the lowest low, the last close, the sum of volumes); NaN when the step has none. Steps without
    /// any row are rows of missing values, so that the rows are evenly spaced. Of words the last known one of a step counts.</remarks>
    /// <exception cref="DataException">The series has no times, or there would be too many steps.</exception>
    public static Series Gather(Series series, ResampleStep step)
    {
        if (series.Times is not { } times)
            throw new DataException($"{series.Name}: rows by {Name(step)} were asked for where rows with times were expected; take the "
                + $"rows as they are, or name the column with the dates.");
        long ticks = step == ResampleStep.Hour ? TimeSpan.TicksPerHour : TimeSpan.TicksPerDay;
        long first = times[0].Ticks / ticks;
        long steps = (times[^1].Ticks / ticks) - first + 1;
        if (steps * (series.ColumnNames.Count + series.Categories.Count + 1) > MostCells)
            throw new DataException(string.Create(CultureInfo.InvariantCulture, $"{series.Name}: from {times[0]:yyyy-MM-dd} to {times[^1]:yyyy-MM-dd} there are "
                + $"{steps:N0} steps of {Name(step)} where at most {MostCells / (series.ColumnNames.Count + series.Categories.Count + 1):N0} were expected; choose a longer step or a range of time."));
        int[] places = new int[times.Length];
        for (int row = 0; row < places.Length; row++)
            places[row] = (int)((times[row].Ticks / ticks) - first);
        DateTime[] starts = new DateTime[steps];
        for (int i = 0; i < starts.Length; i++)
            starts[i] = new DateTime((first + i) * ticks, DateTimeKind.Unspecified);
        double[][] columns = [.. series.ColumnNames.Select((name, i) => Gathered(series.Column(i), places, starts.Length, series.GatheringOf(name)))];
        CategoryColumn[] words = [.. series.Categories.Select(column =>
            new CategoryColumn(column.Name, column.Classes, Gathered(column.Numbers, places, starts.Length, Gathering.Last)))];
        return new Series(series.Name, series.ColumnNames, columns, starts, series)
        {
            Categories = words,
            Notes = [.. series.Notes, .. Notes(series, step, places, starts.Length)],
        };
    }

    private static double[] Gathered(ReadOnlySpan<double> values, int[] places, int steps, Gathering gathering)
    {
        double[] result = new double[steps];
        result.AsSpan().Fill(double.NaN);
        int[] counts = gathering == Gathering.Mean ? new int[steps] : [];
        for (int row = 0; row < values.Length; row++)
        {
            double value = values[row];
            if (double.IsNaN(value))
                continue;
            ref double gathered = ref result[places[row]];
            bool isFirst = double.IsNaN(gathered);
            gathered = isFirst ? value : gathering switch
            {
                Gathering.First => gathered,
                Gathering.Last => value,
                Gathering.Largest => Math.Max(gathered, value),
                Gathering.Smallest => Math.Min(gathered, value),
                _ => gathered + value,
            };
            if (gathering == Gathering.Mean)
                counts[places[row]]++;
        }
        for (int i = 0; i < counts.Length; i++)
        {
            if (counts[i] > 1)
                result[i] /= counts[i];
        }
        return result;
    }

    private static IEnumerable<string> Notes(Series series, ResampleStep step, int[] places, int steps)
    {
        int filled = 0;
        for (int row = 0; row < places.Length; row++)
            filled += row == 0 || places[row] != places[row - 1] ? 1 : 0;
        if (filled < places.Length)
            yield return string.Create(CultureInfo.InvariantCulture, $"{places.Length:N0} rows were gathered into {Count(filled, step)}.");
        if (filled < steps)
            yield return string.Create(CultureInfo.InvariantCulture, $"{Count(steps - filled, step)} without any row {(steps - filled == 1 ? "was" : "were")} put in as missing values, so that rows are evenly spaced.");
    }

    private static string Name(ResampleStep step) => step == ResampleStep.Hour ? "one hour" : "one day";

    private static string Count(int count, ResampleStep step) => string.Create(CultureInfo.InvariantCulture, $"{count:N0} {(step == ResampleStep.Hour ? "hour" : "day")}{(count == 1 ? "" : "s")}");
}
