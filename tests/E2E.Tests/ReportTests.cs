using System.Text.Json.Nodes;
using Deque.AxeCore.Commons;
using Deque.AxeCore.Playwright;
using Microsoft.Playwright;
using PruningLab.Engine.Experiments.Grids;
using PruningLab.Engine.Plasticity;
using PruningLab.Engine.Training;

namespace PruningLab.E2E.Tests;

[Collection(BrowserCollection.Name)]
public sealed class ReportTests(Browser browser, SharedServer server)
{
    private const string Cell = "Waves & more~RNN~3~Synaptic Pruning";

    [Fact]
    public async Task Report_FromCellToRunToLab_IsTheSameExperimentToTheBit()
    {
        TinyGrid grid = await TinyGrid.RunAsync(server.Process);
        WatchedPage watched = await browser.OpenAsync(server.Process);
        IPage page = watched.Page;
        await watched.GoAsync($"/experiments/{grid.Slug}");

        // By the keyboard: Enter on the row opens its runs, Escape gives the keyboard back to it, and nothing scrolls.
        ILocator row = page.GetByTestId("cell-table").Locator($"tr[data-cell='{Cell}'] button");
        await page.EvaluateAsync("() => document.fonts.ready");
        await row.ScrollIntoViewIfNeededAsync();
        await row.FocusAsync();
        double scrolled = await page.EvaluateAsync<double>("() => scrollY");
        Assert.True(scrolled > 100);
        await page.Keyboard.PressAsync("Enter");
        ILocator details = page.GetByTestId("cell-details");
        await Assertions.Expect(details.Locator("h2")).ToBeFocusedAsync();
        await Assertions.Expect(details.Locator("h2")).ToHaveTextAsync("Waves & more · RNN · window 3 · Synaptic Pruning");
        await Assertions.Expect(details.Locator("tr[data-run]")).ToHaveCountAsync(2);
        Assert.Contains("cell=Waves%20%26%20more~RNN~3~Synaptic%20Pruning", page.Url, StringComparison.Ordinal);

        // Not back to the top of the page, as after a way to another one; figures above may still settle by a few pixels.
        Assert.InRange(await page.EvaluateAsync<double>("() => scrollY"), scrolled - 40, scrolled + 40);
        await NothingSeriousAsync(page, "with the runs open");
        await page.Keyboard.PressAsync("Escape");
        await Assertions.Expect(details).ToHaveCountAsync(0);
        await Assertions.Expect(row).ToBeFocusedAsync();
        Assert.DoesNotContain("cell=", page.Url, StringComparison.Ordinal);

        // A link leads back to the cell; from there a run opens in a lab.
        await watched.GoAsync($"/experiments/{grid.Slug}?cell={Uri.EscapeDataString(Cell)}");
        await Assertions.Expect(details).ToBeVisibleAsync();
        await details.Locator("tr[data-seed='43']").GetByTestId("show-spec").ClickAsync();
        string shown = await details.GetByTestId("run-spec").Locator("pre").InnerTextAsync();
        await details.Locator("tr[data-seed='43']").GetByTestId("open-in-lab").ClickAsync();
        await page.WaitForURLAsync("**/lab/*");

        GridJob job = GridPlan.Of(grid.Store.Spec, RuleCatalogue.Default).Single(job => job.Place is { Window: 3, Method: "Synaptic Pruning", Seed: 43 });
        GridResult result = grid.Store.Read().Results.Single(result => result.Job == job.Id);
        await using OpenLab lab = await OpenLab.EnterAsync(watched, server.Process, new Uri(page.Url).AbsolutePath);
        JsonNode record = await lab.RecordAsync();
        Assert.Equal(job.Spec.ToJson(), ExperimentSpec.FromJson(record["spec"]!.ToJsonString()).ToJson());
        Assert.Equal(job.Spec.ToJson(), ExperimentSpec.FromJson(shown).ToJson());
        Assert.Equal((43, "synaptic-pruning", grid.Source), ((int)record["spec"]!["seed"]!, (string?)record["spec"]!["rule"]!["id"], (string?)record["spec"]!["data"]!["source"]));
        Assert.Equal(0, (int)record["batches"]!);
        await lab.StepEpochsAsync(TinyGrid.Epochs);
        record = await lab.RecordAsync();
        Assert.Equal((result.Batches, result.Fingerprint), ((int)record["batches"]!, (string?)record["fingerprint"]));
        Assert.Empty(watched.Faults);
    }

    [Fact]
    public async Task Report_DataGoneOrLinkStale_SaysSoInASentence()
    {
        TinyGrid grid = await TinyGrid.RunAsync(server.Process);
        await using WatchedPage watched = await browser.OpenAsync(server.Process, 1920, 1080, dark: true);
        IPage page = watched.Page;
        await watched.GoAsync($"/experiments/{grid.Slug}?cell=Waves~GRU~3~Dropout");
        await Assertions.Expect(page.GetByTestId("report")).ToContainTextAsync("this grid has no such cell; choose one from the tables.");

        await page.GetByTestId("network-table").Locator("tr[data-cell]", new() { HasText = "No Dropout" }).ClickAsync();
        ILocator details = page.GetByTestId("cell-details");
        await Assertions.Expect(details.Locator("tr[data-run]")).ToHaveCountAsync(4);
        await Assertions.Expect(page.GetByTestId("report")).Not.ToContainTextAsync("this grid has no such cell");
        grid.RemoveData(server.Process);
        await details.GetByTestId("open-in-lab").First.ClickAsync();
        await Assertions.Expect(details.GetByRole(AriaRole.Alert)).ToContainTextAsync("no longer exists");
        await NothingSeriousAsync(page, "in the dark, with a sentence");
        Assert.Empty(watched.Faults);
    }

    private static async Task NothingSeriousAsync(IPage page, string when)
    {
        AxeResult result = await page.RunAxe();
        Assert.Empty(result.Violations
            .Where(violation => violation.Impact is "serious" or "critical")
            .Select(violation => $"{when}: {violation.Id} ({violation.Help}): {string.Join(" | ", violation.Nodes.Select(node => node.Html))}"));
    }
}
