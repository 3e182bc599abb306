using AngleSharp.Dom;
using Bunit;
using Microsoft.AspNetCore.Components;
using PruningLab.Components.Experiments;
using PruningLab.Components.Tests.Fakes;
using PruningLab.Engine.Experiments.Reports;

namespace PruningLab.Components.Tests.Experiments;

public sealed class CellTableTests : BunitContext
{
    private static readonly PaperLikeGrid s_grid = new([1, 3, 7, 14, 30, 60], [42]);
    private static readonly GridReport s_report = s_grid.ReportAfter(250);
    private static readonly IReadOnlyList<CellRow> s_rows = CellRow.Of(s_report, s_grid.Plan);
    private readonly List<string> _opened = [];

    [Fact]
    public void Rows_AllCells_ComeAPageAtATimeInTheGridsOrder()
    {
        IRenderedComponent<CellTable> table = Table(s_rows);

        Assert.Equal("288 cells", Text(table, "cell-count"));
        Assert.Equal(s_rows.Take(CellTable.PageLength).Select(row => row.Key), Keys(table));
        Assert.Equal(("1–48", true), (Text(table, "page"), table.Find("[data-testid=page-back]").HasAttribute("disabled")));

        for (int page = 0; page < 5; page++)
        {
            table.Find("[data-testid=page-on]").Click();
        }

        Assert.Equal(("241–288", true), (Text(table, "page"), table.Find("[data-testid=page-on]").HasAttribute("disabled")));
        Assert.Equal(s_rows.Skip(240).Select(row => row.Key), Keys(table));
    }

    [Fact]
    public void Filter_ByDataNetworkWindowAndMethod_LeavesTheCellsThatFitAll()
    {
        IRenderedComponent<CellTable> table = Table(s_rows);
        table.Find("[data-testid=page-on]").Click();

        Choose(table, "filter-data", "S&P500");
        Assert.Equal("72 of 288 cells", Text(table, "cell-count"));
        Assert.Equal("1–48", Text(table, "page"));
        Choose(table, "filter-network", "LSTM");
        Choose(table, "filter-method", "Dropout");
        Assert.Equal([1, 3, 7, 14, 30, 60], Shown(table).Select(row => row.Place.Window));
        Assert.All(Shown(table), row => Assert.Equal(("S&P500", "LSTM", "Dropout"), (row.Place.Data, row.Place.Network, row.Place.Method)));
        Choose(table, "filter-window", "14");
        Assert.Equal(["S&P500~LSTM~14~Dropout"], Keys(table));
        Assert.Empty(table.FindAll("[data-testid=page]"));

        Choose(table, "filter-window", "");
        Assert.Equal(6, Keys(table).Count);
    }

    [Theory]
    [InlineData(CellColumn.Mae)]
    [InlineData(CellColumn.Published)]
    [InlineData(CellColumn.Difference)]
    [InlineData(CellColumn.Seconds)]
    [InlineData(CellColumn.Sparsity)]
    public void Sort_ByANumber_AscendsThenDescendsThenIsTheGridsOrderAgain(CellColumn column)
    {
        IRenderedComponent<CellTable> table = Table(s_rows);
        Func<CellRow, double> number = column switch
        {
            CellColumn.Mae => row => row.Mae,
            CellColumn.Published => row => row.Published,
            CellColumn.Difference => row => row.Difference,
            CellColumn.Sparsity => row => row.Sparsity,
            _ => row => row.Seconds,
        };

        Head(table, column).QuerySelector("button")!.Click();
        Assert.Equal("ascending", Head(table, column).GetAttribute("aria-sort"));
        Assert.Equal(s_rows.Select(number).Where(double.IsFinite).Order().Take(48), Shown(table).Select(number));

        Head(table, column).QuerySelector("button")!.Click();
        Assert.Equal("descending", Head(table, column).GetAttribute("aria-sort"));
        Assert.Equal(s_rows.Select(number).Where(double.IsFinite).OrderDescending().Take(48), Shown(table).Select(number));

        Head(table, column).QuerySelector("button")!.Click();
        Assert.All(table.FindAll("th[aria-sort]"), head => Assert.Equal("none", head.GetAttribute("aria-sort")));
        Assert.Equal(s_rows.Take(48).Select(row => row.Key), Keys(table));
    }

    [Fact]
    public void Sort_CellsWithoutAValue_ComeLastBothWays()
    {
        IRenderedComponent<CellTable> table = Table(s_rows);
        Choose(table, "filter-data", "Electricity");
        Choose(table, "filter-network", "LSTM");
        int without = Shown(table).Count(row => double.IsNaN(row.Mae));
        Assert.InRange(without, 1, Keys(table).Count - 1);

        for (int click = 0; click < 2; click++)
        {
            Head(table, CellColumn.Mae).QuerySelector("button")!.Click();
            Assert.All(Shown(table).TakeLast(without), row => Assert.True(double.IsNaN(row.Mae)));
            Assert.All(Shown(table).SkipLast(without), row => Assert.False(double.IsNaN(row.Mae)));
        }
    }

    [Fact]
    public void Sort_ByText_KeepsTheGridsOrderAmongEqualOnes()
    {
        IRenderedComponent<CellTable> table = Table(s_rows);

        Head(table, CellColumn.Method).QuerySelector("button")!.Click();

        Assert.Equal(s_rows.Where(row => row.Place.Method == "Dropout").Take(48).Select(row => row.Key), Keys(table));
    }

    [Fact]
    public void Row_ClickedAnywhereOrByItsButton_OpensItsRuns()
    {
        IRenderedComponent<CellTable> table = Table(s_rows);

        table.Find("tr[data-cell='Bitcoin~RNN~1~Dropout']").Click();
        table.Find("tr[data-cell='Bitcoin~RNN~3~Dropout'] button").Click();

        Assert.Equal(["Bitcoin~RNN~1~Dropout", "Bitcoin~RNN~3~Dropout"], _opened);
    }

    [Fact]
    public void Best_OfABlock_IsTheLowestMeanAndOnlyAmongSeveral()
    {
        CellRow best = s_rows.Where(row => row.Place is { Data: "Bitcoin", Network: "RNN", Window: 7 }).MinBy(row => row.Mae)!;
        Assert.Equal([best.Key], s_rows.Where(row => row.IsBest && row.Place is { Data: "Bitcoin", Network: "RNN", Window: 7 }).Select(row => row.Key));

        IReadOnlyList<CellRow> first = CellRow.Of(s_grid.ReportAfter(1), s_grid.Plan);
        Assert.DoesNotContain(first, row => row.IsBest);
    }

    [Fact]
    public void NewReport_WithFilterAndSort_KeepsBothAndRendersOnce()
    {
        IRenderedComponent<CellTable> table = Table(CellRow.Of(s_grid.ReportAfter(100), s_grid.Plan));
        Choose(table, "filter-network", "RNN");
        Head(table, CellColumn.Window).QuerySelector("button")!.Click();
        List<string> before = Keys(table);
        int renders = table.RenderCount;

        table.Render(parameters => parameters.Add(item => item.Rows, s_rows));

        Assert.Equal(renders + 1, table.RenderCount);
        Assert.Equal(before, Keys(table));
        Assert.Equal("96 of 288 cells", Text(table, "cell-count"));
        Assert.All(Shown(table), row => Assert.Equal("RNN", row.Place.Network));
    }

    [Fact]
    public void Keys_OfTwoCells_AreNeverTheSame()
    {
        Assert.Equal(s_rows.Count, s_rows.Select(row => row.Key).Distinct().Count());
        Assert.NotEqual(
            CellKey.Of(new("a~b", "c", 7, "d", "", 0)),
            CellKey.Of(new("a", "b~c", 7, "d", "", 0)));
    }

    private IRenderedComponent<CellTable> Table(IReadOnlyList<CellRow> rows) => Render<CellTable>(parameters => parameters
        .Add(table => table.Rows, rows)
        .Add(table => table.OnOpen, opening => _opened.Add(opening.Key)));

    private static void Choose(IRenderedComponent<CellTable> table, string field, string value) =>
        table.Find($"[data-testid={field}] select").Change(new ChangeEventArgs { Value = value });

    private static IElement Head(IRenderedComponent<CellTable> table, CellColumn column) => table.Find($"th[data-column={column}]");

    private static string Text(IRenderedComponent<CellTable> table, string testId) => table.Find($"[data-testid={testId}]").TextContent;

    private static List<string> Keys(IRenderedComponent<CellTable> table) => [.. table.FindAll("tr[data-cell]").Select(row => row.GetAttribute("data-cell")!)];

    private static CellRow[] Shown(IRenderedComponent<CellTable> table) => [.. Keys(table).Select(key => s_rows.Single(row => row.Key == key))];
}
