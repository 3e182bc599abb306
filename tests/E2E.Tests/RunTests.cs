using System.Globalization;
using System.Text.Json.Nodes;
using Microsoft.Playwright;

namespace PruningLab.E2E.Tests;

[Collection(BrowserCollection.Name)]
public sealed class RunTests(Browser browser, SharedServer server)
{
    /// <summary>Algorithms 2 and 3 with the paper's settings: the last update aims at ⌊0.7 · 17,984⌋ and its threshold's own
    /// weight survives.</summary>
    private const int PrunedInTheEnd = 12_587;

    [Fact]
    public async Task Play_PaperSettings_TurnsRedAfterTheWarmUpAndEndsAtTheImpliedSparsity()
    {
        await using OpenLab lab = await OpenLab.OpenAsync(browser, server.Process);
        await lab.SetSpeedAsync(10);

        await lab.Page.Keyboard.PressAsync("Escape");
        await lab.Page.Locator("h2").First.ClickAsync();
        await lab.Page.Keyboard.PressAsync("Space");
        await lab.UntilAsync("of('readouts').state === 'running' && Number(of('loss').batches) > 10");
        Assert.Equal("0", await lab.ReadAsync("graph", "drawn-red"));
        Assert.Equal("0", await lab.ReadAsync("heatmaps", "red-cells"));

        await lab.SetSpeedAsync(0);
        await lab.UntilAsync("Number(of('graph').drawnRed) > 0 && Number(of('heatmaps').redCells) > 0");
        await lab.UntilStateAsync("finished");
        JsonNode truth = await lab.SettleAsync();

        Assert.Equal(1280, (int)truth["batch"]!);
        Assert.Equal(PrunedInTheEnd, (int)truth["pruned"]!);
        Assert.Equal(PrunedInTheEnd, (int)truth["zeros"]!);
        Assert.Equal(17_984, (int)truth["total"]!);
        Assert.Equal($"{PrunedInTheEnd}", await lab.ReadAsync("readouts", "pruned"));
        await lab.UntilAsync("text('[data-readout=sparsity]').startsWith('70.0')");
        await lab.UntilAsync($"text('[data-testid=matrices] tfoot tr td:nth-of-type(2)').replace(/\\D/g, '') === '{PrunedInTheEnd}'");
        Assert.Equal(PrunedInTheEnd / 17_984d, await lab.NumberAsync("schedule", "achieved"), 1e-6);
        Assert.Equal($"{17_984 - PrunedInTheEnd}", await lab.ReadAsync("histogram", "active-weights"));
        await lab.UntilAsync("of('loss').epochs === '21'");
        await lab.Page.Locator(".tabs label:visible", new() { HasText = "Prediction" }).ClickAsync();
        await lab.UntilAsync("of('prediction').epoch === '20' && Number(of('prediction').windows) > 1000");
        Assert.Equal(0, await lab.Page.Locator("[data-fault]").CountAsync());
        Assert.Empty(lab.Watched.Faults);
    }

    [Fact]
    public async Task Reload_InMidRun_GoesOnWithTheSameRunAndTheWholeCurve()
    {
        await using OpenLab lab = await OpenLab.OpenAsync(browser, server.Process);
        await lab.RunFromAsync(2);
        await lab.UntilBatchAsync(140);
        string address = lab.Page.Url;
        string? generation = await lab.ReadAsync("graph", "generation");
        double before = await lab.NumberAsync("readouts", "batch");

        await lab.Page.ReloadAsync();
        await lab.UntilDrawnAsync();

        Assert.Equal(address, lab.Page.Url);
        await lab.UntilAsync($"Number(of('readouts').batch) >= {before.ToString(CultureInfo.InvariantCulture)} && of('readouts').state === 'running'");
        JsonNode truth = await lab.PauseAsync();
        Assert.Equal(generation, await lab.ReadAsync("graph", "generation"));
        Assert.Equal(generation, $"{truth["generation"]}");
        await lab.UntilAsync($"of('loss').batches === '{truth["batch"]}' && Number(of('loss').epochs) === {truth["epoch"]} - ({truth["batch"]} % 64 === 0 ? 0 : 1) + 1");
        Assert.Equal($"{truth["pruned"]}", await lab.ReadAsync("graph", "pruned-weights"));
        Assert.Equal("10", await lab.Field("speed").InputValueAsync());
        Assert.Empty(lab.Watched.Faults);
    }

    [Fact]
    public async Task SecondTab_OfTheSameLab_ShowsAndSteersTheSame()
    {
        await using OpenLab first = await OpenLab.OpenAsync(browser, server.Process);
        await using OpenLab second = await OpenLab.OpenAsync(browser, server.Process, path: $"/lab/{first.Id}");
        await first.RunFromAsync(2);
        await second.UntilBatchAsync(140);
        await second.TypeAsync("setting-s_max", "0.6");
        await first.UntilAsync("element('setting-s_max').querySelector('input').value === '0.6' && of('schedule').edits === '1'");
        await first.TypeAsync("setting-frequency", "7");
        await second.UntilAsync("element('setting-frequency').querySelector('input').value === '7' && of('schedule').edits === '2'");

        JsonNode truth = await second.PauseAsync();
        JsonNode same = await first.SettleAsync();

        Assert.Equal(truth.ToJsonString(), same.ToJsonString());
        foreach ((string testId, string name) in new[] { ("readouts", "batch"), ("readouts", "pruned"), ("graph", "pruned-weights"), ("graph", "generation"), ("heatmaps", "red-cells"), ("schedule", "achieved"), ("schedule", "updates"), ("histogram", "active-weights") })
        {
            string? value = await first.ReadAsync(testId, name);
            Assert.NotNull(value);
            await second.UntilAsync($"element('{testId}').getAttribute('data-{name}') === '{value}'");
        }

        await Assertions.Expect(first.At("play")).ToHaveAttributeAsync("aria-label", "Play");
        Assert.Empty(first.Watched.Faults);
        Assert.Empty(second.Watched.Faults);
    }

    [Fact]
    public async Task Replay_AfterLiveEdits_EndsWithTheSameBits()
    {
        await using OpenLab lab = await OpenLab.OpenAsync(browser, server.Process);
        await lab.StepEpochsAsync(2);
        await lab.TypeAsync("setting-s_min", "0.2");
        await lab.UntilAsync("of('schedule').edits === '1'");
        await lab.StepEpochsAsync(1);
        await lab.TypeAsync("setting-learning_rate", "0.002");
        await lab.UntilAsync("of('schedule').edits === '2'");
        JsonNode before = await lab.StepEpochsAsync(1);
        JsonNode record = await lab.RecordAsync();

        await lab.SetSpeedAsync(0);
        await lab.At("replay").ClickAsync();
        await lab.UntilServerAsync(session => (int)session["generation"]! > (int)before["generation"]! && (string?)session["state"] != "running");
        JsonNode after = await lab.SettleAsync();
        JsonNode replayed = await lab.RecordAsync();

        Assert.Equal((int)before["pruned"]!, (int)after["pruned"]!);
        Assert.NotEmpty((string)record["fingerprint"]!);
        Assert.Equal(record.ToJsonString(), replayed.ToJsonString());
        Assert.Equal("2", await lab.ReadAsync("schedule", "edits"));
        Assert.Empty(lab.Watched.Faults);
    }
}
