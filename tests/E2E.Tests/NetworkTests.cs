using System.Text.Json.Nodes;
using Microsoft.Playwright;

namespace PruningLab.E2E.Tests;

[Collection(BrowserCollection.Name)]
public sealed class NetworkTests(Browser browser, SharedServer server)
{
    [Fact]
    public async Task Mlp_ChosenWithLayersOfItsOwn_TrainsAndPrunesAndIsShownEverywhere()
    {
        await using OpenLab lab = await OpenLab.OpenAsync(browser, server.Process);
        await lab.ChooseNetworkAsync("Mlp");
        await lab.TypeAsync("hidden-layers", "20-many");
        await Assertions.Expect(lab.At("network").Locator(".pl-fault")).ToContainTextAsync("“many” is not");
        await lab.TypeAsync("hidden-layers", "20-8");
        await lab.UntilAsync("Number(of('graph').generation) === 3");
        await lab.UntilDrawnAsync();
        await Assertions.Expect(lab.At("network").Locator(".note")).ToHaveTextAsync("3,797 parameters, 15.2 kB");
        await Assertions.Expect(lab.Page.Locator("h1")).ToHaveTextAsync("Lab: MLP predicts close");
        await Assertions.Expect(lab.At("hidden-units")).ToHaveCountAsync(0);

        JsonNode truth = await lab.StepEpochsAsync(3);

        Assert.True((int)truth["pruned"]! > 0);
        Assert.Equal((int)truth["pruned"]!, (int)truth["zeros"]!);
        JsonNode network = (await lab.RecordAsync())["spec"]!["network"]!;
        Assert.Equal("mlp", (string?)network["kind"]);
        Assert.Equal([20, 8], network["mlp"]!["hiddenLayers"]!.AsArray().Select(units => (int)units!));
        Assert.Equal(0, await lab.Page.Locator("[data-fault]").CountAsync());
        Assert.DoesNotContain("NaN", await lab.Page.Locator("body").InnerTextAsync(), StringComparison.Ordinal);
        Assert.Empty(lab.Watched.Faults);
    }

    [Fact]
    public async Task Preset_Chosen_SetsTheWholeNetworkAndIsUndoneByDiscard()
    {
        await using OpenLab lab = await OpenLab.OpenAsync(browser, server.Process);
        await lab.StepEpochsAsync(1);

        await lab.Field("network-preset").SelectOptionAsync("mlp-small");
        await Assertions.Expect(lab.At("pending")).ToContainTextAsync("MLP 5-5-5: start a new run?");
        await Assertions.Expect(lab.Field("hidden-layers")).ToHaveValueAsync("5-5-5");
        await lab.At("pending-discard").ClickAsync();
        await Assertions.Expect(lab.At("hidden-layers")).ToHaveCountAsync(0);
        await Assertions.Expect(lab.Field("network-preset")).ToHaveValueAsync("lstm-64");

        await lab.Field("network-preset").SelectOptionAsync("mlp-small");
        await lab.At("pending-start").ClickAsync();
        await lab.UntilAsync("of('graph').generation === '2' && of('readouts').batch === '0' && of('readouts').prunable === '955'");
        Assert.Empty(lab.Watched.Faults);
    }

    [Fact]
    public async Task PatchTst_SmallPreset_TrainsAndPrunesOnTheReadyData()
    {
        await using OpenLab lab = await OpenLab.OpenAsync(browser, server.Process);
        await lab.Field("network-preset").SelectOptionAsync("patchtst-small");
        await lab.UntilAsync("of('graph').generation === '2'");
        await lab.UntilDrawnAsync();
        await Assertions.Expect(lab.Page.Locator("h1")).ToHaveTextAsync("Lab: PatchTST predicts close");
        await Assertions.Expect(lab.At("patchtst-patch-length").Locator(".unit")).ToHaveTextAsync("auto: 3");

        JsonNode truth = await lab.StepEpochsAsync(3);

        Assert.True((int)truth["pruned"]! > 0);
        Assert.Equal((int)truth["pruned"]!, (int)truth["zeros"]!);
        Assert.Equal("patch-tst", (string?)(await lab.RecordAsync())["spec"]!["network"]!["kind"]);
        Assert.Equal(0, await lab.Page.Locator("[data-fault]").CountAsync());
        Assert.Empty(lab.Watched.Faults);
    }

    [Fact]
    public async Task Classes_ChosenAsData_TurnReadoutsChartAndPredictionToThem()
    {
        await using OpenLab lab = await OpenLab.OpenAsync(browser, server.Process);
        await lab.Field("data-source").SelectOptionAsync("mnist");
        await lab.UntilAsync("of('prediction').task === 'classification' && of('readouts').batch === '0'");
        await lab.Page.Locator(".tabs label:visible", new() { HasText = "Confusion" }).ClickAsync();
        await lab.UntilAsync("of('prediction').windows === '10000'");

        await Assertions.Expect(lab.Page.Locator("h1")).ToContainTextAsync("tells 10 classes apart");
        await Assertions.Expect(lab.At("prediction").Locator("svg[role=img]")).ToHaveAttributeAsync("aria-label", new System.Text.RegularExpressions.Regex("^Confusion matrix of 10,000 windows of the test part, before training: .* right; most often class"));
        await Assertions.Expect(lab.Page.Locator("[data-readout=error] + dt")).ToHaveTextAsync("test error");
        await Assertions.Expect(lab.Page.Locator("[data-readout=error]")).ToContainTextAsync("%");
        await lab.Page.Locator(".tabs label:visible", new() { HasText = "Error" }).First.ClickAsync();
        await lab.At("loss").Locator("button[data-value=error]").ClickAsync();
        await lab.UntilAsync("of('loss').metric === 'error' && of('loss').unit === '%' && Number(of('loss').lastTest) > 50");
        Assert.DoesNotContain("NaN", await lab.Page.Locator("body").InnerTextAsync(), StringComparison.Ordinal);

        await lab.Field("data-source").SelectOptionAsync("sp500");
        await lab.UntilAsync("of('prediction').task === 'regression' && of('loss').metric !== 'error'");
        await Assertions.Expect(lab.Page.Locator("[data-readout=error] + dt")).ToHaveTextAsync("test MAE");
        Assert.Equal(0, await lab.Page.Locator("[data-fault]").CountAsync());
        Assert.Empty(lab.Watched.Faults);
    }
}
