using System.Net;
using System.Text.Json.Nodes;
using Microsoft.Playwright;

namespace PruningLab.E2E.Tests;

[Collection(BrowserCollection.Name)]
public sealed class OpeningTests(Browser browser, SharedServer server)
{
    [Fact]
    public async Task Open_FirstPage_ShowsTheReadyExperimentWithAllPictures()
    {
        await using OpenLab lab = await OpenLab.OpenAsync(browser, server.Process);

        Assert.Matches("^/lab/[0-9a-f]{20}$", new Uri(lab.Page.Url).AbsolutePath);
        JsonNode spec = (await lab.RecordAsync())["spec"]!;
        Assert.Equal("sp500", (string?)spec["data"]!["source"]);
        Assert.Equal(30, (int)spec["data"]!["window"]!);
        Assert.Equal("lstm", (string?)spec["network"]!["kind"]);
        Assert.Equal(64, (int)spec["network"]!["hiddenUnits"]!);
        Assert.Equal("synaptic-pruning", (string?)spec["rule"]!["id"]);
        Assert.Equal("0.3", await lab.Field("setting-s_min").InputValueAsync());
        Assert.Equal("0.7", await lab.Field("setting-s_max").InputValueAsync());
        Assert.Equal("2", await lab.Field("setting-warmup").InputValueAsync());
        Assert.Equal("5", await lab.Field("setting-frequency").InputValueAsync());
        Assert.Equal("20", await lab.Field("epochs").InputValueAsync());
        Assert.Equal("0", await lab.ReadAsync("readouts", "batch"));
        Assert.Equal("17984", await lab.ReadAsync("readouts", "prunable"));
        Assert.Equal("0", await lab.ReadAsync("graph", "drawn-red"));
        Assert.Equal("0", await lab.ReadAsync("heatmaps", "red-cells"));
        Assert.Equal("17984", await lab.ReadAsync("histogram", "active-weights"));
        Assert.Equal("3", await lab.ReadAsync("matrices", "matrices"));
        Assert.Equal(0, await lab.Page.Locator("[data-fault]").CountAsync());
        Assert.Empty(lab.Watched.Faults);
    }

    [Fact]
    public async Task Open_LabThatIsNotThere_SaysSoWithALinkToANewOne()
    {
        await using WatchedPage watched = await browser.OpenAsync(server.Process);

        IResponse? response = await watched.Page.GotoAsync("/lab/xyz");

        Assert.Equal((int)HttpStatusCode.NotFound, response!.Status);
        await Assertions.Expect(watched.Page.GetByText("This lab is not here any more")).ToBeVisibleAsync();
        await watched.Page.GetByRole(AriaRole.Link, new() { Name = "Open a new lab", Exact = true }).ClickAsync();
        await Assertions.Expect(watched.Page.GetByTestId("lab")).ToBeVisibleAsync();
    }

    [Fact]
    public async Task Open_AllPlacesTaken_SaysSoInASentenceAndLeavesTheOtherLabAlone()
    {
        await using ServerProcess small = await ServerProcess.StartAsync("--PruningLab:MaxSessions", "1");
        await using OpenLab first = await OpenLab.OpenAsync(browser, small);
        await first.StepEpochsAsync(1);
        await using WatchedPage second = await browser.OpenAsync(small);

        IResponse? response = await second.Page.GotoAsync("/");

        Assert.Equal((int)HttpStatusCode.ServiceUnavailable, response!.Status);
        await Assertions.Expect(second.Page.GetByText("All 1 places for experiments are taken")).ToBeVisibleAsync();
        await Assertions.Expect(second.Page.GetByRole(AriaRole.Link, new() { Name = "Try again" })).ToBeVisibleAsync();
        await first.StepEpochsAsync(1);
        Assert.Empty(first.Watched.Faults);
    }
}
