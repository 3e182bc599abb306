using System.Text;
using Microsoft.Playwright;

namespace PruningLab.E2E.Tests;

[Collection(BrowserCollection.Name)]
public sealed class DownloadTests(Browser browser, SharedServer server)
{
    [Fact]
    public async Task Menu_ByMouseAndKeyboard_GivesTheRunAndTheWeights()
    {
        await using OpenLab lab = await OpenLab.OpenAsync(browser, server.Process);
        await lab.Page.Keyboard.PressAsync("ArrowRight");
        await lab.UntilAsync("of('readouts').batch === '1'");
        ILocator menu = lab.At("download-menu");
        await Assertions.Expect(menu).ToBeHiddenAsync();

        await lab.At("downloads").ClickAsync();
        await Assertions.Expect(menu).ToBeVisibleAsync();
        IDownload weights = await lab.Page.RunAndWaitForDownloadAsync(() => lab.At("download-weights").ClickAsync());
        Assert.EndsWith(".safetensors", weights.SuggestedFilename, StringComparison.Ordinal);
        string header = Encoding.UTF8.GetString((await File.ReadAllBytesAsync(await weights.PathAsync()))[8..]);
        Assert.StartsWith("{\"__metadata__\":{\"format\":\"pt\"", header, StringComparison.Ordinal);
        Assert.Contains("lstm.weight_hh_l0_mask", header, StringComparison.Ordinal);

        await lab.Page.Keyboard.PressAsync("Escape");
        await Assertions.Expect(menu).ToBeHiddenAsync();
        await lab.At("downloads").FocusAsync();
        await lab.Page.Keyboard.PressAsync("Enter");
        await lab.Page.Keyboard.PressAsync("Tab");
        IDownload run = await lab.Page.RunAndWaitForDownloadAsync(() => lab.Page.Keyboard.PressAsync("Enter"));
        Assert.EndsWith(".json", run.SuggestedFilename, StringComparison.Ordinal);

        await lab.Page.Locator("h2").First.ClickAsync();
        await Assertions.Expect(menu).ToBeHiddenAsync();
        Assert.Empty(lab.Watched.Faults);
    }
}
