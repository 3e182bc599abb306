using AngleSharp.Dom;
using Bunit;
using Bunit.TestDoubles;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Web;
using Microsoft.Extensions.DependencyInjection;
using PruningLab.Components.Experiments;
using PruningLab.Components.Tests.Fakes;
using PruningLab.Engine.Data;
using PruningLab.Engine.Experiments.Grids;
using PruningLab.Engine.Experiments.Reports;
using PruningLab.Engine.Training;

namespace PruningLab.Components.Tests.Experiments;

public sealed class ReportViewTests : BunitContext
{
    private static readonly PaperLikeGrid s_grid = new([7, 30], [42, 43, 44]);
    private static readonly GridReport s_full = s_grid.ReportAfter(int.MaxValue);
    private readonly List<GridResult> _opened = [];
    private readonly List<GridResult> _onCpu = [];
    private Func<GridResult, Task>? _lab;

    public ReportViewTests() => JSInterop.Mode = JSRuntimeMode.Loose;

    private NavigationManager Navigation => Services.GetRequiredService<NavigationManager>();

    [Fact]
    public void Tables_FullReport_HaveThePapersRowsWithItsFiguresBesideOurs()
    {
        IRenderedComponent<ReportView> view = View(s_full);

        IElement table = view.Find("[data-testid=network-table]");
        Assert.Equal("RNN", table.GetAttribute("data-network"));
        Assert.Equal(["Bitcoin", "S&P500", "Air Quality", "Electricity"], table.QuerySelectorAll("tbody[data-data]").Select(body => body.GetAttribute("data-data")));
        MethodRow row = s_full.Tables.Single(item => item.Network == "RNN").Data.Single(item => item.Data == "Bitcoin").Rows.Single(item => item.Method == "Synaptic Pruning");
        Assert.Equal(
            [.. new[] { row.Mae.Mean, row.Mae.StandardDeviation }.Select(ReportNumber.Error), ReportNumber.Interval(row.Mae.Low, row.Mae.High),
                ReportNumber.Fixed(row.MeanRank, 2), $"{row.Wins}", "2 of 2",
                ReportNumber.Error(row.Published!.Value.Mean), ReportNumber.Error(row.Published.Value.StandardDeviation), ReportNumber.Interval(row.Published.Value.Low, row.Published.Value.High),
                ReportNumber.Fixed(row.PublishedRank, 2), ReportNumber.Difference(row.Mae.Mean - row.Published.Value.Mean)],
            Numbers(view, "Bitcoin~RNN~all~Synaptic Pruning"));
    }

    [Fact]
    public void Tables_BestOfADataSet_HasAMarkAndAWordNotBoldAlone()
    {
        IRenderedComponent<ReportView> view = View(s_full);

        DataBlock block = s_full.Tables.Single(item => item.Network == "RNN").Data.Single(item => item.Data == "Bitcoin");
        string best = block.Rows.MinBy(row => row.Mae.Mean)!.Method;
        IElement[] marks = [.. view.FindAll("tbody[data-data=Bitcoin] td:nth-child(2) strong")];
        IElement mark = Assert.Single(marks);
        Assert.Equal($"Bitcoin~RNN~all~{best}", mark.Closest("tr")!.GetAttribute("data-cell"));
        Assert.Equal(("★", "best: "), (mark.QuerySelector("[aria-hidden]")!.TextContent, mark.QuerySelector(".visually-hidden")!.TextContent));
        Assert.Contains("★ best of its data set", view.Markup, StringComparison.Ordinal);
    }

    [Fact]
    public void Tables_AnotherNetwork_IsShownOnRequest()
    {
        IRenderedComponent<ReportView> view = View(s_full);

        view.Find("[data-testid=table-network] input[value=PatchTST]").Change("PatchTST");

        Assert.Equal("PatchTST", view.Find("[data-testid=network-table]").GetAttribute("data-network"));
        Assert.NotEmpty(Numbers(view, "Air Quality~PatchTST~all~Dropout"));
    }

    [Fact]
    public void Tables_EveryOne_HasACaptionAndScopedHeads()
    {
        IRenderedComponent<ReportView> view = View(s_full, "Bitcoin~RNN~7~Dropout");

        Assert.All(view.FindAll("table"), table => Assert.False(string.IsNullOrWhiteSpace(table.QuerySelector("caption")?.TextContent)));
        Assert.All(view.FindAll("th"), head => Assert.Contains(head.GetAttribute("scope"), (string?[])["col", "row", "rowgroup", "colgroup"]));
    }

    [Fact]
    public void Report_Partial_ShowsEveryRowWithDashesAndCountsOfSeeds()
    {
        // All cells of the first seed but the last 40, in the order of the jobs.
        GridReport report = s_grid.ReportAfter(96 - 40);
        IRenderedComponent<ReportView> view = View(report);

        Assert.Equal("96 cells", view.Find("[data-testid=cell-count]").TextContent);
        Assert.Equal("1 of 3 seeds", Seeds(view, "Bitcoin~RNN~7~Dropout"));
        view.Find("[data-testid=page-on]").Click();
        Assert.Equal("0 of 3 seeds", Seeds(view, "Electricity~LSTM~7~Dropout"));
        Assert.Equal(["–", "–", "0 of 3 seeds", "–", "–", "–", "–"], Numbers(view, "Electricity~LSTM~7~Dropout").Skip(1));
        Assert.Equal("–", Numbers(view, "Electricity~RNN~all~Dropout")[0]);
        Assert.Equal("0 of 2", Numbers(view, "Electricity~RNN~all~Dropout")[5]);
        Assert.Contains("56 of 288 trainings done", view.Find("[data-testid=report-facts]").TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public void Report_BeforeTheFirstResult_SaysSoAndShowsTheRowsToCome()
    {
        IRenderedComponent<ReportView> view = View(s_grid.ReportOf([]));

        Assert.Equal(16, view.FindAll("[data-testid=network-table] tr[data-cell]").Count);
        Assert.Equal(48, view.FindAll("[data-testid=cell-table] tr[data-cell]").Count);
        Assert.Empty(view.FindAll("[data-testid=overall-table], strong"));
        Assert.Contains("Ranks appear as soon as", view.Markup, StringComparison.Ordinal);
    }

    [Fact]
    public void Report_GrowingFromNothingToAll_NeverMovesARow()
    {
        IRenderedComponent<ReportView> view = View(s_grid.ReportOf([]));
        string[] rows = [.. Rows(view)];

        foreach (int jobs in (int[])[1, 57, 96, 200, 288])
        {
            view.Render(parameters => parameters.Add(item => item.Report, s_grid.ReportAfter(jobs)));
            Assert.Equal(rows, Rows(view));
        }
        Assert.Equal("3 of 3 seeds", Seeds(view, "Bitcoin~RNN~7~Dropout"));
    }

    [Fact]
    public void Cell_Clicked_OpensItsRunsAndStandsInTheAddress()
    {
        IRenderedComponent<ReportView> view = View(s_full);

        Click(view, "S&P500~RNN~7~Dropout");

        Assert.Equal("?cell=S%26P500~RNN~7~Dropout", Pushed().Query);
        Assert.Equal("S&P500 · RNN · window 7 · Dropout", view.Find("[data-testid=cell-details] h2").TextContent);
        Assert.Equal(["42", "43", "44"], view.FindAll("[data-testid=runs-table] tr[data-run]").Select(row => row.GetAttribute("data-seed")));
        GridResult run = s_full.Cells.Single(cell => CellKey.Of(cell.Place) == "S&P500~RNN~7~Dropout").Runs.Single(item => item.Place.Seed == 43);
        Assert.Equal(
            [ReportNumber.Error(run.Mae), ReportNumber.Error(run.Rmse), ReportNumber.Significant(run.MaeInUnits), $"{run.Epochs}", "0.0", ReportNumber.Seconds(run.Seconds), ReportNumber.Mebibytes(run.MemoryBytes),
                run.Fingerprint[..12] + "…", run.Finished.ToString("yyyy-MM-dd HH:mm:ss", null), run.Runner],
            view.FindAll("tr[data-seed='43'] td").Select(cell => cell.TextContent.Trim()).Take(10));
        Assert.Equal("true", view.Find("[data-testid=cell-table] tr[data-cell='S&P500~RNN~7~Dropout']").GetAttribute("aria-current"));
        Assert.Equal(3, view.FindAll("[data-testid=seed-strip] circle").Count);
    }

    [Fact]
    public void TableRow_Clicked_OpensTheRunsOfAllItsWindows()
    {
        IRenderedComponent<ReportView> view = View(s_full);

        Click(view, "Bitcoin~RNN~all~MC Dropout");

        Assert.Equal("Bitcoin · RNN · windows 7, 30 · MC Dropout", view.Find("[data-testid=cell-details] h2").TextContent);
        Assert.Equal(6, view.FindAll("[data-testid=runs-table] tr[data-run]").Count);
        Assert.Equal(2, view.FindAll("[data-testid=cell-details] [data-summary]").Count);
    }

    [Fact]
    public void Details_ClosedByEscape_LeaveTheAddressAndGiveTheKeyboardBack()
    {
        IRenderedComponent<ReportView> view = View(s_full);
        Click(view, "Bitcoin~RNN~7~Dropout");
        int focused = JSInterop.Invocations.Count(call => call.Identifier.EndsWith("focus", StringComparison.OrdinalIgnoreCase));

        view.Find("[data-testid=cell-details]").KeyDown(new KeyboardEventArgs { Key = "Escape" });

        Assert.Empty(view.FindAll("[data-testid=cell-details]"));
        Assert.Equal(string.Empty, Pushed().Query);
        Assert.Equal((1, 2), (focused, JSInterop.Invocations.Count(call => call.Identifier.EndsWith("focus", StringComparison.OrdinalIgnoreCase))));
    }

    [Fact]
    public void Address_WithACell_OpensItWithoutTakingTheKeyboard()
    {
        IRenderedComponent<ReportView> view = View(s_full, "Air Quality~PatchTST~30~Synaptic Pruning");

        Assert.Equal("Air Quality · PatchTST · window 30 · Synaptic Pruning", view.Find("[data-testid=cell-details] h2").TextContent);
        Assert.DoesNotContain(JSInterop.Invocations, call => call.Identifier.EndsWith("focus", StringComparison.OrdinalIgnoreCase));
    }

    [Fact]
    public void Address_WithACellThatIsNotThere_SaysSo()
    {
        IRenderedComponent<ReportView> view = View(s_full, "Bitcoin~GRU~7~Dropout");

        Assert.Empty(view.FindAll("[data-testid=cell-details]"));
        Assert.Contains("The link leads to “Bitcoin · GRU · 7 · Dropout”, but this grid has no such cell; choose one from the tables.", view.Markup, StringComparison.Ordinal);

        Click(view, "Bitcoin~RNN~7~Dropout");

        Assert.DoesNotContain("no such cell", view.Markup, StringComparison.Ordinal);
    }

    [Fact]
    public void Address_GoneBack_ClosesTheRuns()
    {
        IRenderedComponent<ReportView> view = View(s_full);
        Click(view, "Bitcoin~RNN~7~Dropout");

        Navigation.NavigateTo("/experiments/mine?back");

        Assert.Empty(view.FindAll("[data-testid=cell-details]"));
    }

    [Fact]
    public void Details_WhileTheGridRuns_FollowAndKeepTheirLines()
    {
        IRenderedComponent<ReportView> view = View(s_grid.ReportOf([]), "Bitcoin~RNN~7~No Dropout");
        Assert.Contains("No run of this cell is done yet: 0 of 3 seeds.", view.Find("[data-testid=cell-details]").TextContent, StringComparison.Ordinal);
        Assert.Equal(3, view.FindAll("[data-testid=runs-table] tr[data-seed] .waits").Count);

        view.Render(parameters => parameters.Add(item => item.Report, s_grid.ReportAfter(97)));

        Assert.Equal(["42", "43", "44"], view.FindAll("tr[data-seed]").Select(row => row.GetAttribute("data-seed")));
        Assert.Single(view.FindAll("tr[data-seed] .waits"));
        Assert.Contains("from 2 of 3 seeds", view.Find("[data-summary]").TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public void Details_AFailedRun_ShowItsSentence()
    {
        GridJob job = s_grid.Jobs.First(item => item.Place == new GridPlace("Bitcoin", "RNN", 7, "Dropout", "", 43));
        GridResult[] results = [.. s_grid.Jobs.Select(item => item == job ? PaperLikeGrid.Result(item) with { Failure = "The loss is not a number after epoch 3; lower the learning rate." } : PaperLikeGrid.Result(item))];
        IRenderedComponent<ReportView> view = View(s_grid.ReportOf(results), "Bitcoin~RNN~7~Dropout");

        Assert.Contains("Failed: The loss is not a number after epoch 3; lower the learning rate.", view.Find("tr[data-seed='43']").TextContent, StringComparison.Ordinal);
        Assert.Equal("2 of 3 seeds, 1 failed", Seeds(view, "Bitcoin~RNN~7~Dropout"));
        Assert.Contains("1 failed", view.Find("[data-testid=report-facts]").TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public void OpenInLab_OfARun_HandsThatRunOver()
    {
        IRenderedComponent<ReportView> view = View(s_full, "Bitcoin~RNN~7~Dropout");

        view.Find("tr[data-seed='44'] [data-testid=open-in-lab]").Click();

        GridResult run = Assert.Single(_opened);
        Assert.Equal(new GridPlace("Bitcoin", "RNN", 7, "Dropout", "", 44), run.Place);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void OpenInLab_ThatCannotBe_ShowsTheSentenceBesideTheRun(bool data)
    {
        _lab = _ => throw (data ? new DataException("The data are gone.") : new SettingException("All places are taken."));
        IRenderedComponent<ReportView> view = View(s_full, "Bitcoin~RNN~7~Dropout");

        view.Find("tr[data-seed='43'] [data-testid=open-in-lab]").Click();

        Assert.Contains(data ? "The data are gone." : "All places are taken.", view.Find("tr[data-seed='43'] + tr").TextContent, StringComparison.Ordinal);
        Assert.Empty(view.FindAll("[data-testid=open-on-cpu]"));
        Assert.All(view.FindAll("[data-testid=open-in-lab]"), button => Assert.False(button.HasAttribute("disabled")));
    }

    [Fact]
    public void OpenInLab_OnADeviceThatIsNotHere_OffersTheCpu()
    {
        ReportPlan plan = new(s_grid.Spec, [.. s_grid.Jobs.Select(job => job with { Spec = job.Spec with { Training = job.Spec.Training with { Device = "cuda:0" } } })]);
        _lab = _ => throw new SettingException("There is no device “cuda:0” on this machine: choose cpu.");
        IRenderedComponent<ReportView> view = View(s_full, "Bitcoin~RNN~7~Dropout", plan);

        view.Find("tr[data-seed='43'] [data-testid=open-in-lab]").Click();
        Assert.Contains("There is no device “cuda:0”", view.Find("tr[data-seed='43'] + tr").TextContent, StringComparison.Ordinal);
        view.Find("[data-testid=open-on-cpu]").Click();

        Assert.Equal(_opened, _onCpu);
        Assert.Empty(view.FindAll("[data-testid=open-on-cpu]"));
    }

    [Fact]
    public void OpenInLab_WhileItOpens_IsSaidAndCannotBeAskedTwice()
    {
        TaskCompletionSource opened = new();
        _lab = _ => opened.Task;
        IRenderedComponent<ReportView> view = View(s_full, "Bitcoin~RNN~7~Dropout");

        view.Find("tr[data-seed='43'] [data-testid=open-in-lab]").Click();

        Assert.Equal("Opening …", view.Find("tr[data-seed='43'] [data-testid=open-in-lab]").TextContent);
        Assert.All(view.FindAll("[data-testid=open-in-lab]"), button => Assert.True(button.HasAttribute("disabled")));
        opened.SetResult();
        view.WaitForAssertion(() => Assert.False(view.Find("[data-testid=open-in-lab]").HasAttribute("disabled")));
    }

    [Fact]
    public void Spec_OfARun_IsShownCopiedAndDownloaded()
    {
        IRenderedComponent<ReportView> view = View(s_full, "Bitcoin~RNN~7~Dropout");
        string job = view.Find("tr[data-seed='44']").GetAttribute("data-run")!;

        view.Find("tr[data-seed='44'] [data-testid=show-spec]").Click();

        string json = view.Find("[data-testid=run-spec] pre").TextContent;
        Assert.Equal(s_grid.Plan.SpecOf(job)!.ToJson(), json);
        Assert.Equal(44, ExperimentSpec.FromJson(json).Seed);
        IElement link = view.Find("[data-testid=download-spec]");
        Assert.Equal(json, System.Text.Encoding.UTF8.GetString(Convert.FromBase64String(link.GetAttribute("href")!.Split("base64,")[1])));
        Assert.Equal($"pruninglab train {link.GetAttribute("download")}", view.Find("[data-testid=command]").TextContent);
        view.Find("[data-testid=copy-spec]").Click();
        Assert.Equal(json, JSInterop.Invocations.Single(call => call.Identifier == "navigator.clipboard.writeText").Arguments[0]);
        Assert.Equal("The experiment was copied.", view.Find("[data-testid=cell-details] .said").TextContent);
    }

    [Fact]
    public void Spec_OfAJobTheGridHasNoMore_IsSaidToBeGone()
    {
        PaperLikeGrid smaller = new([7, 30], [42]);
        IRenderedComponent<ReportView> view = Render<ReportView>(parameters => parameters.Add(item => item.Report, s_full).Add(item => item.Plan, smaller.Plan));
        Click(view, "Bitcoin~RNN~7~Dropout");

        view.Find("tr[data-seed='44'] [data-testid=show-spec]").Click();

        Assert.Contains("its definition was changed after the run", view.Find("tr[data-seed='44'] + tr").TextContent, StringComparison.Ordinal);
        Assert.Empty(view.FindAll("[data-testid=run-spec], [data-testid=open-in-lab]"));
    }

    [Fact]
    public void Page_RendersAgainWithTheSameReport_TheReportDoesNot()
    {
        IRenderedComponent<ReportView> view = View(s_full);
        IRenderedComponent<CellTable> cells = view.FindComponent<CellTable>();
        (int report, int table) before = (view.RenderCount, cells.RenderCount);

        view.Render(parameters => parameters.Add(item => item.Report, s_full));

        Assert.Equal(before, (view.RenderCount, cells.RenderCount));
    }

    private IRenderedComponent<ReportView> View(GridReport report, string? cell = null, ReportPlan? plan = null)
    {
        if (cell is not null)
        {
            Navigation.NavigateTo(Navigation.GetUriWithQueryParameter(ReportView.CellParameter, cell));
        }
        return Render<ReportView>(parameters => parameters
            .Add(view => view.Report, report)
            .Add(view => view.Plan, plan ?? s_grid.Plan)
            .Add(view => view.OpenOnCpu, _onCpu.Add)
            .Add(view => view.OpenInLab, run =>
            {
                _opened.Add(run);
                return _lab?.Invoke(run) ?? Task.CompletedTask;
            }));
    }

    /// <summary>The address that the browser's history was given last.</summary>
    private Uri Pushed() => new((string)JSInterop.Invocations.Last(call => call.Identifier == "history.pushState").Arguments[2]!);

    private static void Click(IRenderedComponent<ReportView> view, string key) => view.Find($"tr[data-cell='{key}'] button").Click();

    private static List<string> Numbers(IRenderedComponent<ReportView> view, string key) =>
        [.. view.FindAll($"tr[data-cell='{key}'] td.number").Select(cell => cell.TextContent.Replace("★best: ", "", StringComparison.Ordinal).Trim())];

    private static string Seeds(IRenderedComponent<ReportView> view, string key) => Numbers(view, key).Single(text => text.Contains(" seed", StringComparison.Ordinal));

    private static IEnumerable<string> Rows(IRenderedComponent<ReportView> view) => view.FindAll("tr[data-cell]").Select(row => row.GetAttribute("data-cell")!);
}
