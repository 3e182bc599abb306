using System.Globalization;
using System.Text;

namespace PruningLab.Engine.Data;

/// <summary>Dates as files write them, in one given format; remembers the last date, which minute data repeat.</summary>
/// <remarks>Times are as written; when the text names an offset from UTC, the time is UTC. Not thread-safe.</remarks>
internal sealed class DateText
{
    private const long LargestUnixSeconds = 253_402_300_799; // the end of year 9999
    private readonly string _dateFormat;
    private readonly string _timeFormat;
    private readonly char[] _last = new char[40];
    private int _lastLength = -1;
    private DateTime _lastDate;

    /// <param name="dateFormat">As in <see cref="CsvFormat.DateFormat"/>.</param>
    /// <param name="timeFormat">As in <see cref="CsvFormat.TimeFormat"/>.</param>
    /// <param name="isStrict">True when <c>dd</c> needs two digits; else one will do, as in files that begin on the 16th of
    /// December and write the first of January as 1/1.</param>
    public DateText(string dateFormat, string timeFormat = "", bool isStrict = false)
    {
        _dateFormat = isStrict ? dateFormat : Relaxed(dateFormat);
        _timeFormat = isStrict ? timeFormat : Relaxed(timeFormat);
    }

    /// <summary>Reads a date, with its time when the format has one.</summary>
    public bool TryParseDate(ReadOnlySpan<char> text, out DateTime value)
    {
        if (text.Length == _lastLength && text.SequenceEqual(_last.AsSpan(0, _lastLength)))
        {
            value = _lastDate;
            return true;
        }
        if (!TryParse(text, out value))
            return false;
        if (text.Length <= _last.Length)
        {
            text.CopyTo(_last);
            _lastLength = text.Length;
            _lastDate = value;
        }
        return true;
    }

    /// <summary>Reads the time of day in the column after the date.</summary>
    public bool TryParseTime(ReadOnlySpan<char> text, out TimeSpan value)
    {
        bool ok = TimeOnly.TryParseExact(
            text, _timeFormat, CultureInfo.InvariantCulture, DateTimeStyles.None, out TimeOnly time);
        value = time.ToTimeSpan();
        return ok;
    }

    /// <summary>True when .NET can read dates by this format: a wrong one is an error of the person who typed it.</summary>
    public static bool IsValidFormat(string dateFormat)
    {
        if (dateFormat is "" or CsvFormat.UnixSeconds or CsvFormat.UnixMilliseconds)
            return true;
        try
        {
            DateTime probe = new(2001, 11, 23, 0, 0, 0, DateTimeKind.Unspecified);
            string text = probe.ToString(dateFormat, CultureInfo.InvariantCulture);
            return DateTime.TryParseExact(
                text, dateFormat, CultureInfo.InvariantCulture, DateTimeStyles.None, out DateTime back) && back.Date == probe;
        }
        catch (FormatException)
        {
            return false;
        }
    }

    /// <summary>True when .NET can read times of day by this format; empty means that there is no such column.</summary>
    public static bool IsValidTimeFormat(string timeFormat)
    {
        if (timeFormat.Length == 0)
            return true;
        try
        {
            string text = new TimeOnly(11, 23).ToString(timeFormat, CultureInfo.InvariantCulture);
            return TimeOnly.TryParseExact(text, Relaxed(timeFormat), CultureInfo.InvariantCulture, DateTimeStyles.None, out _);
        }
        catch (FormatException)
        {
            return false;
        }
    }

    // Single digits can be told apart only where something stands between the parts.
    private static string Relaxed(string format)
    {
        if (format.StartsWith("unix", StringComparison.Ordinal))
            return format;
        StringBuilder relaxed = new(format.Length);
        for (int i = 0; i < format.Length;)
        {
            int end = i + 1;
            while (end < format.Length && format[end] == format[i])
                end++;
            bool isAlone = (i == 0 || !char.IsAsciiLetter(format[i - 1])) && (end == format.Length || !char.IsAsciiLetter(format[end]));
            relaxed.Append(format[i], isAlone && end - i == 2 && format[i] is ('d' or 'M' or 'H' or 'h') ? 1 : end - i);
            i = end;
        }
        return relaxed.Length == 1 ? format : relaxed.ToString();
    }

    private bool TryParse(ReadOnlySpan<char> text, out DateTime value)
    {
        value = default;
        switch (_dateFormat)
        {
            case "":
                return TryParseIso(text, out value);
            case CsvFormat.UnixSeconds:
            case CsvFormat.UnixMilliseconds:
                double perSecond = _dateFormat == CsvFormat.UnixSeconds ? 1 : 1000;
                if (!NumberText.TryParse(text, '.', out double number) || number / perSecond is < 0 or > LargestUnixSeconds)
                    return false;
                value = DateTime.UnixEpoch.AddTicks((long)Math.Round(number * (TimeSpan.TicksPerSecond / perSecond)));
                value = DateTime.SpecifyKind(value, DateTimeKind.Unspecified);
                return true;
            default:
                return DateTime.TryParseExact(
                    text, _dateFormat, CultureInfo.InvariantCulture, DateTimeStyles.None, out value);
        }
    }

    // yyyy-MM, yyyy-MM-dd, then optionally T or blank, HH:mm, :ss, fraction, and Z, UTC or an offset.
    private static bool TryParseIso(ReadOnlySpan<char> text, out DateTime value)
    {
        value = default;
        if (text.Length < 7 || text[4] != '-' || !Digits(text, 0, 4, out int year) || !Digits(text, 5, 2, out int month))
            return false;
        int day = 1;
        if (text.Length > 7 && (text.Length < 10 || text[7] != '-' || !Digits(text, 8, 2, out day)))
            return false;
        if (year < 1 || month is < 1 or > 12 || day < 1 || day > DateTime.DaysInMonth(year, month))
            return false;
        value = new DateTime(year, month, day, 0, 0, 0, DateTimeKind.Unspecified);
        return text.Length <= 10 || TryAddTime(text[10..], ref value);
    }

    private static bool TryAddTime(ReadOnlySpan<char> text, ref DateTime value)
    {
        if (text.Length < 6 || text[0] is not (' ' or 'T' or 't') || text[3] != ':'
            || !Digits(text, 1, 2, out int hour) || !Digits(text, 4, 2, out int minute) || hour > 23 || minute > 59)
            return false;
        long ticks = (hour * TimeSpan.TicksPerHour) + (minute * TimeSpan.TicksPerMinute);
        text = text[6..];
        if (text.Length >= 3 && text[0] == ':')
        {
            if (!Digits(text, 1, 2, out int second) || second > 59)
                return false;
            ticks += second * TimeSpan.TicksPerSecond;
            text = text[3..];
            if (text.Length > 1 && text[0] is ('.' or ','))
            {
                int i = 1;
                for (long unit = TimeSpan.TicksPerSecond / 10; i < text.Length && char.IsAsciiDigit(text[i]); i++, unit /= 10)
                    ticks += (text[i] - '0') * unit;
                text = text[i..];
            }
        }
        value = value.AddTicks(ticks);
        text = text.TrimStart();
        if (text.IsEmpty || text is "Z" or "z" or "UTC" or "GMT")
            return true;
        bool hasColon = text.Length == 6 && text[3] == ':';
        int minutes = 0;
        if (text[0] is not ('+' or '-') || !(text.Length is 3 or 5 || hasColon) || !Digits(text, 1, 2, out int hours)
            || (text.Length > 3 && !Digits(text, hasColon ? 4 : 3, 2, out minutes)))
            return false;
        TimeSpan offset = new(hours, minutes, 0);
        if (value.Year is 1 or 9999)
            return false;
        value = text[0] == '+' ? value - offset : value + offset;
        return true;
    }

    private static bool Digits(ReadOnlySpan<char> text, int start, int count, out int value)
    {
        value = 0;
        if (start + count > text.Length)
            return false;
        foreach (char c in text.Slice(start, count))
        {
            if (!char.IsAsciiDigit(c))
                return false;
            value = (value * 10) + (c - '0');
        }
        return true;
    }
}
