using PruningLab.Engine.Data;

namespace PruningLab.Components.Panels;

/// <summary>What there is to choose of a file's rows; without the rows, which may be millions.</summary>
/// <param name="Groups">The series that the file holds; empty when it holds one.</param>
/// <param name="Group">The one that is used when none is chosen.</param>
/// <param name="First">Time of the first row; null when rows have no times.</param>
/// <param name="Last">Time of the last row.</param>
public sealed record RowChoices(IReadOnlyList<string> Groups, string Group, DateTime? First, DateTime? Last)
{
    /// <summary>The choices of a series as its file holds it; null when there is nothing to choose.</summary>
    /// <param name="series">The series.</param>
    /// <returns>The choices.</returns>
    public static RowChoices? Of(Series series)
    {
        ArgumentNullException.ThrowIfNull(series);
        return series.Timestamps is null && series.Groups.Count < 2
            ? null
            : new RowChoices(series.Groups, series.Group, series.Timestamps?[0], series.Timestamps?[^1]);
    }
}
