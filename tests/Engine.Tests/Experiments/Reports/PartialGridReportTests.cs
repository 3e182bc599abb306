using PruningLab.Engine.Experiments.Grids;
using PruningLab.Engine.Experiments.Reports;
using PruningLab.Engine.Experiments.Statistics;
using PruningLab.Engine.Plasticity;
using static PruningLab.Engine.Tests.Experiments.Reports.SyntheticGrid;

namespace PruningLab.Engine.Tests.Experiments.Reports;

/// <summary>Reports of grids that still run, that failed in parts, and that are not the paper's.</summary>
public sealed class PartialGridReportTests
{
    private static readonly GridSpec s_spec = Spec([PaperGrid.Bitcoin, PaperGrid.Sp500], [PaperGrid.Rnn], [7, 30], PaperMethods);

    private static GridReport Report(GridSpec spec, Func<GridPlace, double?> error)
    {
        GridResults results = Results(spec, error);
        return GridReport.Of(spec, Places(spec).Count(), results);
    }

    private static double Error(GridPlace place) => 1 + Array.IndexOf(PaperMethods, place.Method) + (0.01 * place.Window) + (0.001 * place.Seed);

    [Fact]
    public void Of_NothingDone_IsEmptyAndSaysSo()
    {
        GridReport report = Report(s_spec, _ => null);
        Assert.Empty(report.Cells);
        Assert.Empty(report.Tables);
        Assert.Empty(report.Figures);
        Assert.Empty(report.Findings);
        Assert.Null(report.Overall);
        Assert.Contains("0 of 48 jobs have a result; everything here is of those alone.", report.Notes);
    }

    /// <summary>Every beginning of a grid makes a report, and what there is of it is right.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(5)]
    [InlineData(9)]
    [InlineData(17)]
    [InlineData(30)]
    [InlineData(47)]
    public void Of_AFewJobsDone_IsOfThoseAlone(int done)
    {
        GridResults all = Results(s_spec, place => Error(place));
        GridReport report = GridReport.Of(s_spec, 48, all with { Results = [.. all.Results.Take(done)] });
        Assert.Equal((done, Math.Min(done, 16)), (report.Done, report.Cells.Count));
        Assert.StartsWith($"{done} of 48 jobs have a result", report.Notes[0], StringComparison.Ordinal);
        Assert.All(report.Tables.SelectMany(table => table.Data), block =>
        {
            Assert.Equal(4, block.Rows.Count);
            Assert.All(block.Rows.Where(row => row.Mae.Count == 0), row => Assert.True(double.IsNaN(row.MeanRank)));
        });
        Assert.Equal(done >= 8, report.Overall is not null);
    }

    [Fact]
    public void Of_SeedsThatNotAllMethodsHave_ComparesOverThoseThatAllHave()
    {
        // Dropout has seed 42 alone in window 7, where its error is low; the others' later seeds must not count there.
        GridReport report = Report(s_spec, place => place is { Method: PaperGrid.Dropout, Window: 7, Seed: > 42 } ? null : place.Seed);
        DataBlock block = report.Tables[0].Data[0];
        Assert.All(block.Rows, row => Assert.Equal((42 + 43) / 2.0, row.Mae.Mean));
        Assert.All(block.Rows, row => Assert.Equal(2.5, row.MeanRank));
        Assert.Equal(4, block.ByRun!.Blocks);
        Assert.Contains(report.Notes, note => note.StartsWith("2 of 16 cells have fewer runs than the 3 seeds of the grid: Bitcoin · RNN · window 7 · Dropout and ", StringComparison.Ordinal));
    }

    [Fact]
    public void Of_ACellThatFailed_LeavesItsBlockOutAndSaysWhy()
    {
        GridReport report = Report(s_spec, place => place is { Data: PaperGrid.Bitcoin, Method: PaperGrid.McDropout, Window: 30 } ? double.NaN : Error(place));
        Assert.Equal(3, report.Failures.Count);
        ReportCell cell = report.Cells.Single(one => one.Failures.Count > 0);
        Assert.Equal((0, 3, true), (cell.Runs.Count, cell.Failures.Count, double.IsNaN(cell.Mae.Mean)));
        DataBlock block = report.Tables[0].Data[0];
        Assert.Equal([7], block.Windows);
        Assert.Null(block.ByWindow);
        Assert.Equal(3, block.ByRun!.Blocks);
        Assert.Equal(2, report.Tables[0].Data[1].ByWindow!.Blocks);
        Assert.Equal(3, report.Overall!.Test.Blocks);
        Assert.Contains("3 jobs failed: “The loss was no number any more” (3 times, first at Bitcoin · RNN · window 30 · MC Dropout · seed 42).", report.Notes);
        Assert.Contains("Left out of ranks and tests, because some method has no run there: Bitcoin · RNN · window 30.", report.Notes);
    }

    [Fact]
    public void Of_AMethodThatFailedEverywhere_TestsTheOthers()
    {
        GridReport report = Report(s_spec, place => place.Method == PaperGrid.Dropout ? double.NaN : Error(place));
        DataBlock block = report.Tables[0].Data[0];
        Assert.Equal(PaperMethods, block.Rows.Select(row => row.Method));
        Assert.Equal([1, double.NaN, 2, 3], block.Rows.Select(row => row.MeanRank));
        Assert.Equal([1, double.NaN, 2, 3], block.ByWindow!.MeanRanks);
        Assert.Equal(4, block.ByWindow.ChiSquare, 1e-12);
        Assert.Equal(3, block.Pairs.Count);
        Assert.Equal([PaperGrid.NoDropout, PaperGrid.McDropout, PaperGrid.SynapticPruning], report.Overall!.Methods);
        Assert.Equal(3, report.Overall.Published!.Methods.Count);
    }

    [Fact]
    public void Of_MethodsThatAreAllTheSame_ShareRanksAndShowNoDifference()
    {
        GridReport report = Report(s_spec, place => place.Window + place.Seed);
        Assert.All(report.Overall!.Test.MeanRanks, rank => Assert.Equal(2.5, rank));
        Assert.Equal([4, 4, 4, 4], report.Overall.Wins);
        Assert.True(double.IsNaN(report.Overall.Test.ChiSquare));
        Assert.All(report.Tables[0].Data[0].Pairs, pair => Assert.Equal((null, 0.0, null), (pair.Test, pair.MeanDifference, pair.Adjusted)));
        Assert.Contains(report.Findings, finding => finding.Contains("no difference between the methods is shown", StringComparison.Ordinal));
        Assert.Contains(report.Findings, finding => finding.Contains("have the same mean rank as Synaptic Pruning", StringComparison.Ordinal));
    }

    [Fact]
    public void Of_OneMethodOneSeedOneWindow_HasMeansAndNothingElse()
    {
        GridSpec spec = Spec(["Tides"], ["MLP"], [12], ["Magnitude"], seeds: 1);
        GridReport report = Report(spec, _ => 0.25);
        MethodRow row = report.Tables[0].Data[0].Rows[0];
        Assert.Equal((0.25, 1), (row.Mae.Mean, row.Mae.Count));
        Assert.True(double.IsNaN(row.Mae.Low));
        Assert.Equal((null, null), (row.Published, row.PublishedRank));
        Assert.Null(report.Overall);
        Assert.Equal("error-mlp", report.Figures[0].Id);
        Assert.Contains("The grid has one method: there is nothing to rank or test.", report.Notes);
        Assert.Contains(report.Notes, note => note.StartsWith("The grid has one seed:", StringComparison.Ordinal));
        Assert.Contains(report.Notes, note => note.StartsWith("The grid has one window:", StringComparison.Ordinal));
        Assert.DoesNotContain(report.Findings, finding => finding.Contains("paper", StringComparison.Ordinal));
    }

    [Fact]
    public void Of_Classes_AreJudgedByWrongAnswers()
    {
        GridSpec spec = Spec(["MNIST"], ["MLP"], [1], ["Dense", PaperGrid.SynapticPruning], seeds: 3);
        GridResults results = new([.. Places(spec).Select(place => Result(place, 0.5) with { Accuracy = place.Method == "Dense" ? 0.97 : 0.98 })], []);
        GridReport report = GridReport.Of(spec, 6, results);
        DataBlock block = report.Tables[0].Data[0];
        Assert.Equal(DataBlock.WrongShare, block.Measure);
        Assert.Equal(0.02, block.Rows[1].Mae.Mean, 1e-12);
        Assert.Equal([2, 1], block.Rows.Select(row => row.MeanRank));
        Assert.Equal("share of wrong answers", report.Figures[0].YLabel);
        Assert.Contains(report.Notes, note => note.StartsWith("MNIST: classes are asked for", StringComparison.Ordinal));
    }

    [Fact]
    public void Of_RunsOnDifferentFiles_AreNotedAsNotBelongingTogether()
    {
        GridResults results = Results(s_spec, place => Error(place));
        results = results with { Results = [.. results.Results.Select(run => run.Place is { Data: PaperGrid.Sp500, Seed: 43 } ? run with { DataFingerprint = "fedcba9876543210" } : run)] };
        GridReport report = GridReport.Of(s_spec, 48, results with { Notes = ["One line was cut off."] });
        Assert.Contains("S&P500: the runs were made on 2 different versions of the data (by fingerprint); their numbers do not belong together.", report.Notes);
        Assert.DoesNotContain(report.Notes, note => note.StartsWith("Bitcoin: the runs", StringComparison.Ordinal));
        Assert.Contains("One line was cut off.", report.Notes);
    }

    [Fact]
    public void Of_SettingsAndMethodsOfOneNetwork_HaveATableEach()
    {
        GridSpec spec = Spec([PaperGrid.Bitcoin], [PaperGrid.Rnn, PaperGrid.Lstm], [7, 30], [PaperGrid.Dropout]) with
        {
            Methods =
            [
                new(PaperGrid.Dropout, new("dropout")),
                new(PaperGrid.SynapticPruning, new("synaptic-pruning")) { Networks = [PaperGrid.Rnn] },
                new(PaperGrid.SynapticPruning, new("synaptic-pruning")) { Networks = [PaperGrid.Lstm] },
                new("Movement", new("movement")) { Networks = [PaperGrid.Lstm] },
            ],
            Settings = [new("short", new Dictionary<string, double> { ["epochs"] = 5 }), new("long", new Dictionary<string, double> { ["epochs"] = 20 })],
        };
        GridReport report = Report(spec, place => place.Method.Length + (place.Setting == "short" ? 10 : 0) + (0.01 * place.Seed));
        Assert.Equal([("RNN", "short"), ("RNN", "long"), ("LSTM", "short"), ("LSTM", "long")], report.Tables.Select(table => (table.Network, table.Setting)));
        Assert.Equal([2, 2, 3, 3], report.Tables.Select(table => table.Data[0].Rows.Count));
        Assert.Equal(10, report.Tables[0].Data[0].Rows[0].Mae.Mean - report.Tables[1].Data[0].Rows[0].Mae.Mean, 1e-9);
        Assert.Contains("figure-4-lstm-long", report.Figures.Select(figure => figure.Id));

        // Movement runs with one network only, so cells of all three methods are those of that network: 2 windows × 2 settings.
        Assert.Equal((4, 3), (report.Overall!.Test.Blocks, report.Overall.Methods.Count));
        Assert.Equal((2, 2), (report.Overall.Published!.Test.Blocks, report.Overall.Published.Methods.Count));
        Assert.Contains(report.Notes, note => note.StartsWith("Left out of the ranks over the whole grid", StringComparison.Ordinal) && note.Contains("Bitcoin · RNN · window 7 · short", StringComparison.Ordinal));
        Assert.Contains(report.Notes, note => note.StartsWith("The grid has methods that the paper does not have", StringComparison.Ordinal));
    }

    /// <summary>A method that the paper lacks must not shift ranks that are set beside the paper's.</summary>
    [Fact]
    public void Of_AMethodThatThePaperDoesNotHave_ComparesRanksAmongThePapersMethods()
    {
        GridSpec spec = Spec([PaperGrid.Bitcoin, PaperGrid.Sp500], [PaperGrid.Rnn], [7, 30], [.. PaperMethods, "Movement"]);
        GridReport report = Report(spec, place => place.Method == "Movement" ? 0.1 : Error(place));
        Assert.Equal(2, report.Overall!.Test.MeanRanks[0]);
        Assert.Contains(report.Findings, finding => finding.Contains("No Dropout 2.88 (ours 1.00)", StringComparison.Ordinal) && finding.Contains("among these methods alone", StringComparison.Ordinal));
    }

    /// <summary>Where pruning has not run yet, nothing is said of it there.</summary>
    [Fact]
    public void Of_PruningMissingOnOneDataSet_IsJudgedOnTheOthersAlone()
    {
        GridReport report = Report(s_spec, place => place is { Data: PaperGrid.Sp500, Method: PaperGrid.SynapticPruning } ? null : 5 - Error(place));
        string finding = Assert.Single(report.Findings, finding => finding.StartsWith("RNN: Synaptic Pruning", StringComparison.Ordinal));
        Assert.StartsWith("RNN: Synaptic Pruning has the lowest mean error on Bitcoin (", finding, StringComparison.Ordinal);
        Assert.DoesNotContain("S&P500", finding, StringComparison.Ordinal);
    }

    [Fact]
    public void Of_ABestErrorOfZero_SaysNoShareOfIt()
    {
        GridReport report = Report(s_spec, place => place.Method == PaperGrid.NoDropout ? 0 : Error(place));
        Assert.DoesNotContain(report.Findings, finding => finding.Contains('∞') || finding.Contains("n/a", StringComparison.Ordinal));
    }

    [Fact]
    public void Of_ARunThatPrunedNothing_CountsInTheSparsity()
    {
        GridResults results = Results(s_spec, place => Error(place));
        results = results with { Results = [.. results.Results.Select(run => run.Place is { Window: 7, Seed: 42, Method: PaperGrid.SynapticPruning } ? run with { Pruned = 0 } : run)] };
        Assert.Contains("Synaptic Pruning ended with 0.0 to 70.0 % of the prunable weights pruned, 58.3 % on average over 12 runs.", GridReport.Of(s_spec, 48, results).Findings);
    }

    /// <summary>Two windows and three seeds of four methods: neither Friedman's test by windows nor an adjusted Wilcoxon can find anything.</summary>
    [Fact]
    public void Of_AGridTooSmallForItsTests_SaysThatTheyCannotShowADifference()
    {
        GridReport small = Report(s_spec, place => Error(place));
        Assert.Contains("With 2 windows and 4 methods Friedman's test by windows cannot give a p below 0.11, whatever the errors are; that it shows no difference says nothing.", small.Notes);
        Assert.Contains("With 6 runs of each method Wilcoxon's test of two methods cannot give a p below 0.031, nor below 0.19 when it is adjusted for 6 pairs of methods; that no pair is significantly different says nothing.", small.Notes);
        Assert.Equal(small.Tables[0].Data[0].ByWindow!.PValue, FriedmanResult.LowestPValue(2, 4), 1e-12);

        GridSpec large = Spec([PaperGrid.Bitcoin], [PaperGrid.Rnn], [1, 3, 7, 14, 30, 60], PaperMethods);
        Assert.DoesNotContain(Report(large, place => Error(place)).Notes, note => note.Contains("cannot give a p below", StringComparison.Ordinal));
    }

    /// <summary>Names that differ by signs alone that a file's name does not have.</summary>
    [Fact]
    public void Of_SettingsWithTheSameFileName_HaveFilesOfTheirOwn()
    {
        GridSpec spec = Spec([PaperGrid.Bitcoin], [PaperGrid.Rnn], [7, 30], PaperMethods) with
        {
            Settings = [new("α = 1", new Dictionary<string, double> { ["epochs"] = 5 }), new("β = 1", new Dictionary<string, double> { ["epochs"] = 20 })],
        };
        GridReport report = Report(spec, place => Error(place));
        string[] files = [.. report.Figures.Select(figure => FigureSvg.FileName(figure.Id)), .. ReportContent.Of(report, new ReportOptions()).Tables.Select(table => table.Id)];
        Assert.Distinct(files);
    }

    /// <summary>No dropout has no s_max: it is trained once and stands under both settings.</summary>
    [Fact]
    public void Of_ASettingThatAMethodDoesNotHave_ShowsItsRunsUnderEverySetting()
    {
        GridSpec spec = Spec([PaperGrid.Bitcoin], [PaperGrid.Rnn], [7, 30], [PaperGrid.NoDropout], seeds: 2) with
        {
            Methods = [new(PaperGrid.NoDropout, new("none")), new(PaperGrid.SynapticPruning, new("synaptic-pruning"))],
            Settings = [new("half", new Dictionary<string, double> { ["s_max"] = 0.5 }), new("most", new Dictionary<string, double> { ["s_max"] = 0.9 })],
        };
        IReadOnlyList<GridJob> jobs = GridPlan.Of(spec, RuleCatalogue.Default);
        Assert.Equal(12, jobs.Count);
        GridReport report = GridReport.Of(spec, 12, new GridResults([.. jobs.Select(job => Result(job.Place, job.Place.Method.Length) with { Job = job.Id })], []));
        Assert.Equal(["half", "most"], report.Tables.Select(table => table.Setting));
        Assert.All(report.Tables, table => Assert.Equal([10.0, 16], table.Data[0].Rows.Select(row => row.Mae.Mean)));
        Assert.Equal((12, 24.0, 4), (report.Done, report.TotalSeconds, report.Overall!.Test.Blocks));
        Assert.All(report.Notes, note => Assert.Contains("cannot give a p below", note, StringComparison.Ordinal));
        Assert.Contains("all 12 runs together", ReportWriter.Text(report, ReportFormat.Markdown), StringComparison.Ordinal);
    }

    [Fact]
    public void Of_ResultsFromElsewhere_AreLeftOutAndCounted()
    {
        GridResults results = Results(s_spec, place => Error(place));
        results = results with { Results = [.. results.Results, Result(new GridPlace("Tides", "RNN", 7, PaperGrid.Dropout, "", 42), 0)] };
        GridReport report = GridReport.Of(s_spec, 48, results);
        Assert.Equal(16, report.Cells.Count);
        Assert.Contains(report.Notes, note => note.StartsWith("1 result of the store stands nowhere in this grid and is left out", StringComparison.Ordinal));
    }
}
