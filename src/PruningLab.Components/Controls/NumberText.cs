using System.Globalization;

namespace PruningLab.Components.Controls;

/// <summary>Numbers as fields write and read them: invariant culture, shortest text that gives the same value.</summary>
internal static class NumberText
{
    /// <summary>Writes a number for an input's value.</summary>
    /// <param name="value">The number.</param>
    /// <returns>Such as 0.3 or 1E-05.</returns>
    public static string Write(double value) => value.ToString(CultureInfo.InvariantCulture);

    /// <summary>Reads what was typed and checks its range.</summary>
    /// <param name="text">The input's text; a decimal comma is taken for a point.</param>
    /// <param name="name">What the field is called in the sentence.</param>
    /// <param name="min">Least allowed value, or null.</param>
    /// <param name="max">Greatest allowed value, or null.</param>
    /// <param name="wholeNumbers">Whether only whole numbers are allowed.</param>
    /// <param name="value">The number when the result is null.</param>
    /// <returns>Null, or one sentence that says what is wrong and what to give.</returns>
    public static string? Read(string? text, string name, double? min, double? max, bool wholeNumbers, out double value)
    {
        if (!double.TryParse(text?.Trim().Replace(',', '.'), NumberStyles.Float, CultureInfo.InvariantCulture, out value) || !double.IsFinite(value))
        {
            return $"{name} must be a number{Range(min, max)}.";
        }

        if (wholeNumbers && value != Math.Floor(value))
        {
            return $"{name} must be a whole number{Range(min, max)}.";
        }

        return value < min || value > max ? $"{name} must be a number{Range(min, max)}, and {Write(value)} is not." : null;
    }

    private static string Range(double? min, double? max) => (min, max) switch
    {
        ({ } least, { } most) => $" from {Write(least)} to {Write(most)}",
        ({ } least, null) => $" of at least {Write(least)}",
        (null, { } most) => $" of at most {Write(most)}",
        _ => string.Empty,
    };
}
