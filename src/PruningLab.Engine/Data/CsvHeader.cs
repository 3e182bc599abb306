namespace PruningLab.Engine.Data;

/// <summary>Names of columns.</summary>
internal static class CsvHeader
{
    /// <summary>One name per field of the first row: its text, or <c>column 3</c> when it is empty or no header.</summary>
    public static IReadOnlyList<string> Names(IReadOnlyList<string> firstRow, bool hasHeader)
    {
        string[] names = new string[firstRow.Count];
        for (int i = 0; i < names.Length; i++)
        {
            string name = hasHeader ? OneLine(firstRow[i]) : "";
            names[i] = name.Length > 0 ? name : $"column {i + 1}";
        }
        return names;
    }

    /// <summary>True when a header leaves this field empty.</summary>
    public static bool IsUnnamed(IReadOnlyList<string> firstRow, int index, bool hasHeader) =>
        hasHeader && firstRow[index].Length == 0;

    private static string OneLine(string text) =>
        string.Join(' ', text.Split(default(char[]), StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries));
}
