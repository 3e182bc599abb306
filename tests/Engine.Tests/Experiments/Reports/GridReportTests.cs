using PruningLab.Engine.Experiments.Grids;
using PruningLab.Engine.Experiments.Reports;
using static PruningLab.Engine.Tests.Experiments.Reports.SyntheticGrid;

namespace PruningLab.Engine.Tests.Experiments.Reports;

/// <summary>Reports of whole grids whose outcome is known.</summary>
public sealed class GridReportTests
{
    private static readonly GridSpec s_spec = Spec([PaperGrid.Bitcoin, PaperGrid.Sp500], [PaperGrid.Rnn], [7, 30], PaperMethods);

    /// <summary>Errors that rank the methods alike everywhere: the first of <paramref name="order"/> is best.</summary>
    private static GridReport Ordered(params string[] order)
    {
        GridResults results = Results(s_spec, place => place.Window + (0.1 * Array.IndexOf(order, place.Method)) + (0.01 * (place.Seed - 42)));
        return GridReport.Of(s_spec, results.Results.Count, results);
    }

    [Fact]
    public void Of_AGridWhereMethodsRankAlikeEverywhere_HasTheTablesByHand()
    {
        GridReport report = Ordered(PaperGrid.SynapticPruning, PaperGrid.Dropout, PaperGrid.McDropout, PaperGrid.NoDropout);
        Assert.Equal((48, 48, 96.0), (report.Jobs, report.Done, report.TotalSeconds));
        Assert.All(report.Notes, note => Assert.Contains("cannot give a p below", note, StringComparison.Ordinal));
        Assert.Equal(16, report.Cells.Count);
        NetworkTable table = Assert.Single(report.Tables);
        Assert.Equal([PaperGrid.Bitcoin, PaperGrid.Sp500], table.Data.Select(block => block.Data));
        DataBlock block = table.Data[0];
        Assert.Equal(PaperMethods, block.Rows.Select(row => row.Method));
        Assert.Equal([4, 2, 3, 1], block.Rows.Select(row => row.MeanRank));
        Assert.Equal([0, 0, 0, 2], block.Rows.Select(row => row.Wins));
        Assert.Equal([7, 30], block.Windows);

        // Means of the windows are 7.01 and 30.01.
        Assert.Equal(18.51, block.Rows[3].Mae.Mean, 1e-12);
        Assert.Equal(23 / Math.Sqrt(2), block.Rows[3].Mae.StandardDeviation, 1e-12);
        Assert.Equal(2, block.Rows[3].Mae.Count);

        // χ² of n blocks with the same order of 4 methods is 3·n.
        Assert.Equal((6, 2), (block.ByWindow!.ChiSquare, block.ByWindow.Blocks));
        Assert.Equal((18, 6), (block.ByRun!.ChiSquare, block.ByRun.Blocks));
        Assert.Equal(6, block.Pairs.Count);
        PairTest pair = block.Pairs.Single(one => one.First == PaperGrid.Dropout && one.Second == PaperGrid.SynapticPruning);
        Assert.Equal(0.1, pair.MeanDifference, 1e-12);
        Assert.Equal(6, pair.Test!.Pairs);
        Assert.True(pair.Adjusted >= pair.Test.PValue);

        Assert.Equal([4, 2, 3, 1], report.Overall!.Test.MeanRanks);
        Assert.Equal((12, 4), (report.Overall.Test.ChiSquare, report.Overall.Test.Blocks));
        Assert.Equal([0, 0, 0, 4], report.Overall.Wins);
        Assert.Equal(3.633161 / Math.Sqrt(2) * Math.Sqrt(20 / 24.0), report.Overall.CriticalDifference, 1e-5);
        Assert.Equal(4, report.Overall.Published!.Test.Blocks);
    }

    [Fact]
    public void Of_PruningBestEverywhere_SaysThatTheClaimHoldsAndHowSure()
    {
        GridReport report = Ordered(PaperGrid.SynapticPruning, PaperGrid.Dropout, PaperGrid.McDropout, PaperGrid.NoDropout);
        Assert.Contains(report.Findings, finding => finding.StartsWith(
            "The paper's claim that pruning ranks best overall holds on these runs by mean rank: Synaptic Pruning leads Dropout by 1.00 ranks, not more than", StringComparison.Ordinal)
            && finding.EndsWith("so the lead is not significant.", StringComparison.Ordinal));
        Assert.Contains(report.Findings, finding => finding.StartsWith("RNN: Synaptic Pruning has the lowest mean error on all of Bitcoin (", StringComparison.Ordinal));
        Assert.Contains("Synaptic Pruning ended with 70.0 to 70.0 % of the prunable weights pruned, 70.0 % on average over 12 runs.", report.Findings);
    }

    [Fact]
    public void Of_PruningWorstEverywhere_SaysSoPlainly()
    {
        GridReport report = Ordered(PaperGrid.NoDropout, PaperGrid.McDropout, PaperGrid.Dropout, PaperGrid.SynapticPruning);
        Assert.Contains(report.Findings, finding => finding.StartsWith(
            "The paper's claim that pruning ranks best overall does not hold on these runs: No Dropout, MC Dropout and Dropout rank as well or better. No Dropout is ahead of Synaptic Pruning by 3.00 ranks, more than",
            StringComparison.Ordinal) && finding.EndsWith("so it is significantly better.", StringComparison.Ordinal));
        Assert.Contains(report.Findings, finding => finding.StartsWith("RNN: Synaptic Pruning has the lowest mean error on no data set; not on Bitcoin (No Dropout ", StringComparison.Ordinal));
        Assert.DoesNotContain(report.Findings, finding => finding.Contains("claim that pruning ranks best overall holds", StringComparison.Ordinal));
    }

    [Fact]
    public void Of_ThePapersOwnNumbers_AgreesWithThePaperEverywhere()
    {
        GridSpec spec = Spec(
            [PaperGrid.Bitcoin, PaperGrid.Sp500, PaperGrid.AirQuality, PaperGrid.Electricity],
            [PaperGrid.Rnn, PaperGrid.Lstm, PaperGrid.PatchTst], [1, 3, 7, 14, 30, 60], PaperMethods, seeds: 1);
        GridResults results = Results(spec, place => PublishedResults.Find(place.Data, place.Network, place.Window, place.Method)!.Mae);
        GridReport report = GridReport.Of(spec, 288, results);
        Assert.Equal((3, 288, 72), (report.Tables.Count, report.Cells.Count, report.Overall!.Test.Blocks));
        Assert.All(report.Cells, cell => Assert.Equal(cell.Published!.Mae, cell.Mae.Mean));
        Assert.All(report.Tables.SelectMany(table => table.Data), block =>
        {
            Assert.All(block.Rows, row => Assert.Equal((row.Published!.Value.Mean, row.PublishedRank), (row.Mae.Mean, row.MeanRank)));
            Assert.Equal(block.Published!.ChiSquare, block.ByWindow!.ChiSquare);
        });
        Assert.Equal(report.Overall.Published!.Test.MeanRanks, report.Overall.Test.MeanRanks);
        Assert.Contains(report.Findings, finding => finding.EndsWith("rank correlation of the two orders: ρ = 1.00 over 4 methods.", StringComparison.Ordinal));
        Assert.Contains("In 72 of 72 cells our best method is the paper's best one.", report.Findings);

        // Table 2 of the paper: χ² = 15.80 for Bitcoin with RNN.
        Assert.Equal(15.80, report.Tables[0].Data[0].ByWindow!.ChiSquare, 0.005);
    }

    [Fact]
    public void Of_ResultsInAnyOrder_IsTheSame()
    {
        GridResults results = Results(s_spec, place => Math.Sin(place.ToString().Sum(c => c * c)) + 2);
        GridReport first = GridReport.Of(s_spec, 48, results), second = GridReport.Of(s_spec, 48, results with { Results = [.. results.Results.Reverse()] });
        Assert.Equal(first.Findings, second.Findings);
        Assert.Equal(first.Cells.Select(cell => (cell.Place, cell.Mae)), second.Cells.Select(cell => (cell.Place, cell.Mae)));
        Assert.Equal(first.Overall!.Test.MeanRanks, second.Overall!.Test.MeanRanks);
    }

    [Fact]
    public void Figures_OfAWholeGrid_AreThePapers()
    {
        GridReport report = Ordered(PaperMethods);
        Assert.Equal(["figure-3-rnn", "figure-6-sparsity", "figure-7-memory", "figure-runtime"], report.Figures.Select(figure => figure.Id));
        FigurePanel bitcoin = report.Figures[0].Panels[0];
        Assert.Equal((PaperGrid.Bitcoin, 4), (bitcoin.Title, bitcoin.Series.Count));
        FigurePoint point = Assert.Single(bitcoin.Series[0].Points);
        Assert.Equal(report.Tables[0].Data[0].Rows[0].Mae.Mean, point.Y);
        Assert.Equal((0.3006 + 0.3263) / 2, point.Published, 1e-12);
        FigurePanel pruning = Assert.Single(report.Figures[1].Panels);
        Assert.Equal((PaperGrid.SynapticPruning, 70.0), (pruning.Title, pruning.Series[0].Points[0].Y));
        Assert.Equal([("7", 7.0), ("30", 30.0)], report.Figures[2].Panels[0].Series[0].Points.Select(one => (one.X, one.Y)));
        Assert.All(report.Figures[3].Panels[0].Series, series => Assert.All(series.Points, one => Assert.Equal(2, one.Y)));
    }
}
