using PruningLab.Engine.Experiments.Grids;
using PruningLab.Engine.Experiments.Statistics;

namespace PruningLab.Engine.Experiments.Reports;

/// <summary>What follows from a report's numbers, in sentences.</summary>
internal static class ReportFindings
{
    /// <summary>Level of all tests.</summary>
    public const double Alpha = 0.05;

    /// <summary>All findings.</summary>
    public static IReadOnlyList<string> Of(ResultIndex index, IReadOnlyList<NetworkTable> tables, OverallRanks? overall)
    {
        string? pruning = Pruning(index, overall);
        return
        [
            .. Ranking(overall),
            .. Claim(overall, pruning),
            .. tables.SelectMany(table => Table(table, pruning)),
            .. Significance(tables),
            .. Pairs(tables, pruning),
            .. Sparsity(index),
            .. ReportComparison.Of(index, tables, overall),
        ];
    }

    /// <summary>The method whose case is looked at: the paper's, else the best-ranked one that prunes; null when none prunes.</summary>
    private static string? Pruning(ResultIndex index, OverallRanks? overall)
    {
        HashSet<string> run = [.. index.All.Where(result => result.Failure is null).Select(result => result.Place.Method)];
        HashSet<string> prune = [.. index.All.Where(result => result.Pruned > 0).Select(result => result.Place.Method)];
        return run.Contains(PaperGrid.SynapticPruning)
            ? PaperGrid.SynapticPruning
            : index.Methods.Where(prune.Contains).OrderBy(method => RankOf(overall, method)).FirstOrDefault();
    }

    private static double RankOf(OverallRanks? overall, string method) =>
        overall?.Methods.ToList().IndexOf(method) is int place and >= 0 ? overall.Test.MeanRanks[place] : double.PositiveInfinity;

    private static IEnumerable<string> Ranking(OverallRanks? overall)
    {
        if (overall is null)
        {
            yield break;
        }
        int[] order = [.. Enumerable.Range(0, overall.Methods.Count).OrderBy(i => overall.Test.MeanRanks[i])];
        string[] ranks = [.. order.Select(i => $"{overall.Methods[i]} {SentenceText.Number(overall.Test.MeanRanks[i])} (best in {SentenceText.Whole(overall.Wins[i])})")];
        yield return $"Mean ranks over {SentenceText.Count(overall.Test.Blocks, "cell")} (data set, network, window and setting), 1 being best: {SentenceText.List(ranks)}.";
        bool differ = overall.Test.PValue < Alpha;
        string[] apart = [.. order.SelectMany((first, i) => order.Skip(i + 1)
            .Where(second => overall.Test.MeanRanks[second] - overall.Test.MeanRanks[first] > overall.CriticalDifference)
            .Select(second => $"{overall.Methods[first]} before {overall.Methods[second]}"))];
        yield return $"Friedman's test over these cells: χ² = {SentenceText.Number(overall.Test.ChiSquare)}, {SentenceText.P(overall.Test.PValue)}: "
            + (differ ? "the methods differ" : "no difference between the methods is shown")
            + $". Nemenyi's critical difference of mean ranks is {SentenceText.Number(overall.CriticalDifference)}"
            + (!differ ? "." : apart.Length == 0 ? "; no two methods are that far apart." : $"; further apart are {SentenceText.List(apart)}.");
    }

    private static IEnumerable<string> Claim(OverallRanks? overall, string? pruning)
    {
        int place = pruning is null ? -1 : overall?.Methods.ToList().IndexOf(pruning) ?? -1;
        if (place < 0)
        {
            yield break;
        }
        IReadOnlyList<double> ranks = overall!.Test.MeanRanks;
        string claim = pruning == PaperGrid.SynapticPruning ? "The paper's claim that pruning ranks best overall" : $"That {pruning}, which prunes, ranks best overall";
        int[] others = [.. Enumerable.Range(0, ranks.Count).Where(i => i != place).OrderBy(i => ranks[i])];
        double lead = ranks[others[0]] - ranks[place];
        bool isFar = Math.Abs(lead) > overall.CriticalDifference, differ = overall.Test.PValue < Alpha, shown = differ && isFar;
        string margin = $"{SentenceText.Number(Math.Abs(lead))} ranks, {(isFar ? "more" : "not more")} than the critical difference of {SentenceText.Number(overall.CriticalDifference)}"
            + (isFar && !differ ? "; but Friedman's test shows no difference" : "");
        if (lead > 0)
        {
            yield return $"{claim} holds on these runs by mean rank: {pruning} leads {overall.Methods[others[0]]} by {margin}, so the lead is {(shown ? "significant" : "not significant")}.";
            yield break;
        }
        string[] better = [.. others.Where(i => ranks[i] <= ranks[place]).Select(i => overall.Methods[i])];
        yield return lead == 0
            ? $"{claim} does not hold on these runs: {SentenceText.List(better)} {(better.Length == 1 ? "has" : "have")} the same mean rank as {pruning}."
            : $"{claim} does not hold on these runs: {SentenceText.List(better)} {(better.Length == 1 ? "ranks" : "rank")} as well or better. {overall.Methods[others[0]]} is ahead of {pruning} by {margin}, so {(shown ? "it is significantly better" : "that is no significant difference either")}.";
    }

    /// <summary>Where the pruning method has the lowest mean and where not; without one, which method has.</summary>
    private static IEnumerable<string> Table(NetworkTable table, string? pruning)
    {
        List<string> won = [], lost = [];
        MethodRow? Subject(DataBlock block) => block.Rows.FirstOrDefault(row => row.Method == pruning && row.Mae.Count > 0);
        bool hasSubject = table.Data.Any(block => Subject(block) is not null);
        foreach (DataBlock block in table.Data.Where(block => block.Windows.Count > 0 && block.Rows.Count(row => row.Mae.Count > 0) > 1))
        {
            MethodRow best = block.Rows.Where(row => row.Mae.Count > 0).MinBy(row => row.Mae.Mean)!;
            MethodRow? ours = Subject(block);
            if (hasSubject && ours is null)
            {
                // Pruning has not run there yet: that says nothing about it.
                continue;
            }
            if (ours is null || ours.Mae.Mean <= best.Mae.Mean)
            {
                won.Add(ours is null ? $"{best.Method} on {block.Data} ({SentenceText.Error(best.Mae.Mean)})" : $"{block.Data} ({SentenceText.Error(ours.Mae.Mean)})");
            }
            else
            {
                string more = best.Mae.Mean > 0 ? $", {SentenceText.Number(100 * (ours.Mae.Mean - best.Mae.Mean) / best.Mae.Mean, 1)} % more" : "";
                lost.Add($"{block.Data} ({best.Method} {SentenceText.Error(best.Mae.Mean)}, {pruning} {SentenceText.Error(ours.Mae.Mean)}{more})");
            }
        }
        string name = table.Setting.Length == 0 ? table.Network : $"{table.Network}, {table.Setting}";
        if (won.Count + lost.Count == 0)
        {
            yield break;
        }
        yield return !hasSubject ? $"{name}: lowest mean error: {SentenceText.List(won)}."
            : lost.Count == 0 ? $"{name}: {pruning} has the lowest mean error on {(won.Count == 1 ? "" : "all of ")}{SentenceText.List(won)}."
            : won.Count == 0 ? $"{name}: {pruning} has the lowest mean error on no data set; not on {SentenceText.List(lost)}."
            : $"{name}: {pruning} has the lowest mean error on {SentenceText.List(won)}; not on {SentenceText.List(lost)}.";
    }

    private static IEnumerable<string> Significance(IReadOnlyList<NetworkTable> tables)
    {
        string Found(string blocks, Func<DataBlock, FriedmanResult?> test)
        {
            FriedmanResult[] tests = [.. tables.SelectMany(table => table.Data).Select(test).OfType<FriedmanResult>()];
            return tests.Length == 0 ? "" : $"with {blocks} as blocks in {SentenceText.Whole(tests.Count(one => one.PValue < Alpha))} of {SentenceText.Whole(tests.Length)}";
        }
        string[] found = [.. ((string[])[Found("windows", block => block.ByWindow), Found("pairs of window and seed", block => block.ByRun)]).Where(part => part.Length > 0)];
        if (found.Length > 0)
        {
            yield return $"Friedman's test of one data set and network at a time finds a difference between the methods (p < 0.05) {SentenceText.List(found)}.";
        }
    }

    private static IEnumerable<string> Pairs(IReadOnlyList<NetworkTable> tables, string? pruning)
    {
        PairTest[] pairs = [.. tables.SelectMany(table => table.Data).SelectMany(block => block.Pairs)
            .Where(pair => pair.Test is not null && (pair.First == pruning || pair.Second == pruning))];
        foreach (IGrouping<string, PairTest> group in pairs.GroupBy(pair => pair.First == pruning ? pair.Second : pair.First))
        {
            PairTest[] shown = [.. group.Where(pair => pair.Adjusted < Alpha)];
            int better = shown.Count(pair => (pair.First == pruning ? pair.MeanDifference : -pair.MeanDifference) < 0);
            yield return $"{pruning} against {group.Key}, run by run (Wilcoxon, adjusted by Holm within a data set): significantly better in {SentenceText.Whole(better)}, significantly worse in {SentenceText.Whole(shown.Length - better)} of {SentenceText.Count(group.Count(), "pair")} of data set and network.";
        }
    }

    private static IEnumerable<string> Sparsity(ResultIndex index) => index.All.Where(result => result.Failure is null).DistinctBy(result => result.Job)
        .GroupBy(result => result.Place.Method).Where(group => group.Any(run => run.Pruned > 0)).OrderBy(group => index.Methods.ToList().IndexOf(group.Key))
        .Select(group => $"{group.Key} ended with {SentenceText.Number(100 * group.Min(run => run.Sparsity), 1)} to {SentenceText.Number(100 * group.Max(run => run.Sparsity), 1)} % of the prunable weights pruned, {SentenceText.Number(100 * group.Average(run => run.Sparsity), 1)} % on average over {SentenceText.Count(group.Count(), "run")}.");
}
