using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;

namespace PruningLab.Cli;

/// <summary>Options whose values are checked, with a sentence when they cannot be.</summary>
internal static class CliOptions
{
    /// <summary>A whole number.</summary>
    public static Option<int?> Count(string name, string value, string description, int least, int most) => new(name)
    {
        Description = description,
        HelpName = value,
        CustomParser = result =>
        {
            string text = TextOf(result);
            if (int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out int number) && number >= least && number <= most)
            {
                return number;
            }
            string range = most == int.MaxValue ? least == int.MinValue ? "" : $" from {least} up" : $" from {least} to {most}";
            result.AddError($"{name} is “{text}”, but must be a whole number{range}");
            return null;
        },
    };

    /// <summary>A share.</summary>
    public static Option<double?> Share(string name, string value, string description) => new(name)
    {
        Description = description,
        HelpName = value,
        CustomParser = result =>
        {
            string text = TextOf(result);
            if (double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double number) && number is >= 0 and < 1)
            {
                return number;
            }
            result.AddError($"{name} is “{text}”, but must be a number from 0 to below 1, such as 0.9");
            return null;
        },
    };

    /// <summary>One of several words.</summary>
    public static Option<string?> Choice(string name, string value, string description, params string[] words) => new(name)
    {
        Description = $"{description} One of {string.Join(", ", words)}.",
        HelpName = value,
        CustomParser = result =>
        {
            string text = TextOf(result);
            if (words.Contains(text))
            {
                return text;
            }
            result.AddError($"{name} is “{text}”, but must be one of {string.Join(", ", words)}");
            return null;
        },
    };

    /// <summary>A text, such as a file or an id.</summary>
    public static Option<string?> Text(string name, string value, string description) => new(name) { Description = description, HelpName = value };

    /// <summary>A word that stands or does not.</summary>
    public static Option<bool> Flag(string name, string description) => new(name) { Description = description };

    private static string TextOf(ArgumentResult result) => result.Tokens.Count > 0 ? result.Tokens[0].Value : "";
}
