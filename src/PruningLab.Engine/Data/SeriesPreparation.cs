using System.Globalization;
using PruningLab.Engine.Data.Features;

namespace PruningLab.Engine.Data;

/// <summary>From a series as its file holds it to the one that a spec means: range of time, resampling, features.</summary>
public static class SeriesPreparation
{
    /// <summary>The series that windows are built from. Its columns are those that a person may choose as features and targets.</summary>
    /// <remarks>The group was chosen while the file was read. Then come in this order the range of time, the gathering into
    /// longer steps, and the features.</remarks>
    /// <exception cref="DataException">The spec does not fit the series; one sentence.</exception>
    public static Series Prepare(Series series, DataSpec spec)
    {
        ArgumentNullException.ThrowIfNull(series);
        ArgumentNullException.ThrowIfNull(spec);
        Series rows = PrepareRows(series, spec);
        return spec.Engineering is null ? rows : FeatureBuilder.Build(rows, spec);
    }

    /// <summary>The rows that a spec means, without features.</summary>
    internal static Series PrepareRows(Series series, DataSpec spec)
    {
        RequireGroup(series, spec.Group);
        if (!Enum.IsDefined(spec.Resample))
            throw new DataException($"{series.Name}: rows by a step of kind {spec.Resample} were asked for where the rows as they are, "
                + $"hours or days were expected; choose one of these.");
        Series ranged = spec.From is null && spec.To is null ? series : Between(series, spec.From, spec.To);
        return spec.Resample == ResampleStep.None ? ranged : Resampling.Gather(ranged, spec.Resample);
    }

    private static void RequireGroup(Series series, string? group)
    {
        if (string.IsNullOrEmpty(group) || group == series.Group)
            return;
        throw new DataException(series.Groups.Count == 0
            ? $"{series.Name}: the group {ColumnBuffer.Quoted(group)} was asked for where none was expected, because the file has no column that "
                + $"tells several series apart; leave it empty."
            : $"{series.Name}: the group {ColumnBuffer.Quoted(group)} was asked for where the rows of {series.Group} were read; open the data "
                + $"by the whole choice.");
    }

    private static Series Between(Series series, DateTime? from, DateTime? to)
    {
        if (series.Times is not { } times)
            throw new DataException($"{series.Name}: a range of time was asked for where rows with times were expected; leave the range "
                + $"empty, or name the column with the dates.");
        DateTime start = AsWritten(from ?? DateTime.MinValue);
        DateTime end = AsWritten(to ?? DateTime.MaxValue);
        bool wholeDay = to is not null && end.TimeOfDay == TimeSpan.Zero && end.Date < DateTime.MaxValue.Date;
        if (wholeDay)
            end = end.AddDays(1).AddTicks(-1);
        if (end < start)
            throw new DataException($"{series.Name}: a range of time from {Text(start)} to {Text(AsWritten(to!.Value))} was asked for where the end was "
                + $"expected after the start; exchange the two.");
        int first = LowerBound(times, start);
        int last = end == DateTime.MaxValue ? times.Length : LowerBound(times, end.AddTicks(1));
        if (first >= last)
            throw new DataException($"{series.Name}: no row was found {Range(from, to)} where the rows go from {Text(times[0])} to "
                + $"{Text(times[^1])}; choose a range within these.");
        if (first == 0 && last == times.Length)
            return series;
        string note = string.Create(CultureInfo.InvariantCulture, $"{last - first:N0} of {times.Length:N0} rows are used, from {Text(times[first])} to {Text(times[last - 1])}.");
        return new Series(series.Name, series.ColumnNames, [.. series.Arrays.Select(column => column[first..last])], times[first..last], series)
        {
            Categories = [.. series.Categories.Select(column => new CategoryColumn(column.Name, column.Classes, column.Array[first..last]))],
            Notes = [.. series.Notes, note],
        };
    }

    /// <summary>First row at or after a time.</summary>
    private static int LowerBound(DateTime[] times, DateTime time)
    {
        int low = 0;
        int high = times.Length;
        while (low < high)
        {
            int middle = low + ((high - low) / 2);
            if (times[middle] < time)
                low = middle + 1;
            else
                high = middle;
        }
        return low;
    }

    // A time that came with an offset from UTC is UTC, as in files.
    private static DateTime AsWritten(DateTime time) => time.Kind == DateTimeKind.Local ? time.ToUniversalTime() : time;

    private static string Range(DateTime? from, DateTime? to) => (from, to) switch
    {
        ({ } start, { } end) => $"from {Text(AsWritten(start))} to {Text(AsWritten(end))}",
        ({ } start, null) => $"from {Text(AsWritten(start))} on",
        _ => $"up to {Text(AsWritten(to!.Value))}",
    };

    private static string Text(DateTime time) =>
        time.ToString(time.TimeOfDay == TimeSpan.Zero ? "yyyy-MM-dd" : "yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture);
}
