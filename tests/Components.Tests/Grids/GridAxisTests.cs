using AngleSharp.Dom;
using Bunit;
using PruningLab.Components.Grids;
using PruningLab.Engine.Data;
using PruningLab.Engine.Experiments.Grids;

namespace PruningLab.Components.Tests.Grids;

public sealed class GridAxisTests : BunitContext
{
    private static readonly CatalogueEntry[] s_entries =
    [
        new() { Id = "source-1", Title = "First", FileName = "first.csv", Bytes = 10 },
        new() { Id = "other", Title = "Other", FileName = "other.csv", Bytes = 10 },
        new() { Id = "gone", Title = "Gone", FileName = "gone.csv", HowToGet = "Get it from its page and put it into the data folder." },
        new() { Id = "pictures", Title = "Pictures", FileName = "pictures.idx", Bytes = 10, OwnWindow = 28 },
    ];

    private GridSpec _spec = SmallGrids.Of(1, 2, 1, 2, 1);

    [Fact]
    public void Data_MissingFile_CannotBeTickedAndSaysWhereToGetIt()
    {
        IRenderedComponent<DataAxis> axis = RenderData();

        IElement gone = axis.Find("li[data-source=gone]");
        Assert.True(gone.QuerySelector("input")!.HasAttribute("disabled"));
        Assert.Contains("Get it from its page", gone.TextContent, StringComparison.Ordinal);
        Assert.True(axis.Find("li[data-source=source-1] input[type=checkbox]").HasAttribute("checked"));
        Assert.False(axis.Find("li[data-source=other] input[type=checkbox]").HasAttribute("checked"));
    }

    [Fact]
    public void Data_TickedAndUnticked_ChangeTheGrid()
    {
        RenderData().Find("li[data-source=other] input[type=checkbox]").Change(true);

        Assert.Equal(["source-1", "other"], _spec.Data.Select(data => data.Spec.Source));
        Assert.Equal("Other", _spec.Data[1].Name);

        RenderData().Find("li[data-source=source-1] input[type=checkbox]").Change(false);

        Assert.Equal(["other"], _spec.Data.Select(data => data.Spec.Source));
    }

    [Fact]
    public void Data_PicturesWithAnotherWindow_SaySo()
    {
        _spec = _spec with { Data = [new GridData("Pictures", new DataSpec { Source = "pictures" })] };

        Assert.Contains("make 28 the only window", RenderData().Find(".pl-fault").TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public void Data_NameTakenAlready_IsRefusedBesideTheField()
    {
        _spec = SmallGrids.Of(2, 1, 1, 1, 1);
        IRenderedComponent<DataAxis> axis = RenderData();

        axis.Find("li[data-source=source-1] input[type=text]").Change("data 2");

        Assert.Contains("There is a data set “data 2” already", axis.Find("li[data-source=source-1] .pl-fault").TextContent, StringComparison.Ordinal);
        Assert.Equal("data 1", _spec.Data[0].Name);
    }

    [Fact]
    public void Method_ForOneNetworkOnly_IsWrittenAndTakenBack()
    {
        RenderMethods().FindAll("[data-testid=method]")[0].QuerySelectorAll(".networks input")[0].Change(false);

        Assert.Equal(["network 2"], _spec.Methods[0].Networks);

        RenderMethods().FindAll("[data-testid=method]")[0].QuerySelectorAll(".networks input")[0].Change(true);

        Assert.Empty(_spec.Methods[0].Networks);
    }

    [Fact]
    public void Method_ImpossibleHyperparameter_SaysItsSentence()
    {
        _spec = _spec with { Methods = [new GridMethod("pruning", new("synaptic-pruning", new Dictionary<string, double> { ["s_min"] = 0.9, ["s_max"] = 0.2 }))] };

        IElement fault = RenderMethods().Find("[data-testid=method] > .pl-fault");

        Assert.EndsWith(".", fault.TextContent.Trim(), StringComparison.Ordinal);
        Assert.Equal("alert", fault.GetAttribute("role"));
    }

    [Fact]
    public void Method_AddedAndRemoved_ChangesTheGrid()
    {
        RenderMethods().Find("[data-testid=add-method]").Click();

        Assert.Equal(3, _spec.Methods.Count);
        Assert.Equal(3, _spec.Methods.Select(method => method.Name).Distinct().Count());

        RenderMethods().FindAll("[data-testid=remove-method]")[0].Click();

        Assert.Equal(2, _spec.Methods.Count);
        Assert.DoesNotContain(_spec.Methods, method => method.Name == "method 1");
    }

    [Fact]
    public void Setting_ListOfValues_BecomesOneSettingEach()
    {
        _spec = SmallGrids.Of(1, 1, 1, 4, 1);
        RenderSettings().Find("[data-testid=add-setting]").Click();
        RenderSettings().Find("[data-testid=varied-setting] select").Change("s_max");
        RenderSettings().Find("[data-testid=varied-values] input").Change("0.5, 0.7, 0.9");

        Assert.Equal(["s_max 0.5", "s_max 0.7", "s_max 0.9"], _spec.Settings.Select(setting => setting.Name));

        IRenderedComponent<SettingAxis> axis = RenderSettings();
        axis.Find("[data-testid=varied-values] input").Change("0.5, 70");
        Assert.Contains("s_max", axis.Find(".pl-fault").TextContent, StringComparison.Ordinal);
        Assert.Equal(3, _spec.Settings.Count);
    }

    private IRenderedComponent<DataAxis> RenderData() => Render<DataAxis>(parameters => parameters
        .Add(axis => axis.Spec, _spec).Add(axis => axis.Entries, s_entries).Add(axis => axis.OnChange, spec => _spec = spec));

    private IRenderedComponent<MethodAxis> RenderMethods() => Render<MethodAxis>(parameters => parameters
        .Add(axis => axis.Spec, _spec).Add(axis => axis.OnChange, spec => _spec = spec));

    private IRenderedComponent<SettingAxis> RenderSettings() => Render<SettingAxis>(parameters => parameters
        .Add(axis => axis.Spec, _spec).Add(axis => axis.OnChange, spec => _spec = spec));
}
