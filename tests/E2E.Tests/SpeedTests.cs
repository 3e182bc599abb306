using System.Text.Json.Nodes;
using Microsoft.Playwright;

namespace PruningLab.E2E.Tests;

[Collection(BrowserCollection.Name)]
public sealed class SpeedTests(Browser browser, SharedServer server)
{
    [Fact]
    public async Task SpeedPanel_OpenedAskedAndSwitchedOff_SaysWhatPruningSavesAndChangesNoRun()
    {
        await using OpenLab lab = await OpenLab.OpenAsync(browser, server.Process);
        await lab.StepEpochsAsync(3);
        string fingerprint = (string)(await lab.RecordAsync())["fingerprint"]!;

        await lab.Page.Locator(".tabs label:visible", new() { HasText = "Speed" }).ClickAsync();
        await lab.UntilAsync("of('speed-probe').measured === '192'");
        await Assertions.Expect(lab.At("panel-speed").Locator(".pl-speed-verdict")).ToContainTextAsync("here");
        Assert.True(await lab.NumberAsync("speed-probe", "dense") > 0);
        Assert.True(await lab.NumberAsync("speed-probe", "sparse") > 0);
        ILocator work = lab.At("panel-speed").Locator("[data-row=parameters] td");
        await Assertions.Expect(work.First).ToHaveTextAsync("18,497");
        JsonNode truth = await lab.StatisticsAsync();
        await Assertions.Expect(work.Last).ToHaveTextAsync((18497 - (int)truth["pruned"]!).ToString("N0", System.Globalization.CultureInfo.InvariantCulture));

        await lab.StepEpochsAsync(1);
        await lab.At("speed-measure").ClickAsync();
        await lab.UntilAsync("of('speed-probe').measured === '256'");
        await lab.Field("speed-probing").SelectOptionAsync("off");
        await Assertions.Expect(lab.At("speed-measure")).ToBeDisabledAsync();

        // The same run without anybody asking for its speed.
        await using OpenLab plain = await OpenLab.OpenAsync(browser, server.Process);
        await plain.StepEpochsAsync(3);
        Assert.Equal(fingerprint, (string)(await plain.RecordAsync())["fingerprint"]!);
        await plain.StepEpochsAsync(1);
        Assert.Equal((string)(await plain.RecordAsync())["fingerprint"]!, (string)(await lab.RecordAsync())["fingerprint"]!);
        Assert.DoesNotContain("NaN", await lab.Page.Locator("body").InnerTextAsync(), StringComparison.Ordinal);
        Assert.Equal(0, await lab.Page.Locator("[data-fault]").CountAsync());
        Assert.Empty(lab.Watched.Faults);
    }

    [Fact]
    public async Task SpeedPanel_EveryFewSeconds_IsMeasuredWhileTheRunGoesOn()
    {
        await using OpenLab lab = await OpenLab.OpenAsync(browser, server.Process, 1920, 1080, dark: true);
        await lab.Page.Locator(".tabs label:visible", new() { HasText = "Speed" }).ClickAsync();
        await lab.UntilAsync("of('speed-probe').measured === '0'");
        await lab.Field("speed-probing").SelectOptionAsync("regularly");
        await lab.SetSpeedAsync(10);
        await lab.PlayAsync();

        await lab.UntilAsync("Number(of('speed-probe').measured) > 0");

        await lab.PauseAsync();
        Assert.Equal("1", await lab.ReadAsync("graph", "generation"));
        Assert.Empty(lab.Watched.Faults);
    }
}
