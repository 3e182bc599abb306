using System.Globalization;

namespace PruningLab.Benchmarks;

/// <summary>Options after a command: <c>--name value</c>.</summary>
internal static class Options
{
    /// <summary>Value of an option.</summary>
    public static string Text(ReadOnlySpan<string> arguments, string name, string otherwise)
    {
        int at = arguments.IndexOf(name);
        return at >= 0 && at + 1 < arguments.Length ? arguments[at + 1] : otherwise;
    }

    /// <summary>Value of an option as a whole number.</summary>
    public static int Count(ReadOnlySpan<string> arguments, string name, int otherwise) =>
        int.Parse(Text(arguments, name, otherwise.ToString(CultureInfo.InvariantCulture)), CultureInfo.InvariantCulture);

    /// <summary>Value of an option as numbers with commas between them.</summary>
    public static double[] Numbers(ReadOnlySpan<string> arguments, string name, string otherwise) =>
        [.. Text(arguments, name, otherwise).Split(',').Select(text => double.Parse(text, CultureInfo.InvariantCulture))];

    /// <summary>Whether a word stands among the arguments.</summary>
    public static bool Has(ReadOnlySpan<string> arguments, string name) => arguments.IndexOf(name) >= 0;
}
