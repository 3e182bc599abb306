namespace PruningLab.Engine.Data;

/// <summary>Which rows of a file with several series are read.</summary>
/// <param name="Columns">Names, in small letters, that the column of groups may have; the first that is there counts.</param>
/// <param name="Group">Its word in the rows that are kept; empty: that of the first row.</param>
internal sealed record CsvGroup(IReadOnlyList<string> Columns, string Group);
