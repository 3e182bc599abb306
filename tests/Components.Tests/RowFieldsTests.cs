using System.Globalization;
using Bunit;
using PruningLab.Components.Panels;
using PruningLab.Components.Tests.Fakes;
using PruningLab.Engine.Data;
using PruningLab.Engine.Networks;
using PruningLab.Engine.Sessions;
using static PruningLab.Components.Tests.Fakes.GroupActions;

namespace PruningLab.Components.Tests;

/// <summary>One of several series, a range of time and longer steps in the panel.</summary>
public sealed class RowFieldsTests : BunitContext
{
    private readonly string _folder = Directory.CreateTempSubdirectory("pruninglab-test-").FullName;
    private readonly Session _session;
    private readonly LabDesk _desk;
    private readonly DataCatalogue _catalogue;

    public RowFieldsTests()
    {
        JSInterop.Mode = JSRuntimeMode.Loose;
        JSInterop.SetupModule().SetupModule("create", _ => true);
        File.WriteAllText(Path.Combine(_folder, "plain.csv"), "x,y\n" + string.Concat(Enumerable.Range(0, 40).Select(i => $"{i % 11}.5,{i % 7}\n")));
        File.WriteAllText(Path.Combine(_folder, "stocks.csv"), "date,open,high,low,close,volume,Name\n" + Stock("MMM") + Stock("AAPL"));
        _catalogue = new DataCatalogue(_folder, _folder, _folder);
        _session = new Session("data", SmallSession.Spec with { Data = new DataSpec { Source = "upload-plain", Window = 3 } }, new CatalogueWindowSource(_catalogue), new ManagedBackend());
        _desk = new LabDesk(_session);
    }

    private DataSpec Data => _session.View.Spec.Data;

    [Fact]
    public void Rows_TableWithoutTimes_OffersNothing()
    {
        IRenderedComponent<DataGroup> group = RenderGroup();
        group.WaitForElement("[data-testid=data-target]");

        Assert.Empty(group.FindAll("[data-testid=data-rows]"));
    }

    [Fact]
    public void Rows_OfManyStocks_ChooseOneARangeAndDays()
    {
        IRenderedComponent<DataGroup> group = RenderGroup();
        Change(group, "[data-testid=data-source] select", DataSpec.Sp500Stock);
        group.WaitForAssertion(() => Assert.Equal("MMM", Summary(group)));
        Assert.Equal(["AAPL", "MMM"], group.FindAll("[data-testid=data-group] option").Select(option => option.TextContent));
        group.WaitForAssertion(() => Assert.Contains("close of the next trading day", group.Find("[data-testid=data-suggestion]").TextContent, StringComparison.Ordinal));

        Change(group, "[data-testid=data-group] select", "AAPL");
        group.WaitForAssertion(() => Assert.Equal("AAPL", Data.Group));
        Change(group, "[data-testid=data-to] input", "2013-03-31");
        group.WaitForAssertion(() => Assert.Equal(new DateTime(2013, 3, 31), Data.To));
        Change(group, "[data-testid=data-resample] select", nameof(ResampleStep.Day));

        group.WaitForAssertion(() => Assert.Equal(ResampleStep.Day, Data.Resample));
        group.WaitForAssertion(() => Assert.Equal("AAPL · … 2013-03-31 · by days", Summary(group)));
        Assert.Equal(59 - 30, _session.View.Data.Count);
        group.WaitForAssertion(() => Assert.Contains(group.FindAll(".data-note"), note => note.TextContent.StartsWith("59 of 90 rows are used", StringComparison.Ordinal)));
    }

    [Fact]
    public void Rows_RangeThatIsNone_IsRefusedAndTheFieldsStay()
    {
        IRenderedComponent<DataGroup> group = RenderGroup();
        Change(group, "[data-testid=data-source] select", DataSpec.Sp500Stock);
        Change(group, "[data-testid=data-from] input", "soon");
        group.WaitForAssertion(() => Assert.Contains("where a day such as 2020-01-31", group.Find("[data-testid=data-from] [role=alert]").TextContent, StringComparison.Ordinal));
        Assert.Null(Data.From);

        Change(group, "[data-testid=data-from] input", "2020-01-01");

        group.WaitForAssertion(() => Assert.Contains("no row was found from 2020-01-01 on", _desk.FaultAt("data"), StringComparison.Ordinal));
        group.WaitForElement("[data-testid=data-from] input");
    }

    protected override void Dispose(bool disposing)
    {
        base.Dispose(disposing);
        if (disposing)
        {
            _session.Dispose();
            Directory.Delete(_folder, recursive: true);
        }
    }

    private static string Stock(string name) => string.Concat(Enumerable.Range(0, 90).Select(day =>
        string.Create(CultureInfo.InvariantCulture, $"{new DateTime(2013, 2, 1).AddDays(day):yyyy-MM-dd},{day},{day + 2},{day - 1},{day + (day % 3)},100,{name}\n")));

    private static string Summary(IRenderedComponent<DataGroup> group) => group.Find("[data-testid=data-rows] summary span").TextContent;

    private IRenderedComponent<DataGroup> RenderGroup()
    {
        IRenderedComponent<DataGroup> group = Render<DataGroup>(parameters => parameters
            .Add(component => component.Desk, _desk)
            .Add(component => component.Catalogue, _catalogue));
        _desk.Changed += () => group.InvokeAsync(() => group.Render());
        return group;
    }
}
