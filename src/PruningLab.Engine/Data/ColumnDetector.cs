using System.Globalization;

namespace PruningLab.Engine.Data;

/// <summary>Finds out what each column of a sample holds: numbers, dates, text; and which numbers mean "missing".</summary>
internal static class ColumnDetector
{
    /// <summary>Describes the columns and completes the format by dates and missing numbers.</summary>
    /// <param name="sample">First rows, the header included.</param>
    /// <param name="format">Separator, decimal mark, header and quote; a date format that is given is not looked for.</param>
    /// <param name="keepMissingNumbers">True when a person has named the missing numbers already.</param>
    public static CsvDetection Detect(CsvSample sample, CsvFormat format, bool keepMissingNumbers)
    {
        string[] first = sample.Rows[0];
        IReadOnlyList<string> names = CsvHeader.Names(first, format.HasHeader);
        IReadOnlyList<string[]> rows = format.HasHeader ? [.. sample.Rows.Skip(1)] : sample.Rows;
        List<ColumnDescription> columns = [];
        List<IReadOnlyList<double>> numbers = [];
        List<string> notes = [];
        CsvFormat result = format;
        string otherDateFormat = "";
        for (int i = 0; i < names.Count; i++)
        {
            string[] cells = [.. rows.Where(row => i < row.Length).Select(row => row[i])];
            string[] known = [.. cells.Where(cell => cell.Length > 0 && !IsMark(cell, format))];
            if (known.Length == 0 && CsvHeader.IsUnnamed(first, i, format.HasHeader))
                continue;
            string? date = FindDate(known, names[i], format, out string other);
            string? clock = date is null ? DateFormatFinder.FindClock(known) : null;
            if (date is not null && result.DateColumn is null)
            {
                result = result with { DateColumn = names[i], DateFormat = date };
                otherDateFormat = other;
            }
            else if (clock is not null && format.DateColumn is null && i > 0 && names[i - 1] == result.DateColumn)
                result = result with { TimeFormat = clock };
            double[] parsed = [.. Numbers(known, format.DecimalMark)];
            ColumnKind kind = date is not null || clock is not null
                ? ColumnKind.Date : ColumnBuffer.KindOf(parsed.Length, known.Length - parsed.Length);
            if (kind == ColumnKind.Numeric)
                numbers.Add(parsed);
            columns.Add(new ColumnDescription
            {
                Name = names[i],
                Kind = kind,
                MissingCount = cells.Length - known.Length,
                Minimum = kind == ColumnKind.Numeric ? parsed.Min() : null,
                Maximum = kind == ColumnKind.Numeric ? parsed.Max() : null,
                FirstValues = [.. cells.Take(5)],
            });
        }
        if (!keepMissingNumbers)
            result = result with { MissingNumbers = SentinelFinder.Find(numbers) };
        foreach (double sentinel in keepMissingNumbers ? [] : result.MissingNumbers)
        {
            notes.Add(string.Create(CultureInfo.InvariantCulture,
                $"The number {sentinel} stands far from all others and is read as a missing value."));
        }
        if (otherDateFormat.Length > 0)
        {
            notes.Add($"The dates in column {result.DateColumn} are read as {result.DateFormat}, but the first rows would "
                + $"allow {otherDateFormat} too: check the order of day and month.");
        }
        result = result with { DateColumn = result.DateColumn ?? "" };
        return new CsvDetection { Format = result, Columns = columns, OtherDateFormat = otherDateFormat, Notes = notes };
    }

    /// <summary>True when a text means "missing".</summary>
    public static bool IsMark(ReadOnlySpan<char> cell, CsvFormat format)
    {
        foreach (string mark in format.MissingMarks)
        {
            if (cell.Equals(mark, StringComparison.OrdinalIgnoreCase))
                return true;
        }
        return false;
    }

    private static string? FindDate(string[] known, string name, CsvFormat format, out string other)
    {
        other = "";
        if (format.DateFormat.Length == 0 || (format.DateColumn is not null && format.DateColumn != name))
            return DateFormatFinder.Find(known, name, out other);
        DateText dates = new(format.DateFormat);
        return known.Length > 0 && known.All(cell => dates.TryParseDate(cell, out _)) ? format.DateFormat : null;
    }

    private static IEnumerable<double> Numbers(string[] cells, char decimalMark)
    {
        foreach (string cell in cells)
        {
            if (NumberText.TryParse(cell, decimalMark, out double value))
                yield return value;
        }
    }
}
