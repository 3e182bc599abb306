using System.Globalization;

namespace PruningLab.Components.Grids;

/// <summary>Lists of numbers as a person writes them: <c>7, 30</c>, or <c>1–10</c> for whole numbers in a row.</summary>
public static class NumberList
{
    /// <summary>Most numbers of one list.</summary>
    public const int Most = 1000;

    private static readonly char[] s_separators = [',', ';', ' ', '\t'];
    private static readonly char[] s_dashes = ['–', '-', '…'];

    /// <summary>Writes whole numbers; three or more in a row become a range.</summary>
    /// <param name="values">The numbers.</param>
    /// <returns>Such as 1–10, 42.</returns>
    public static string Write(IReadOnlyList<int> values)
    {
        ArgumentNullException.ThrowIfNull(values);
        List<string> parts = [];
        for (int start = 0; start < values.Count;)
        {
            int end = start;
            while (end + 1 < values.Count && values[end + 1] == values[end] + 1)
            {
                end++;
            }

            if (end - start >= 2 && values[start] >= 0)
            {
                parts.Add(string.Create(CultureInfo.InvariantCulture, $"{values[start]}–{values[end]}"));
                start = end + 1;
            }
            else
            {
                parts.Add(values[start++].ToString(CultureInfo.InvariantCulture));
            }
        }

        return string.Join(", ", parts);
    }

    /// <summary>Writes numbers.</summary>
    /// <param name="values">The numbers.</param>
    /// <returns>Such as 0.5, 0.7, 0.9.</returns>
    public static string Write(IReadOnlyList<double> values) =>
        string.Join(", ", values.Select(value => value.ToString(CultureInfo.InvariantCulture)));

    /// <summary>Reads whole numbers and ranges of them; equal ones count once.</summary>
    /// <param name="text">What was typed.</param>
    /// <param name="name">What the list is called in the sentence.</param>
    /// <param name="least">Least number.</param>
    /// <param name="most">Greatest number.</param>
    /// <param name="values">The numbers when the result is null.</param>
    /// <returns>Null, or one sentence that says what is wrong and what to give.</returns>
    public static string? Read(string text, string name, int least, int most, out IReadOnlyList<int> values)
    {
        ArgumentNullException.ThrowIfNull(text);
        List<int> read = [];
        values = read;
        foreach (string part in text.Split(s_separators, StringSplitOptions.RemoveEmptyEntries))
        {
            int dash = part.IndexOfAny(s_dashes, 1);
            if (!TryRead(dash < 0 ? part : part[..dash], out int first) || !TryRead(dash < 0 ? part : part[(dash + 1)..], out int last))
            {
                return $"{name} must be whole numbers with commas between them, such as 1, 2 or 1–10, and “{part}” is not.";
            }

            if (first < least || last > most || last < first)
            {
                return string.Create(CultureInfo.InvariantCulture, $"{name} must be whole numbers from {least} to {most}, and “{part}” is not.");
            }

            if ((long)last - first + read.Count >= Most)
            {
                return string.Create(CultureInfo.InvariantCulture, $"{name} must not be more than {Most} numbers.");
            }

            read.AddRange(Enumerable.Range(first, last - first + 1).Where(value => !read.Contains(value)));
        }

        return read.Count == 0 ? $"{name} must be at least one number." : null;
    }

    /// <summary>Reads numbers; equal ones count once.</summary>
    /// <param name="text">What was typed; the decimal point is a point, commas stand between numbers.</param>
    /// <param name="name">What the list is called in the sentence.</param>
    /// <param name="values">The numbers when the result is null.</param>
    /// <returns>Null, or one sentence that says what is wrong and what to give.</returns>
    public static string? Read(string text, string name, out IReadOnlyList<double> values)
    {
        ArgumentNullException.ThrowIfNull(text);
        List<double> read = [];
        values = read;
        foreach (string part in text.Split(s_separators, StringSplitOptions.RemoveEmptyEntries))
        {
            if (!double.TryParse(part, NumberStyles.Float, CultureInfo.InvariantCulture, out double value) || !double.IsFinite(value))
            {
                return $"{name} must be numbers with commas between them, such as 0.5, 0.7, and “{part}” is not.";
            }

            if (!read.Contains(value))
            {
                read.Add(value);
            }
        }

        return read.Count == 0 ? $"{name} must be at least one number."
            : read.Count > Most ? string.Create(CultureInfo.InvariantCulture, $"{name} must not be more than {Most} numbers.")
            : null;
    }

    private static bool TryRead(string text, out int value) =>
        int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out value);
}
