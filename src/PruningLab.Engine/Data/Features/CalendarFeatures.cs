using System.Globalization;

namespace PruningLab.Engine.Data.Features;

/// <summary>Numbers of a row's own date, or of the date of the row that it predicts.</summary>
internal static class CalendarFeatures
{
    private static readonly (string Name, Func<DateTime, double> Of)[] s_fields =
    [
        ("day", time => time.Day),
        ("month", time => time.Month),
        ("week", time => ISOWeek.GetWeekOfYear(time)),
        ("year", time => time.Year),
        ("quarter", time => (time.Month + 2) / 3),
        ("day of week", time => WeekdayOf(time)),
        ("weekend", time => WeekdayOf(time) >= 5 ? 1 : 0),
        ("hour", time => time.Hour),
    ];

    /// <summary>Adds day of the month, month, ISO week, year, quarter, day of the week (Monday is 0), weekend (0 or 1) and, where
    /// rows are finer than days, hour, of each row's own time.</summary>
    public static void Add(FeatureTable table)
    {
        if (table.Series.Timestamps is null)
            table.Note("No calendar features were made, because the rows have no times.");
        else
            Add(table, 0);
    }

    /// <summary>Adds the same of the row that is predicted, which is known in advance.</summary>
    /// <remarks>The last rows, which predict none of the series, have the date that the last step leads to.</remarks>
    /// <param name="table">Takes the features.</param>
    /// <param name="horizon">Rows from a row to the one that is predicted.</param>
    public static void AddLeads(FeatureTable table, int horizon)
    {
        if (horizon == 0)
            table.Note("No calendar of the predicted row was made, because with a horizon of 0 it is the row's own.");
        else
            Add(table, horizon);
    }

    private static void Add(FeatureTable table, int lead)
    {
        IReadOnlyList<DateTime> times = table.Series.Timestamps!;
        bool isFine = IsFinerThanDays(times, table.Training);
        string suffix = lead == 0 ? "" : string.Create(CultureInfo.InvariantCulture, $" lead {lead}");
        foreach ((string name, Func<DateTime, double> of) in s_fields)
        {
            if (name == "hour" && !isFine)
                continue;
            double[] values = new double[times.Count];
            for (int row = 0; row < values.Length; row++)
                values[row] = of(TimeOf(times, row + lead));
            table.Add(name + suffix, values);
        }
    }

    private static DateTime TimeOf(IReadOnlyList<DateTime> times, int row)
    {
        if (row < times.Count)
            return times[row];
        TimeSpan step = times.Count > 1 ? times[^1] - times[^2] : TimeSpan.Zero;
        long left = (DateTime.MaxValue - times[^1]).Ticks;
        int steps = row - times.Count + 1;
        return step.Ticks > left / steps ? DateTime.MaxValue : times[^1] + (steps * step);
    }

    private static bool IsFinerThanDays(IReadOnlyList<DateTime> times, int training)
    {
        for (int row = 1; row < training; row++)
        {
            TimeSpan step = times[row] - times[row - 1];
            if (step > TimeSpan.Zero && step < TimeSpan.FromDays(1))
                return true;
        }
        return false;
    }

    private static int WeekdayOf(DateTime time) => ((int)time.DayOfWeek + 6) % 7;
}
