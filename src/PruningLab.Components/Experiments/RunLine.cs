using PruningLab.Engine.Experiments.Grids;

namespace PruningLab.Components.Experiments;

/// <summary>A trial of a cell: done, failed, or still to come.</summary>
/// <param name="Seed">Its seed.</param>
/// <param name="Run">What came of it; null while it is not done.</param>
public sealed record RunLine(int Seed, GridResult? Run)
{
    /// <summary>The trials of a cell: those the grid means to have, in its order, then any others that were found.</summary>
    /// <param name="row">The cell.</param>
    /// <param name="seeds">The grid's seeds.</param>
    /// <returns>One per seed.</returns>
    public static IReadOnlyList<RunLine> Of(CellRow row, IReadOnlyList<int> seeds)
    {
        ArgumentNullException.ThrowIfNull(row);
        ArgumentNullException.ThrowIfNull(seeds);
        Dictionary<int, GridResult> results = [];
        foreach (GridResult result in (row.Cell?.Failures ?? []).Concat(row.Cell?.Runs ?? []))
        {
            results[result.Place.Seed] = result;
        }
        return [.. seeds.Concat(results.Keys.Except(seeds).Order()).Select(seed => new RunLine(seed, results.GetValueOrDefault(seed)))];
    }
}
