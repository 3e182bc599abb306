using System.Text.Json.Nodes;
using Microsoft.Playwright;

namespace PruningLab.E2E.Tests;

[Collection(BrowserCollection.Name)]
public sealed class DataSetTests(Browser browser, SharedServer server)
{
    [Fact]
    public async Task Mnist_Chosen_SetsANetworkForItAndTrains()
    {
        await using OpenLab lab = await OpenLab.OpenAsync(browser, server.Process);

        await lab.Field("data-source").SelectOptionAsync("mnist");
        await Assertions.Expect(lab.At("data-suggestion")).ToContainTextAsync("LeNet-300-100 was set");
        await Assertions.Expect(lab.Field("data-window")).ToBeDisabledAsync();
        await Assertions.Expect(lab.Field("data-horizon")).ToBeDisabledAsync();
        await lab.TypeAsync("data-samples", "600");
        await Assertions.Expect(lab.At("data")).ToContainTextAsync("600 of 60,000 training pictures");
        await lab.UntilServerAsync(truth => (int)truth["generation"]! > 1);

        await lab.At("step-epoch").ClickAsync();
        await lab.UntilServerAsync(truth => (int)truth["batch"]! == 10);
        await Assertions.Expect(lab.At("data").Locator(".alert-line.error")).ToHaveCountAsync(0);
        JsonNode spec = (await lab.RecordAsync())["spec"]!;
        Assert.Equal(("mnist", 600), ((string?)spec["data"]!["source"], (int)spec["data"]!["maxSamples"]!));
        Assert.Equal("mlp", (string?)spec["network"]!["kind"]);
        Assert.Empty(lab.Watched.Faults);
    }
}
