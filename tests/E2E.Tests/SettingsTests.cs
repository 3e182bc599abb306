using System.Text;
using System.Text.Json.Nodes;
using Microsoft.Playwright;

namespace PruningLab.E2E.Tests;

[Collection(BrowserCollection.Name)]
public sealed class SettingsTests(Browser browser, SharedServer server)
{
    [Theory]
    [InlineData("setting-s_min", "0.9", "rule", "s_min must not exceed s_max")]
    [InlineData("setting-warmup", "20", "rule", "warm-up")]
    [InlineData("hidden-units", "0", "network", "hidden units")]
    [InlineData("setting-learning_rate", "-1", "training", "learning rate")]
    public async Task Setting_ThatCannotBe_IsRefusedInASentenceBesideItAndTheRunGoesOn(string testId, string typed, string group, string expected)
    {
        await using OpenLab lab = await OpenLab.OpenAsync(browser, server.Process);
        await lab.RunFromAsync(1);
        JsonNode before = (await lab.RecordAsync())["spec"]!;

        await lab.TypeAsync(testId, typed);

        ILocator sentence = lab.At(group).Locator(".alert-line .sentence, .pl-fault");
        await Assertions.Expect(sentence).ToHaveCountAsync(1);
        await Assertions.Expect(sentence).ToContainTextAsync(expected, new() { IgnoreCase = true });
        double batch = await lab.NumberAsync("readouts", "batch");
        await lab.UntilBatchAsync((int)batch + 3);
        JsonNode record = await lab.RecordAsync();
        Assert.Equal(before.ToJsonString(), record["spec"]!.ToJsonString());
        Assert.Empty(record["edits"]!.AsArray());
        Assert.Equal("1", await lab.ReadAsync("graph", "generation"));
        Assert.Empty(lab.Watched.Faults);
    }

    [Fact]
    public async Task Window_LongerThanTheData_IsRefusedInASentenceAndTheOldRunStays()
    {
        await using OpenLab lab = await OpenLab.OpenAsync(browser, server.Process);
        var text = new StringBuilder("a,b\n");
        for (int i = 0; i < 60; i++)
        {
            text.Append(System.Globalization.CultureInfo.InvariantCulture, $"{i % 7},{i % 11}.5\n");
        }

        await lab.ChooseWindowAsync(7);
        await lab.At("upload").Locator("input[type=file]").SetInputFilesAsync(
            new FilePayload { Name = "short.csv", MimeType = "text/csv", Buffer = Encoding.UTF8.GetBytes(text.ToString()) });
        await lab.UntilAsync("Number(of('graph').generation) === 3");
        await lab.StepEpochsAsync(1);

        await lab.TypeAsync("data-window", "365");
        await lab.At("pending-start").ClickAsync();

        await Assertions.Expect(lab.At("data").Locator(".alert-line.error .sentence")).ToContainTextAsync("a window of 365 rows was asked for");
        Assert.Equal("3", await lab.ReadAsync("graph", "generation"));
        await lab.At("pending-discard").ClickAsync();
        await Assertions.Expect(lab.Field("data-window")).ToHaveValueAsync("7");
        await lab.StepEpochsAsync(1);
        Assert.Empty(lab.Watched.Faults);
    }

    [Fact]
    public async Task Training_Diverging_IsSaidInASentenceAndResetHeals()
    {
        await using OpenLab lab = await OpenLab.OpenAsync(browser, server.Process);
        await lab.Field("optimizer").SelectOptionAsync("Sgd");
        await lab.UntilAsync("Number(of('graph').generation) === 2");
        await lab.TypeAsync("setting-learning_rate", "10");
        await lab.SetSpeedAsync(0);
        await lab.At("play").ClickAsync();

        await lab.UntilStateAsync("failed");
        await Assertions.Expect(lab.At("state-banner").GetByRole(AriaRole.Alert)).ToContainTextAsync("Training broke off at epoch");
        await Assertions.Expect(lab.At("play")).ToBeDisabledAsync();

        await lab.TypeAsync("setting-learning_rate", "0.01");
        await lab.At("banner-reset").ClickAsync();
        await lab.UntilAsync("of('readouts').state === 'paused' && of('readouts').batch === '0'");
        await Assertions.Expect(lab.At("state-banner")).ToHaveCountAsync(0);
        await lab.TypeAsync("setting-learning_rate", "0.01");
        await lab.StepEpochsAsync(1);
        Assert.Empty(lab.Watched.Faults);
    }

    [Theory]
    [InlineData("Rnn", 1)]
    [InlineData("Rnn", 60)]
    [InlineData("Lstm", 1)]
    [InlineData("Lstm", 60)]
    public async Task NetworkAndWindow_EachChoice_TrainsAndPrunes(string network, int window)
    {
        await using OpenLab lab = await OpenLab.OpenAsync(browser, server.Process);
        await lab.ChooseNetworkAsync(network);
        await lab.ChooseWindowAsync(window);

        JsonNode truth = await lab.StepEpochsAsync(3);

        Assert.True((int)truth["pruned"]! > 0);
        Assert.Equal((int)truth["pruned"]!, (int)truth["zeros"]!);
        JsonNode spec = (await lab.RecordAsync())["spec"]!;
        Assert.Equal(window, (int)spec["data"]!["window"]!);
        Assert.Equal(network, (string?)spec["network"]!["kind"], ignoreCase: true);
        Assert.Equal(0, await lab.Page.Locator("[data-fault]").CountAsync());
        Assert.Empty(lab.Watched.Faults);
    }

    [Fact]
    public async Task StructuralSettings_AfterTheFirstBatch_WaitForStartOrDiscard()
    {
        await using OpenLab lab = await OpenLab.OpenAsync(browser, server.Process);
        await lab.StepEpochsAsync(1);

        await lab.At("data-windows").Locator("label:has(input[value='60'])").ClickAsync();
        await lab.At("network-kind").Locator("label:has(input[value='Rnn'])").ClickAsync();
        await Assertions.Expect(lab.At("pending")).ToContainTextAsync("window 60, RNN: start a new run?");
        await lab.At("pending-discard").ClickAsync();
        await Assertions.Expect(lab.At("pending")).ToHaveCountAsync(0);
        await Assertions.Expect(lab.At("network-kind").Locator("input[value='Lstm']")).ToBeCheckedAsync();
        Assert.Equal("1", await lab.ReadAsync("graph", "generation"));
        Assert.Equal("64", await lab.ReadAsync("readouts", "batch"));

        await lab.At("data-windows").Locator("label:has(input[value='60'])").ClickAsync();
        await lab.At("network-kind").Locator("label:has(input[value='Rnn'])").ClickAsync();
        await lab.At("pending-start").ClickAsync();
        await lab.UntilAsync("of('graph').generation === '2' && of('readouts').batch === '0' && of('readouts').prunable === '4544'");
        JsonNode spec = (await lab.RecordAsync())["spec"]!;
        Assert.Equal(60, (int)spec["data"]!["window"]!);
        Assert.Equal("rnn", (string?)spec["network"]!["kind"]);
        Assert.Empty(lab.Watched.Faults);
    }
}
