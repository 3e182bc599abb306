using System.Globalization;
using PruningLab.Engine.Experiments.Grids;

namespace PruningLab.Cli.Output;

/// <summary>Why trainings of a grid failed, each reason once.</summary>
/// <param name="Sentences">The reasons, the most frequent first.</param>
internal sealed record GridFailures(IReadOnlyList<GridFailures.Reason> Sentences)
{
    private const int Shown = 8;

    /// <summary>The reasons among some results.</summary>
    public static GridFailures Of(GridResults results) => new(
    [
        .. results.Results.Where(result => result.Failure is not null).GroupBy(result => result.Failure!)
            .Select(group => new Reason(group.Key, group.Count(), group.First().Place.ToString())).OrderByDescending(reason => reason.Count),
    ]);

    /// <summary>Tells the most frequent ones.</summary>
    public void Note(CliContext context)
    {
        foreach (Reason reason in Sentences.Take(Shown))
        {
            context.Note(string.Create(CultureInfo.InvariantCulture, $"{reason.Count:N0} failed, the first at {reason.First}: {reason.Sentence}"));
        }
        if (Sentences.Count > Shown)
        {
            context.Note(string.Create(CultureInfo.InvariantCulture, $"There are {Sentences.Count - Shown:N0} further reasons; --json shows them."));
        }
    }

    /// <summary>A reason.</summary>
    /// <param name="Sentence">The sentence.</param>
    /// <param name="Count">Trainings that failed for it.</param>
    /// <param name="First">Place of the first.</param>
    internal sealed record Reason(string Sentence, int Count, string First);
}
