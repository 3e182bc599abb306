using System.Globalization;
using System.Text;

namespace PruningLab.Server.Experiments;

/// <summary>Names of grids' folders, which are also their addresses.</summary>
internal static class GridSlug
{
    /// <summary>Longest name that is made of a title.</summary>
    private const int MostLetters = 40;

    /// <summary>A folder's name out of a title: small letters, digits and dashes.</summary>
    /// <param name="title">The title.</param>
    /// <param name="isTaken">Whether a name is taken already.</param>
    /// <returns>A name that is free; numbered when the plain one is not.</returns>
    public static string Of(string title, Func<string, bool> isTaken)
    {
        StringBuilder letters = new();
        foreach (char letter in title.Normalize(NormalizationForm.FormD).ToLowerInvariant())
        {
            if (letter is (>= 'a' and <= 'z') or (>= '0' and <= '9'))
            {
                letters.Append(letter);
            }
            else if (letters.Length > 0 && letters[^1] != '-' && CharUnicodeInfo.GetUnicodeCategory(letter) != UnicodeCategory.NonSpacingMark)
            {
                letters.Append('-');
            }

            if (letters.Length == MostLetters)
            {
                break;
            }
        }

        string plain = letters.ToString().Trim('-');
        plain = plain.Length == 0 ? "grid" : plain;
        // "new" is the address of the page that sets one up.
        for (int number = plain == "new" ? 2 : 1; ; number++)
        {
            string name = number == 1 ? plain : string.Create(CultureInfo.InvariantCulture, $"{plain}-{number}");
            if (!isTaken(name))
            {
                return name;
            }
        }
    }

    /// <summary>Whether a folder's name can be an address: nothing hidden, nothing that a path could be made of.</summary>
    /// <param name="name">The name.</param>
    /// <returns>True when it can.</returns>
    public static bool IsListed(string name) =>
        name.Length is > 0 and <= 200 && name[0] != '.' && name != "new" && name.AsSpan().IndexOfAny("/\\:") < 0;
}
