using System.Text;
using PruningLab.Engine.Experiments.Grids;
using PruningLab.Engine.Experiments.Statistics;

namespace PruningLab.Engine.Experiments.Reports;

/// <summary>The page of the documentation about the numbers of paper 001.</summary>
public static class PublishedPage
{
    /// <summary>The page as Markdown.</summary>
    public static string ToMarkdown()
    {
        IReadOnlyList<PublishedFinding> findings = PublishedCheck.Figures;
        IReadOnlyList<PublishedClaim> claims = PublishedCheck.Claims;
        StringBuilder page = new();
        page.Append("# The numbers of paper 001, computed again\n\n");
        page.Append("What Tables 2 to 4 and the text of Vos et al. 2025 say, beside what the paper's own Appendix A gives. Written by the engine from the numbers; "
            + "a test fails when this page is stale. Write it anew: `PRUNINGLAB_WRITE_DOCS=1 dotnet test tests/Engine.Tests --filter PublishedPageTests`. "
            + "The tests are described in [statistics.md](../statistics.md); nothing here was trained by us.\n\n");
        page.Append("The blocks are the six windows, as in the paper. A number is reproduced when it comes out as printed to the last digit.\n\n");
        Summary(page, findings, claims);
        Differences(page, findings);
        Notes(page, findings);
        Ranking(page);
        Claims(page, claims);
        Pairs(page);
        Appendix(page);
        return page.ToString();
    }

    private static void Summary(StringBuilder page, IReadOnlyList<PublishedFinding> findings, IReadOnlyList<PublishedClaim> claims)
    {
        page.Append("## In short\n\n| table | numbers | reproduced | differ |\n|---|---|---|---|\n");
        foreach (IGrouping<int, PublishedFinding> table in findings.GroupBy(finding => finding.Figure.Table))
        {
            int same = table.Count(finding => finding.Verdict == PublishedVerdict.Reproduced);
            page.Append($"| {table.Key}, {table.First().Figure.Network} | {table.Count()} | {same} | {table.Count() - same} |\n");
        }
        page.Append($"| claims of the text | {claims.Count} | {claims.Count(claim => claim.Verdict == PublishedVerdict.Reproduced)} | {claims.Count(claim => claim.Verdict == PublishedVerdict.Differs)} |\n\n");
        page.Append($"{SentenceText.Count(claims.Count(claim => claim.Verdict == PublishedVerdict.NotCheckable), "claim")} cannot be checked by the appendix. ");
        int tests = findings.Count(finding => finding.Figure.Kind is "chi-square" or "p");
        bool all = findings.Where(finding => finding.Figure.Kind is "chi-square" or "p").All(finding => finding.Verdict == PublishedVerdict.Reproduced);
        page.Append(all ? $"All {tests} printed χ² and p of Friedman's test are reproduced.\n\n" : $"Not all of the {tests} printed χ² and p of Friedman's test are reproduced.\n\n");
    }

    private static void Differences(StringBuilder page, IReadOnlyList<PublishedFinding> findings)
    {
        page.Append("## Printed numbers that differ\n\n| table | data set | method | figure | printed | from Appendix A | why |\n|---|---|---|---|---|---|---|\n");
        foreach (PublishedFinding finding in findings.Where(finding => finding.Verdict == PublishedVerdict.Differs))
        {
            PublishedFigure figure = finding.Figure;
            bool isBest = figure.Kind == "best";
            page.Append($"| {figure.Table} | {figure.Data} | {figure.Method} | {figure.Kind} | {(isBest ? "bold" : figure.Printed)} | {(isBest ? "not the lowest mean" : SentenceText.Number(finding.Ours, figure.Decimals))} | {finding.Reason} |\n");
        }
        page.Append('\n');
    }

    private static void Notes(StringBuilder page, IReadOnlyList<PublishedFinding> findings)
    {
        PublishedFinding[] noted = [.. findings.Where(finding => finding.Figure.Kind == "rank" && finding.Reason.Length > 0)];
        page.Append("## Ranks that hang on how they are taken\n\nTable 4's ranks are places by mean rank over the windows. By the means that stand beside them they would be:\n\n| data set | method | printed | note |\n|---|---|---|---|\n");
        foreach (PublishedFinding finding in noted)
        {
            page.Append($"| {finding.Figure.Data} | {finding.Figure.Method} | {finding.Figure.Printed} | {finding.Reason} |\n");
        }
        page.Append('\n');
    }

    private static void Ranking(StringBuilder page)
    {
        page.Append("## Mean ranks\n\n| network | " + string.Join(" | ", PublishedBlocks.Methods) + " | χ² | p | critical difference (α = 0.05) |\n|---|---|---|---|---|---|---|---|\n");
        double[][] all = [.. PublishedBlocks.NetworkNames.SelectMany(PublishedBlocks.Of)];
        foreach ((string name, double[][] blocks) in PublishedBlocks.NetworkNames.Select(network => (network, PublishedBlocks.Of(network))).Append(("all", all)))
        {
            FriedmanResult test = FriedmanResult.Of(blocks);
            page.Append($"| {name}, {blocks.Length} cells | {string.Join(" | ", test.MeanRanks.Select(rank => SentenceText.Number(rank)))} | {SentenceText.Number(test.ChiSquare)} | {SentenceText.P(test.PValue)} | {SentenceText.Number(Nemenyi.CriticalDifference(4, blocks.Length))} |\n");
        }
        int[] wins = Ranks.Wins(all, 4);
        page.Append($"\nLowest error, ties counted for each: {SentenceText.List([.. PublishedBlocks.Methods.Select((method, i) => $"{method} in {wins[i]}")])} of {all.Length} cells.\n\n");
    }

    private static void Claims(StringBuilder page, IReadOnlyList<PublishedClaim> claims)
    {
        page.Append("## Claims of the text\n\n| where | claim, in our words | Appendix A | |\n|---|---|---|---|\n");
        foreach (PublishedClaim claim in claims)
        {
            string verdict = claim.Verdict switch
            {
                PublishedVerdict.Reproduced => "holds",
                PublishedVerdict.Differs => "**does not hold**",
                _ => "cannot be checked",
            };
            page.Append($"| {claim.Place} | {claim.Claim} | {claim.Ours} | {verdict} |\n");
        }
        page.Append('\n');
    }

    private static void Pairs(StringBuilder page)
    {
        page.Append("## Pruning against each other method\n\nWilcoxon's p over the six windows, counted out over all signs, ties included; windows in which both are equal are dropped. Six pairs cannot give a p "
            + "below 2/64 = 0.0312. “Holm” is adjusted for the six pairs of methods of a data set and network: 0.1875 at best, for six windows are too few for that.\n\n| network | data set | against | mean difference | p | Holm |\n|---|---|---|---|---|---|\n");
        foreach (string network in PublishedBlocks.NetworkNames)
        {
            foreach (string data in PublishedBlocks.DataSets)
            {
                (string First, string Second)[] pairs = [.. from first in PublishedBlocks.Methods
                                                            from second in PublishedBlocks.Methods
                                                            where Array.IndexOf(PublishedBlocks.Methods, first) < Array.IndexOf(PublishedBlocks.Methods, second)
                                                            select (first, second)];
                double[] p = [.. pairs.Select(pair => PublishedBlocks.Test(network, data, pair.First, pair.Second).PValue)];
                double[] adjusted = HolmAdjustment.Of(p);
                for (int i = 0; i < pairs.Length; i++)
                {
                    if (pairs[i].Second == PaperGrid.SynapticPruning)
                    {
                        double difference = PublishedBlocks.Mean(network, data, pairs[i].Second) - PublishedBlocks.Mean(network, data, pairs[i].First);
                        page.Append($"| {network} | {data} | {pairs[i].First} | {SentenceText.Error(difference)} | {SentenceText.Number(p[i], 4)} | {SentenceText.Number(adjusted[i], 4)} |\n");
                    }
                }
            }
        }
        page.Append('\n');
    }

    private static void Appendix(StringBuilder page)
    {
        page.Append($"## The appendix itself\n\n{PublishedResults.Cells.Count} cells: {PublishedBlocks.NetworkNames.Length} networks × {PublishedBlocks.DataSets.Length} data sets × {PublishedBlocks.Windows.Length} windows × {PublishedBlocks.Methods.Length} methods, none missing. ");
        page.Append("A t interval has its mean in the middle; these do not, so one of their numbers was misprinted:\n\n| network | data set | window | method | MAE | interval | its middle |\n|---|---|---|---|---|---|---|\n");
        foreach (PublishedCell cell in PublishedResults.Damaged)
        {
            page.Append($"| {cell.Network} | {cell.Data} | {cell.Window} | {cell.Method} | {SentenceText.Error(cell.Mae)} | {SentenceText.Error(cell.Low)} to {SentenceText.Error(cell.High)} | {SentenceText.Error(cell.Middle)} |\n");
        }
        page.Append($"\nLines called runtime that hold RMSE, by their size (all four numbers between one and two times the MAE): {SentenceText.List(PublishedClaims.Mislabelled())}.\n");
    }
}
