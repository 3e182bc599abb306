using System.Text;

namespace PruningLab.Engine.Data;

/// <summary>Safe file names and ids for uploads.</summary>
internal static class UploadName
{
    private const int LongestStem = 60;

    private static readonly string[] s_extensions = [".csv", ".txt", ".tsv", ".dat", ".data", ".tab"];

    private static readonly string[] s_devices = ["con", "prn", "aux", "nul", "com", "lpt"];

    /// <summary>A file name without folders and without characters that any system or web address could trip over.</summary>
    /// <returns>Letters, digits, blank, <c>_ - . ( )</c>; a stem of at most 60 characters; a text file's extension.</returns>
    public static string FileName(string originalFileName)
    {
        string name = originalFileName[(originalFileName.LastIndexOfAny(['/', '\\', ':']) + 1)..];
        StringBuilder safe = new(name.Length);
        foreach (char c in name)
            safe.Append(char.IsLetterOrDigit(c) || c is ' ' or '-' or '_' or '.' or '(' or ')' ? c : '_');
        name = safe.ToString();
        string extension = s_extensions.FirstOrDefault(known => name.EndsWith(known, StringComparison.OrdinalIgnoreCase)) ?? "";
        string stem = name[..^extension.Length].Trim(' ', '.');
        if (stem.Length > LongestStem)
            stem = stem[..LongestStem].TrimEnd(' ', '.');
        if (!stem.Any(char.IsLetterOrDigit))
            stem = "data";
        if (s_devices.Any(device => stem.StartsWith(device, StringComparison.OrdinalIgnoreCase) && stem.Length <= device.Length + 1))
            stem = "_" + stem;
        return stem + (extension.Length > 0 ? extension : ".csv");
    }

    /// <summary>The same name with a number, for when it is taken.</summary>
    public static string Numbered(string fileName, int number) =>
        number < 2 ? fileName : $"{Path.GetFileNameWithoutExtension(fileName)} ({number}){Path.GetExtension(fileName)}";

    /// <summary>The id of a file in the data folder: <c>upload-</c>, then lower-case ASCII letters, digits, hyphens.</summary>
    public static string Id(string fileName)
    {
        StringBuilder id = new("upload-");
        string stem = Path.GetFileNameWithoutExtension(fileName);
        foreach (char c in stem)
        {
            if (char.IsAsciiLetterOrDigit(c))
                id.Append(char.ToLowerInvariant(c));
            else if (!char.IsAscii(c) && char.IsLetterOrDigit(c))
                id.Append('u').Append(((int)c).ToString("x4", System.Globalization.CultureInfo.InvariantCulture));
            else if (id[^1] != '-')
                id.Append('-');
        }
        return id.ToString().TrimEnd('-');
    }

    /// <summary>True for a file that the catalogue lists: a visible text file.</summary>
    public static bool IsListed(string fileName) =>
        fileName.Length > 0 && fileName[0] != '.' && s_extensions.Contains(Path.GetExtension(fileName).ToLowerInvariant());
}
