using PruningLab.Engine.Data;
using PruningLab.Engine.Data.Features;
using PruningLab.Engine.Experiments.Grids;
using PruningLab.Engine.Experiments.Statistics;

namespace PruningLab.Engine.Experiments.Reports;

/// <summary>How the order of methods and the errors compare with paper 001, and what stands in the way of comparing.</summary>
internal static class ReportComparison
{
    /// <summary>All sentences; none when the paper has no cell of the grid.</summary>
    public static IReadOnlyList<string> Of(ResultIndex index, IReadOnlyList<NetworkTable> tables, OverallRanks? overall)
    {
        string[] findings = [.. Overall(index, overall), .. Tables(index, tables), .. Cells(index)];
        return findings.Length == 0 ? [] : [.. findings, .. Caveats(index)];
    }

    /// <summary>Spearman's ρ of mean ranks, over the methods that both have.</summary>
    private static double Correlation(IReadOnlyList<double> ours, IReadOnlyList<double> theirs) =>
        new RankCorrelation().Spearman([.. ours.Select(rank => (float)rank)], [.. theirs.Select(rank => (float)rank)]);

    private static IEnumerable<string> Overall(ResultIndex index, OverallRanks? overall)
    {
        if (overall?.Published is not { } published)
        {
            yield break;
        }
        double[] ours = ReportTables.OverallBlocks(index).RanksAmong(published.Methods);
        int[] order = [.. Enumerable.Range(0, ours.Length).OrderBy(i => published.Test.MeanRanks[i])];
        string[] ranks = [.. order.Select(i => $"{published.Methods[i]} {SentenceText.Number(published.Test.MeanRanks[i])} (ours {SentenceText.Number(ours[i])})")];
        double correlation = Correlation(ours, published.Test.MeanRanks);
        yield return $"The paper's own numbers over the same {SentenceText.Count(published.Test.Blocks, "cell")} give the mean ranks {SentenceText.List(ranks)}{(ours.Length < overall.Methods.Count ? ", among these methods alone" : "")}; "
            + $"rank correlation of the two orders: {Rho(correlation)} over {SentenceText.Count(ours.Length, "method")}.";
    }

    private static IEnumerable<string> Tables(ResultIndex index, IReadOnlyList<NetworkTable> tables)
    {
        foreach (NetworkTable table in tables)
        {
            string[] orders = [.. table.Data.Select(block => (block.Data, Ours: ReportTables.Blocks(index, block.Data, table.Network, table.Setting)))
                .Select(block => (block.Data, block.Ours, Theirs: block.Ours.Published()))
                .Where(block => block.Theirs is { Tested.Count: > 2 })
                .Select(block => (block.Data, block.Ours, Methods: block.Theirs!.Tested.Select(method => block.Ours.Methods[method]).ToArray(), block.Theirs))
                .Select(block => $"{block.Data} {Rho(Correlation(block.Ours.RanksAmong(block.Methods), block.Theirs.RanksAmong(block.Methods)))}")];
            if (orders.Length > 0)
            {
                string name = table.Setting.Length == 0 ? table.Network : $"{table.Network}, {table.Setting}";
                yield return $"{name}: rank correlation of our order of methods with the paper's: {SentenceText.List(orders)}.";
            }
        }
    }

    private static IEnumerable<string> Cells(ResultIndex index)
    {
        int cells = 0, same = 0, lower = 0, pairs = 0;
        foreach (IGrouping<GridPlace, GridPlace> block in index.Cells().GroupBy(cell => cell with { Method = "" }))
        {
            (double Ours, double Theirs)[] both = [.. block.Select(cell => (Errors: index.Errors(cell), Published: PublishedResults.Find(cell.Data, cell.Network, cell.Window, cell.Method)))
                .Where(cell => cell.Errors.Count > 0 && cell.Published is not null).Select(cell => (cell.Errors.Values.Average(), cell.Published!.Mae))];
            pairs += both.Length;
            lower += both.Count(pair => pair.Ours < pair.Theirs);
            if (both.Length > 1 && both.Length == block.Count())
            {
                cells++;
                same += both.MinBy(pair => pair.Ours).Theirs == both.Min(pair => pair.Theirs) ? 1 : 0;
            }
        }
        if (cells > 0)
        {
            yield return $"In {SentenceText.Whole(same)} of {SentenceText.Count(cells, "cell")} our best method is the paper's best one.";
        }
        if (pairs > 0)
        {
            yield return $"Our mean error is below the paper's in {SentenceText.Whole(lower)} of {SentenceText.Count(pairs, "cell and method", "cells and methods")}; see the next sentences before reading anything into that.";
        }
    }

    private static IEnumerable<string> Caveats(ResultIndex index)
    {
        HashSet<string> data = [.. index.All.Select(result => result.Place.Data)];
        yield return "Sizes of errors are not comparable with the paper's: ours are divided by the target's standard deviation; the released code turns predictions back into the units of its input files before it measures, and those files are not among what was released. Orders of methods may be compared.";
        if (data.Contains(PaperGrid.AirQuality))
        {
            (double Low, double High) Range(string network) => (Published(network).Min(), Published(network).Max());
            (double Low, double High) transformer = Range(PaperGrid.PatchTst), recurrent = Range(PaperGrid.Lstm);
            yield return $"In the paper itself {PaperGrid.AirQuality} has errors from {SentenceText.Number(transformer.Low, 1)} to {SentenceText.Number(transformer.High, 1)} with {PaperGrid.PatchTst} and from {SentenceText.Number(recurrent.Low)} to {SentenceText.Number(recurrent.High)} with {PaperGrid.Lstm}: these are not on one scale.";
        }
        if (index.Spec.Data.Any(some => some.Name == PaperGrid.Sp500 && data.Contains(some.Name)))
        {
            yield return index.Spec.Data.First(some => some.Name == PaperGrid.Sp500).Spec.Engineering?.Leads == LeadKind.Target
                ? $"{PaperGrid.Sp500}: leads of the target are among the features here, as in the released code; they hold the value that is to be predicted, so these errors are no forecasts."
                : $"{PaperGrid.Sp500}: the released code adds leads of the target to the features, which hold the value that is to be predicted; ours have none, so the paper's low errors there are not a mark to be met.";
        }
        foreach (GridData leaking in index.Spec.Data.Where(some => some.Name != PaperGrid.Sp500 && data.Contains(some.Name) && some.Spec.Engineering?.Leads == LeadKind.Target))
        {
            yield return $"{leaking.Name}: leads of the target are among the features; they hold the value that is to be predicted, so these errors are no forecasts.";
        }
        if (index.Spec.Data.Any(some => data.Contains(some.Name) && some.Spec.Scaler == ScalerFit.TrainingPart))
        {
            yield return "Our scalers are fitted on the training part; the paper's are fitted on all rows, the test part included.";
        }
        if (index.Spec.Training.Patience > 0 && index.Spec.Data.Any(some => data.Contains(some.Name) && some.Spec.ValidationShare == 0))
        {
            yield return "As in the paper, training stops by the error on the test part where there is no validation part of its own; errors are then a little too low, and not certainly by as much for every method.";
        }
    }

    private static IEnumerable<double> Published(string network) =>
        PublishedResults.Cells.Where(cell => cell.Data == PaperGrid.AirQuality && cell.Network == network).Select(cell => cell.Mae);

    private static string Rho(double correlation) => double.IsNaN(correlation) ? "none (all ranks are the same)" : $"ρ = {SentenceText.Number(correlation)}";
}
