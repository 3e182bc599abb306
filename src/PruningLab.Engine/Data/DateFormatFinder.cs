using System.Globalization;

namespace PruningLab.Engine.Data;

/// <summary>Finds the format of a column of dates from a sample of its cells.</summary>
internal static class DateFormatFinder
{
    private static readonly string[] s_hints = ["date", "time", "stamp", "unix", "epoch", "datum", "zeit", "fecha", "jour"];

    // Pairs: day first, month first. The strict form of each comes before the one that also takes single digits.
    private static readonly (string Day, string Month)[] s_pairs =
    [
        ("dd/MM/yyyy", "MM/dd/yyyy"), ("d/M/yyyy", "M/d/yyyy"), ("dd.MM.yyyy", "MM.dd.yyyy"), ("d.M.yyyy", "M.d.yyyy"),
        ("dd-MM-yyyy", "MM-dd-yyyy"), ("d-M-yyyy", "M-d-yyyy"), ("dd/MM/yy", "MM/dd/yy"), ("d/M/yy", "M/d/yy"),
        ("dd.MM.yy", "MM.dd.yy"),
    ];

    private static readonly string[] s_others =
    [
        "yyyy/MM/dd", "yyyy/M/d", "yyyy.MM.dd", "MMM d yyyy", "MMM d, yyyy", "MMM dd, yyyy", "d MMM yyyy", "dd-MMM-yyyy",
        "dd-MMM-yy", "d-MMM-yy", "MMM yyyy",
    ];

    private static readonly string[] s_times = ["", " HH:mm:ss", " HH:mm", " H:mm:ss", " H:mm", " HH.mm.ss", " h:mm:ss tt", " h:mm tt"];

    private static readonly string[] s_clocks = ["HH:mm:ss", "HH.mm.ss", "H:mm:ss", "H.mm.ss", "HH:mm", "H:mm"];

    /// <summary>The format of a column, when all its cells are dates.</summary>
    /// <param name="cells">Cells with a value; at least one.</param>
    /// <param name="columnName">A name with "date" or "time" allows whole numbers (20240131, seconds since 1970).</param>
    /// <param name="other">The format with day and month exchanged, when the sample allows that too; else empty.</param>
    /// <returns>As in <see cref="CsvFormat.DateFormat"/>; null when these are no dates.</returns>
    public static string? Find(IReadOnlyList<string> cells, string columnName, out string other)
    {
        other = "";
        if (cells.Count == 0)
            return null;
        if (Fits(cells, ""))
            return "";
        if (NumberText.TryParse(cells[0], '.', out _))
            return FindNumeric(cells, columnName);
        const int longestDate = 40;
        if (cells[0].Length > longestDate || !cells[0].Any(char.IsAsciiDigit))
            return null;
        foreach (string time in s_times)
        {
            foreach ((string day, string month) in s_pairs)
            {
                bool dayFits = Fits(cells, day + time);
                bool monthFits = Fits(cells, month + time);
                if (!dayFits && !monthFits)
                    continue;
                if (!dayFits || !monthFits)
                    return (dayFits ? day : month) + time;
                bool dayFirst = Irregularity(cells, day + time) <= Irregularity(cells, month + time);
                other = (dayFirst ? month : day) + time;
                return (dayFirst ? day : month) + time;
            }
            foreach (string format in s_others)
            {
                if (Fits(cells, format + time))
                    return format + time;
            }
        }
        return null;
    }

    /// <summary>The format of a column of times of day; null when these are none.</summary>
    public static string? FindClock(IReadOnlyList<string> cells) =>
        cells.Count == 0 ? null : Array.Find(s_clocks, format => cells.All(cell => TimeOnly.TryParseExact(
            cell, format, CultureInfo.InvariantCulture, DateTimeStyles.None, out _)));

    private static string? FindNumeric(IReadOnlyList<string> cells, string columnName)
    {
        if (!s_hints.Any(hint => columnName.Contains(hint, StringComparison.OrdinalIgnoreCase)))
            return null;
        if (cells.All(cell => cell.Length == 8) && Fits(cells, "yyyyMMdd"))
            return "yyyyMMdd";
        double smallest = double.MaxValue;
        double largest = double.MinValue;
        foreach (string cell in cells)
        {
            if (!NumberText.TryParse(cell, '.', out double value))
                return null;
            smallest = Math.Min(smallest, value);
            largest = Math.Max(largest, value);
        }
        // 1973 … 2100, in seconds or milliseconds.
        if (smallest >= 1e8 && largest <= 4.1e9)
            return CsvFormat.UnixSeconds;
        return smallest >= 1e11 && largest <= 4.1e12 ? CsvFormat.UnixMilliseconds : null;
    }

    private static bool Fits(IReadOnlyList<string> cells, string format)
    {
        DateText dates = new(format, isStrict: true);
        foreach (string cell in cells)
        {
            if (!dates.TryParseDate(cell, out _))
                return false;
        }
        return true;
    }

    // Largest step over smallest step, where a step back counts as infinite: rows of a series are evenly spaced.
    private static double Irregularity(IReadOnlyList<string> cells, string format)
    {
        DateText dates = new(format, isStrict: true);
        long smallest = long.MaxValue;
        long largest = 0;
        int sign = 0;
        DateTime previous = default;
        for (int i = 0; i < cells.Count; i++)
        {
            if (!dates.TryParseDate(cells[i], out DateTime date))
                return double.PositiveInfinity;
            long step = i == 0 ? 0 : date.Ticks - previous.Ticks;
            previous = date;
            if (step == 0)
                continue;
            if (sign != 0 && Math.Sign(step) != sign)
                return double.PositiveInfinity;
            sign = Math.Sign(step);
            smallest = Math.Min(smallest, Math.Abs(step));
            largest = Math.Max(largest, Math.Abs(step));
        }
        return largest == 0 ? 1 : (double)largest / smallest;
    }
}
