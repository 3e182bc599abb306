using Deque.AxeCore.Commons;
using Deque.AxeCore.Playwright;
using Microsoft.Playwright;

namespace PruningLab.E2E.Tests;

/// <summary>A grid from its set-up to its files, on the pages alone.</summary>
[Collection(BrowserCollection.Name)]
public sealed class ExperimentTests(Browser browser, SharedServer server)
{
    [Fact]
    public async Task Grid_SetUpPausedReloadedAndFinished_KeepsEveryTraining()
    {
        await using WatchedPage watched = await browser.OpenAsync(server.Process, 1280, 720, dark: false);
        IPage page = watched.Page;
        await watched.GoAsync("/experiments");
        await page.GetByTestId("new-experiment").ClickAsync();
        await Assertions.Expect(page.GetByTestId("grid-product")).ToHaveTextAsync("1 × 2 × 2 × 3 × 3 = 36 trainings");

        await TypeAsync(page, "grid-name", "By hand");
        await TypeAsync(page, "axis-windows", "seven");
        await Assertions.Expect(page.GetByTestId("axis-windows").Locator(".pl-fault")).ToContainTextAsync("“seven” is not");
        await TypeAsync(page, "axis-windows", "7");
        await page.Locator("[data-network='lstm-64'] input[type=checkbox]").CheckAsync();
        await Assertions.Expect(page.GetByTestId("grid-product")).ToHaveTextAsync("1 × 3 × 1 × 3 × 3 = 27 trainings");
        await NothingSeriousAsync(page, "while it is set up");

        await page.GetByTestId("create-and-start").ClickAsync();
        await StandsAsync(page, "running");
        await page.GetByTestId("grid-pause").ClickAsync();
        await StandsAsync(page, "paused");
        string? done = await page.GetByTestId("grid-counts").GetAttributeAsync("data-done");
        await NothingSeriousAsync(page, "in mid-run");

        await page.ReloadAsync();
        await watched.WaitUntilLiveAsync();
        await StandsAsync(page, "paused");
        Assert.True(int.Parse((await page.GetByTestId("grid-counts").GetAttributeAsync("data-done"))!, null) >= int.Parse(done!, null));
        await page.GetByTestId("grid-resume").ClickAsync();
        await StandsAsync(page, "finished");
        await Assertions.Expect(page.GetByTestId("grid-counts")).ToHaveAttributeAsync("data-done", "27");
        await Assertions.Expect(page.GetByTestId("grid-counts")).ToHaveAttributeAsync("data-failed", "0");

        await page.GetByTestId("grid-downloads").ClickAsync();
        IDownload download = await page.RunAndWaitForDownloadAsync(() => page.GetByTestId("report-csv").ClickAsync());
        string[] lines = await File.ReadAllLinesAsync(await download.PathAsync());
        Assert.Equal(27, lines.Count(line => line.Contains("S&P 500 daily", StringComparison.Ordinal)));
        await page.Keyboard.PressAsync("Escape");

        await page.GetByTestId("grid-delete").ClickAsync();
        await page.GetByTestId("delete-yes").ClickAsync();
        await Assertions.Expect(page.GetByTestId("experiments")).ToBeVisibleAsync();
        await Assertions.Expect(page.Locator("[data-slug='by-hand']")).ToHaveCountAsync(0);
        await NothingSeriousAsync(page, "in the list");
        Assert.Empty(watched.Faults);
    }

    private static async Task TypeAsync(IPage page, string testId, string text)
    {
        ILocator field = page.GetByTestId(testId).Locator("input").First;
        await field.FillAsync(text);
        await field.PressAsync("Enter");
    }

    private static Task StandsAsync(IPage page, string standing) =>
        Assertions.Expect(page.GetByTestId("experiment")).ToHaveAttributeAsync("data-standing", standing, new() { Timeout = 90_000 });

    private static async Task NothingSeriousAsync(IPage page, string when)
    {
        AxeResult result = await page.RunAxe();
        string[] serious = [.. result.Violations
            .Where(violation => violation.Impact is "serious" or "critical")
            .Select(violation => $"{when}: {violation.Id} ({violation.Help}): {string.Join(" | ", violation.Nodes.Select(node => node.Html))}")];
        Assert.Empty(serious);
    }
}
