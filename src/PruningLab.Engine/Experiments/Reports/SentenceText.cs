namespace PruningLab.Engine.Experiments.Reports;

/// <summary>Numbers and lists in sentences; numbers are written as in tables.</summary>
internal static class SentenceText
{
    /// <summary>A whole number, with thousands.</summary>
    public static string Whole(int value) => ReportNumbers.Count(value);

    /// <summary>A number with so many decimals; what rounds to 0 has no sign.</summary>
    public static string Number(double value, int decimals = 2) => ReportNumbers.Number(value, decimals);

    /// <summary>An error with four decimals, as in the paper.</summary>
    public static string Error(double value) => Number(value, 4);

    /// <summary><c>p = 0.012</c> or <c>p &lt; 0.001</c>.</summary>
    public static string P(double value) => ReportNumbers.P(value);

    /// <summary>A count with its noun, in the singular for one.</summary>
    public static string Count(int count, string noun, string? plural = null) => $"{Whole(count)} {(count == 1 ? noun : plural ?? noun + "s")}";

    /// <summary><c>a</c>, <c>a and b</c>, <c>a, b and c</c>; of more than <paramref name="most"/> the first ones and how many more.</summary>
    public static string List(IReadOnlyList<string> words, int most = 24) => words.Count switch
    {
        0 => "none",
        1 => words[0],
        _ when words.Count > most => $"{string.Join(", ", words.Take(most))} and {Whole(words.Count - most)} more",
        _ => $"{string.Join(", ", words.SkipLast(1))} and {words[^1]}",
    };
}
