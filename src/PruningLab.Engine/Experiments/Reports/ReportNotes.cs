using PruningLab.Engine.Experiments.Grids;
using PruningLab.Engine.Experiments.Statistics;

namespace PruningLab.Engine.Experiments.Reports;

/// <summary>What is missing, failed or not comparable in a report, in sentences.</summary>
internal static class ReportNotes
{
    private const int MostNamed = 6;

    /// <summary>All notes.</summary>
    public static IReadOnlyList<string> Of(ResultIndex index, int jobs, GridResults results) =>
        [.. Progress(jobs, results), .. Failures(index), .. Missing(index), .. Blocks(index), .. Power(index), .. Files(index), .. Kinds(index), .. results.Notes];

    private static IEnumerable<string> Progress(int jobs, GridResults results)
    {
        int done = results.Results.Count;
        if (done < jobs)
        {
            yield return $"{SentenceText.Whole(done)} of {SentenceText.Count(jobs, "job")} have a result; everything here is of those alone.";
        }
    }

    private static IEnumerable<string> Failures(ResultIndex index)
    {
        GridResult[] failures = [.. index.All.Where(result => result.Failure is not null).OrderBy(result => result.Place.Seed)];
        if (failures.Length > 0)
        {
            string[] sentences = [.. failures.GroupBy(failure => failure.Failure!).OrderByDescending(group => group.Count())
                .Select(group => $"“{group.Key.TrimEnd('.')}” ({SentenceText.Count(group.Count(), "time")}, first at {Name(group.First().Place)})")];
            yield return $"{SentenceText.Count(failures.Length, "job")} failed: {SentenceText.List(sentences, MostNamed)}.";
        }
        int endless = index.All.Count(result => result.Failure is null && !double.IsFinite(index.ErrorOf(result)));
        if (endless > 0)
        {
            yield return $"{SentenceText.Count(endless, "run")} ended without a finite error and {(endless == 1 ? "is" : "are")} left out of means and tests.";
        }
        if (index.Strangers > 0)
        {
            yield return $"{SentenceText.Count(index.Strangers, "result")} of the store {(index.Strangers == 1 ? "stands nowhere in this grid and is" : "stand nowhere in this grid and are")} left out.";
        }
    }

    private static IEnumerable<string> Missing(ResultIndex index)
    {
        GridPlace[] cells = [.. index.Cells()];
        GridPlace[] empty = [.. cells.Where(cell => index.Errors(cell).Count == 0)];
        if (empty.Length > 0)
        {
            yield return $"{SentenceText.Whole(empty.Length)} of {SentenceText.Count(cells.Length, "cell")} have no run yet, or none that counts: {SentenceText.List([.. empty.Select(Name)], MostNamed)}.";
        }
        int seeds = index.Spec.Seeds.Distinct().Count();
        GridPlace[] partial = [.. cells.Where(cell => index.Errors(cell).Count is int count && count > 0 && count < seeds)];
        if (partial.Length > 0)
        {
            yield return $"{SentenceText.Whole(partial.Length)} of {SentenceText.Count(cells.Length, "cell")} have fewer runs than the {SentenceText.Count(seeds, "seed")} of the grid: {SentenceText.List([.. partial.Select(Name)], MostNamed)}. Methods are compared over the seeds that all of them have.";
        }
        if (seeds == 1)
        {
            yield return "The grid has one seed: no cell has an interval, and nothing says how much of a difference is chance of the start.";
        }
        if (index.Methods.Count == 1)
        {
            yield return "The grid has one method: there is nothing to rank or test.";
        }
    }

    private static IEnumerable<string> Blocks(ResultIndex index)
    {
        List<GridPlace> left = [];
        bool hasOthers = false;
        foreach ((string network, string setting) in index.Tables())
        {
            foreach (GridData data in index.Spec.Data)
            {
                BlockTable blocks = ReportTables.Blocks(index, data.Name, network, setting);
                left.AddRange(blocks.Incomplete);
                if (blocks.Complete.Count == 0 && blocks.Incomplete.Count > 0)
                {
                    yield return $"{Name(new GridPlace(data.Name, network, 0, "", setting, 0))}: no window has a run of every method at the same seed, so each mean there is over the windows that its method has, and the means cannot be compared.";
                }
                BlockTable? published = blocks.Published();
                hasOthers |= published is not null && published.Tested.Count < blocks.Tested.Count;
                if (blocks.Complete.Count > 0 && published is null && blocks.Complete.Any(block => PublishedResults.Find(block.Data, block.Network, block.Window, PaperGrid.NoDropout) is not null))
                {
                    yield return $"{Name(new GridPlace(data.Name, network, 0, "", setting, 0))}: the paper does not have all of these windows and methods, so its means are not set beside ours.";
                }
            }
        }
        if (left.Count > 0)
        {
            yield return $"Left out of ranks and tests, because some method has no run there: {SentenceText.List([.. left.Select(Name)], MostNamed)}.";
        }
        GridPlace[] apart = [.. ReportTables.OverallBlocks(index).Incomplete.Except(left)];
        if (apart.Length > 0)
        {
            yield return $"Left out of the ranks over the whole grid, because not every method that has runs elsewhere has one there: {SentenceText.List([.. apart.Select(Name)], MostNamed)}.";
        }
        if (hasOthers)
        {
            yield return "The grid has methods that the paper does not have: in the tables our ranks are among all methods, the published ones among the paper's.";
        }
        if (index.Spec.Windows.Distinct().Count() == 1)
        {
            yield return "The grid has one window: there is no interval over windows and no Friedman test by windows.";
        }
    }

    /// <summary>Tests that cannot find anything, whatever the errors are, because the grid is too small for them.</summary>
    private static IEnumerable<string> Power(ResultIndex index)
    {
        int windows = index.Spec.Windows.Distinct().Count(), runs = windows * index.Spec.Seeds.Distinct().Count();
        foreach (int methods in index.Spec.Networks.Select(network => index.MethodsOf(network.Name).Count).Where(count => count > 1).Distinct())
        {
            double byWindow = FriedmanResult.LowestPValue(windows, methods);
            if (windows > 1 && byWindow >= ReportFindings.Alpha)
            {
                yield return $"With {SentenceText.Count(windows, "window")} and {SentenceText.Count(methods, "method")} Friedman's test by windows cannot give a p below {ReportNumbers.Probability(byWindow)}, whatever the errors are; that it shows no difference says nothing.";
            }
            int pairs = methods * (methods - 1) / 2;
            double byRun = WilcoxonResult.LowestPValue(runs), adjusted = Math.Min(1, pairs * byRun);
            if (runs > 1 && adjusted >= ReportFindings.Alpha)
            {
                yield return $"With {SentenceText.Count(runs, "run")} of each method Wilcoxon's test of two methods cannot give a p below {ReportNumbers.Probability(byRun)}, nor below {ReportNumbers.Probability(adjusted)} when it is adjusted for {SentenceText.Count(pairs, "pair")} of methods; that no pair is significantly different says nothing.";
            }
        }
    }

    // A fingerprint holds the targets of all windows, so it tells versions apart only among windows of one length.
    private static IEnumerable<string> Files(ResultIndex index) => index.All.Where(result => result.DataFingerprint.Length > 0)
        .GroupBy(result => result.Place.Data).Select(group => (group.Key, Prints: group.GroupBy(result => result.Place.Window)
            .Max(window => window.Select(result => result.DataFingerprint).Distinct().Count())))
        .Where(group => group.Prints > 1)
        .Select(group => $"{group.Key}: the runs were made on {SentenceText.Whole(group.Prints)} different versions of the data (by fingerprint); their numbers do not belong together.");

    private static IEnumerable<string> Kinds(ResultIndex index)
    {
        string[] classes = [.. index.Spec.Data.Select(data => data.Name).Where(index.IsClassification)];
        if (classes.Length > 0)
        {
            yield return $"{SentenceText.List(classes)}: classes are asked for, so the error is the share of wrong answers (1 − accuracy), not an MAE.";
        }
    }

    private static string Name(GridPlace place) => string.Join(" · ", ((string[])
    [
        place.Data, place.Network, place.Window == 0 ? "" : $"window {SentenceText.Whole(place.Window)}", place.Method, place.Setting,
        place.Seed == 0 ? "" : $"seed {place.Seed}",
    ]).Where(part => part.Length > 0));
}
