using System.Globalization;
using System.Text.Json.Nodes;
using Microsoft.Playwright;

namespace PruningLab.E2E.Tests;

[Collection(BrowserCollection.Name)]
public sealed class LiveEditTests(Browser browser, SharedServer server)
{
    private const int PerEpoch = 64;
    private const int Prunable = 17_984;

    [Fact]
    public async Task HandleOfTheSchedule_DraggedInMidRun_TheNextUpdateObeys()
    {
        await using OpenLab lab = await OpenLab.OpenAsync(browser, server.Process);
        await lab.RunFromAsync(10);
        ILocator handle = lab.Page.Locator("[data-handle=s_max] .pl-knob");
        LocatorBoundingBoxResult box = (await handle.BoundingBoxAsync())!;
        (float x, float y) = (box.X + (box.Width / 2), box.Y + (box.Height / 2));

        await lab.Page.Mouse.MoveAsync(x, y);
        await lab.Page.Mouse.DownAsync();
        await lab.Page.Mouse.MoveAsync(x, y - 12, new() { Steps = 4 });
        await lab.UntilAsync("of('schedule').preview === 'true'");
        await lab.Page.Mouse.UpAsync();

        await lab.UntilAsync("of('schedule').edits === '1' && of('schedule').former === '1' && of('schedule').preview === 'false'");
        await Assertions.Expect(lab.Page.Locator(".pl-flag-group")).ToHaveCountAsync(1);
        JsonNode edit = (await lab.RecordAsync())["edits"]!.AsArray().Single()!;
        Assert.Equal("s_max", (string?)edit["setting"]);
        Assert.Equal(0.7, (double)edit["old"]!);
        double now = (double)edit["new"]!;
        Assert.InRange(now, 0.75, 1);
        Assert.True((int)edit["batch"]! >= 10 * PerEpoch);
        Assert.Equal(((int)edit["batch"]!).ToString(CultureInfo.InvariantCulture), await lab.Page.Locator(".pl-flag-group").GetAttributeAsync("data-batch"));
        await Assertions.Expect(lab.Field("setting-s_max")).ToHaveValueAsync(now.ToString(CultureInfo.InvariantCulture));
        await NextUpdateFollowsAsync(lab, (int)edit["batch"]!, now);
        Assert.Empty(lab.Watched.Faults);
    }

    [Fact]
    public async Task HandleOfTheSchedule_MovedByKeyboardAndTyped_IsLogged()
    {
        await using OpenLab lab = await OpenLab.OpenAsync(browser, server.Process);
        await lab.StepEpochsAsync(3);
        ILocator handle = lab.Page.Locator("[data-handle=s_max]");

        await handle.FocusAsync();
        await handle.PressAsync("ArrowUp");
        await lab.UntilAsync("of('schedule').edits === '1'");
        await handle.PressAsync("Enter");
        await lab.Page.Locator(".pl-number").FillAsync("0.85");
        await lab.Page.Locator(".pl-number").PressAsync("Enter");
        await lab.UntilAsync("of('schedule').edits === '2'");
        await lab.TypeAsync("setting-s_max", "0.6");
        await lab.UntilAsync("of('schedule').edits === '3'");

        JsonArray edits = (await lab.RecordAsync())["edits"]!.AsArray();
        Assert.Equal([0.71, 0.85, 0.6], edits.Select(edit => Math.Round((double)edit!["new"]!, 9)));
        Assert.All(edits, edit => Assert.Equal(3 * PerEpoch, (int)edit!["batch"]!));
        await Assertions.Expect(handle).ToHaveAttributeAsync("data-value", "0.6");
        Assert.Equal((3 * PerEpoch).ToString(CultureInfo.InvariantCulture), await lab.ReadAsync("readouts", "batch"));
        Assert.Empty(lab.Watched.Faults);
    }

    [Fact]
    public async Task FrequencySlider_MovedInMidRun_ChangesTheBatchesOfUpdates()
    {
        await using OpenLab lab = await OpenLab.OpenAsync(browser, server.Process);
        await lab.RunFromAsync(3);
        ILocator slider = lab.At("setting-frequency").Locator("input[type=range]");

        await slider.FocusAsync();
        await slider.PressAsync("ArrowRight");
        await slider.PressAsync("ArrowRight");
        await lab.UntilAsync("element('setting-frequency').querySelector('input').value === '7' && Number(of('schedule').edits) > 0");
        int changed = (await lab.RecordAsync())["edits"]!.AsArray().Max(edit => (int)edit!["batch"]!);
        await lab.SetSpeedAsync(50);
        await lab.UntilBatchAsync(changed + 40);
        await lab.PauseAsync();

        int[] updates = await UpdateBatchesAsync(lab);
        Assert.Contains(updates, batch => batch <= changed && batch % 5 == 0 && batch % 7 != 0);
        Assert.Contains(updates, batch => batch > changed);
        Assert.All(updates.Where(batch => batch > changed), batch => Assert.Equal(0, batch % 7));
        Assert.Empty(lab.Watched.Faults);
    }

    [Fact]
    public async Task MaxSparsity_BelowWhatIsPruned_WaitsAndSaysSo()
    {
        await using OpenLab lab = await OpenLab.OpenAsync(browser, server.Process);
        JsonNode before = await lab.StepEpochsAsync(12);

        await lab.TypeAsync("setting-s_max", "0.31");
        await lab.UntilAsync("of('schedule').edits === '1' && of('schedule').waiting === 'true'");
        JsonNode after = await lab.StepEpochsAsync(1);

        Assert.Equal((int)before["pruned"]!, (int)after["pruned"]!);
        Assert.Empty(lab.Watched.Faults);
    }

    /// <summary>Checks the first update after an edit against Algorithms 2 and 3, to the weight.</summary>
    private static async Task NextUpdateFollowsAsync(OpenLab lab, int edited, double maxSparsity)
    {
        string next = $"(await import('/_content/PruningLab.Components/js/bench.js')).benchFor('lab').store.pruneUpdates.find(row => row.batch > {edited})";
        await lab.UntilBatchAsync(edited + 6);
        double[] row = await lab.Page.EvaluateAsync<double[]>($"async () => {{ const row = {next}; return [row.batch, row.target, row.pruned]; }}");
        int epoch = 1 + (((int)row[0] - 1) / PerEpoch);
        double progress = (epoch - 2) / 18d;
        double target = 0.3 + ((maxSparsity - 0.3) * Math.Pow(progress, 3));
        Assert.Equal(0, row[0] % 5);
        Assert.Equal(target, row[1], 1e-6);

        // The weight at the threshold itself survives.
        Assert.Equal(Math.Floor(target * Prunable) - 1, row[2]);
    }

    private static Task<int[]> UpdateBatchesAsync(OpenLab lab) => lab.Page.EvaluateAsync<int[]>(
        "async () => (await import('/_content/PruningLab.Components/js/bench.js')).benchFor('lab').store.pruneUpdates.map(row => row.batch)");
}
