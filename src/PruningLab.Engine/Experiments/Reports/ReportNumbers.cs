using System.Globalization;
using PruningLab.Engine.Experiments.Statistics;

namespace PruningLab.Engine.Experiments.Reports;

/// <summary>How reports write numbers: digits by the interval, units, p-values, and what is not there. A NaN is never printed.</summary>
public static class ReportNumbers
{
    /// <summary>Stands where there is nothing yet: an unfinished cell, a figure the paper does not have.</summary>
    public const string Nothing = "–";

    /// <summary>Stands where a number cannot be: an interval of one value, a mean that is not a number.</summary>
    public const string NotAvailable = "n/a";

    /// <summary>Digits after the point that the interval bears: two significant digits of its half width, but at least three and at most
    /// four significant digits of the mean, so that methods stay apart; without an interval four.</summary>
    /// <returns>From 0 to 8.</returns>
    public static int Decimals(SampleSummary summary)
    {
        int most = Math.Clamp(3 - Exponent(summary.Mean), 0, 8), least = Math.Clamp(2 - Exponent(summary.Mean), 0, 8);
        double half = (summary.High - summary.Low) / 2;
        return double.IsFinite(half) && half > 0 ? Math.Clamp(1 - Exponent(half), least, most) : most;
    }

    /// <summary>One number of digits after the point for a column: what its narrowest interval bears.</summary>
    public static int Decimals(IEnumerable<SampleSummary> column)
    {
        ArgumentNullException.ThrowIfNull(column);
        SampleSummary[] all = [.. column.Where(summary => double.IsFinite(summary.Mean))];
        SampleSummary[] intervals = [.. all.Where(summary => summary.High > summary.Low)];
        return (intervals.Length > 0 ? intervals : all).Select(Decimals).DefaultIfEmpty(4).Max();
    }

    /// <summary>A number with thousands separated by commas, <c>n/a</c> when it is none.</summary>
    /// <param name="value">Value.</param>
    /// <param name="decimals">Digits after the point.</param>
    public static string Number(double value, int decimals)
    {
        if (!double.IsFinite(value))
        {
            return NotAvailable;
        }
        string text = value.ToString("N" + decimals.ToString(CultureInfo.InvariantCulture), CultureInfo.InvariantCulture);
        return text.StartsWith('-') ? (text.AsSpan(1).ContainsAnyExcept("0.,") ? "−" + text[1..] : text[1..]) : text;
    }

    /// <summary>A number with a number of significant digits, <c>n/a</c> when it is none.</summary>
    public static string Significant(double value, int digits) => Number(value, Math.Clamp(digits - 1 - Exponent(value), 0, 8));

    /// <summary>A number with its sign, <c>n/a</c> when it is none.</summary>
    public static string Signed(double value, int decimals)
    {
        string text = Number(value, decimals);
        return double.IsFinite(value) && value > 0 && text.AsSpan().ContainsAnyExcept("0.,") ? "+" + text : text;
    }

    /// <summary>A 95 % interval, as <c>[0.243, 0.281]</c>; <c>n/a</c> when it has no ends.</summary>
    public static string Interval(double low, double high, int decimals) =>
        double.IsFinite(low) && double.IsFinite(high) ? $"[{Number(low, decimals)}, {Number(high, decimals)}]" : NotAvailable;

    /// <summary>A 95 % interval, as <c>[0.243, 0.281]</c>; <c>n/a</c> when it has no ends.</summary>
    public static string Interval(SampleSummary summary, int decimals) => Interval(summary.Low, summary.High, decimals);

    /// <summary>A p-value: <c>p = 0.0012</c>, <c>p &lt; 0.001</c>.</summary>
    public static string P(double p) => !double.IsFinite(p) ? "p " + NotAvailable : p < 0.001 ? "p < 0.001" : "p = " + Probability(p);

    /// <summary>A p-value without its letter: <c>0.0012</c>, <c>&lt; 0.001</c>.</summary>
    public static string Probability(double p) =>
        !double.IsFinite(p) ? NotAvailable : p < 0.001 ? "< 0.001" : Number(p, Math.Clamp(1 - Exponent(p), 2, 4));

    /// <summary>Friedman's test: <c>χ² = 15.80, p = 0.0012</c>; a dash when there is none.</summary>
    public static string Test(FriedmanResult? test) =>
        test is null ? Nothing : $"χ² = {Number(test.ChiSquare, 2)}, {P(test.PValue)}";

    /// <summary>A mean rank: one digit when that is exact, else two; <c>n/a</c> when there is none.</summary>
    public static string Rank(double rank) => Number(rank, Math.Abs((rank * 10) - Math.Round(rank * 10)) < 1e-9 ? 1 : 2);

    /// <summary>A share as per cent: <c>69.8 %</c>.</summary>
    public static string Percent(double share) => double.IsFinite(share) ? Number(share * 100, 1) + " %" : NotAvailable;

    /// <summary>A count: <c>2,880</c>.</summary>
    public static string Count(long count) => count.ToString("N0", CultureInfo.InvariantCulture);

    /// <summary>A count with its noun: <c>1 run</c>, <c>2 runs</c>.</summary>
    public static string Count(long count, string noun) => Count(count) + " " + noun + (count == 1 ? "" : "s");

    /// <summary>A time: <c>0.42 s</c>, <c>12.3 s</c>, <c>4 min 5 s</c>, <c>2 h 13 min</c>, <c>3 d 4 h</c>.</summary>
    public static string Duration(double seconds)
    {
        if (!double.IsFinite(seconds))
        {
            return NotAvailable;
        }
        if (seconds < 99.95)
        {
            return (seconds < 10 ? Significant(seconds, 2) : Number(seconds, 1)) + " s";
        }
        long whole = (long)Math.Round(seconds);
        long minutes = (long)Math.Round(seconds / 60), hours = (long)Math.Round(seconds / 3600);
        return whole < 3600 ? $"{whole / 60} min {whole % 60} s"
            : minutes < 48 * 60 ? $"{minutes / 60} h {minutes % 60} min"
            : $"{Count(hours / 24)} d {hours % 24} h";
    }

    /// <summary>An amount of memory: <c>812 B</c>, <c>4.2 KiB</c>, <c>12.3 MiB</c>.</summary>
    public static string Bytes(double bytes)
    {
        if (!double.IsFinite(bytes))
        {
            return NotAvailable;
        }
        string[] units = ["B", "KiB", "MiB", "GiB", "TiB"];
        int unit = 0;
        while (Math.Abs(bytes) >= 1000 && unit < units.Length - 1)
        {
            (bytes, unit) = (bytes / 1024, unit + 1);
        }
        return (unit == 0 ? Number(bytes, 0) : Significant(bytes, bytes < 10 ? 2 : 3)) + " " + units[unit];
    }

    /// <summary>A moment, UTC: <c>2026-11-21 17:05 UTC</c>.</summary>
    public static string Moment(DateTime utc) => utc.ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture) + " UTC";

    /// <summary>Power of ten of the first digit; 0 for 0 and for what is no number.</summary>
    private static int Exponent(double value) =>
        double.IsFinite(value) && value != 0 ? (int)Math.Floor(Math.Log10(Math.Abs(value)) + 1e-12) : 0;
}
