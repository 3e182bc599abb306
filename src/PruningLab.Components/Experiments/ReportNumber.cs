using System.Globalization;
using PruningLab.Engine.Experiments.Reports;

namespace PruningLab.Components.Experiments;

/// <summary>Numbers of a report on a page that may still be filling: always the same number of digits, so that columns stand
/// still, and a dash where there is no number yet.</summary>
public static class ReportNumber
{
    /// <summary>What stands where there is no number.</summary>
    public const string None = ReportNumbers.Nothing;

    /// <summary>A number with a fixed number of decimals.</summary>
    /// <param name="value">The number; NaN and infinities are none.</param>
    /// <param name="decimals">Digits after the point.</param>
    /// <returns>The text, with a true minus sign.</returns>
    public static string Fixed(double value, int decimals) =>
        double.IsFinite(value) ? ReportNumbers.Number(value, decimals) : None;

    /// <summary>A number that is there only sometimes.</summary>
    /// <param name="value">The number, or null.</param>
    /// <param name="decimals">Digits after the point.</param>
    /// <returns>The text.</returns>
    public static string Fixed(double? value, int decimals) => Fixed(value ?? double.NaN, decimals);

    /// <summary>An error in standard deviations, with the paper's four decimals.</summary>
    /// <param name="value">The error.</param>
    /// <returns>The text.</returns>
    public static string Error(double value) => Fixed(value, 4);

    /// <summary>A number of any size, with four significant digits.</summary>
    /// <param name="value">The number.</param>
    /// <returns>The text.</returns>
    public static string Significant(double value)
    {
        double size = Math.Abs(value);
        return Fixed(value, size >= 1000 ? 0 : size >= 100 ? 1 : size >= 10 ? 2 : size >= 1 ? 3 : 4);
    }

    /// <summary>A difference, with its sign.</summary>
    /// <param name="value">The difference.</param>
    /// <returns>The text; a difference that rounds to zero has no sign.</returns>
    public static string Difference(double value) => double.IsFinite(value) ? ReportNumbers.Signed(value, 4) : None;

    /// <summary>A 95 % interval.</summary>
    /// <param name="low">Its lower end.</param>
    /// <param name="high">Its upper end.</param>
    /// <returns>Both ends in brackets.</returns>
    public static string Interval(double low, double high) => double.IsFinite(low) && double.IsFinite(high) ? $"[{Error(low)}, {Error(high)}]" : None;

    /// <summary>A p-value.</summary>
    /// <param name="value">The p-value.</param>
    /// <returns>Four decimals, or that it is less.</returns>
    public static string PValue(double value) => value < 0.00005 ? "< 0.0001" : Fixed(value, 4);

    /// <summary>A p-value as the right side of an equation.</summary>
    /// <param name="value">The p-value.</param>
    /// <returns><c>= 0.0123</c> or <c>&lt; 0.0001</c>.</returns>
    public static string Equation(double value) => value < 0.00005 ? PValue(value) : "= " + PValue(value);

    /// <summary>How significant a p-value is.</summary>
    /// <param name="value">The p-value.</param>
    /// <returns>*** below 0.001, ** below 0.01, * below 0.05, else nothing.</returns>
    public static string Stars(double value) => value < 0.001 ? "***" : value < 0.01 ? "**" : value < 0.05 ? "*" : "";

    /// <summary>Seconds of a training, also of one that takes a few hundredths.</summary>
    /// <param name="value">Seconds.</param>
    /// <returns>Two decimals, or that it is less.</returns>
    public static string Seconds(double value) => value is > 0 and < 0.005 ? "< 0.01" : Fixed(value, 2);

    /// <summary>Mebibytes.</summary>
    /// <param name="bytes">Bytes.</param>
    /// <returns>MiB with one decimal.</returns>
    public static string Mebibytes(double bytes) => Fixed(bytes / (1024 * 1024), 1);

    /// <summary>A time for people.</summary>
    /// <param name="seconds">Seconds.</param>
    /// <returns>Hours and minutes, minutes and seconds, or seconds.</returns>
    public static string Duration(double seconds) => double.IsFinite(seconds) ? ReportNumbers.Duration(seconds) : None;

    /// <summary>A number of things.</summary>
    /// <param name="count">How many.</param>
    /// <returns>With commas at the thousands.</returns>
    public static string Count(int count) => ReportNumbers.Count(count);

    /// <summary>A place in a drawing.</summary>
    /// <param name="value">The place.</param>
    /// <returns>At most two decimals.</returns>
    public static string Place(double value) => value.ToString("0.##", CultureInfo.InvariantCulture);
}
