using System.Globalization;
using System.Text.Json;
using Microsoft.Playwright;

namespace PruningLab.E2E.Tests;

/// <summary>The lab page as tests use it.</summary>
/// <param name="Watched">The page.</param>
/// <param name="Server">Its server.</param>
public sealed record LabPage(WatchedPage Watched, ServerProcess Server)
{
    private static readonly HttpClient s_client = new();

    /// <summary>The browser's page.</summary>
    public IPage Page => Watched.Page;

    /// <summary>The lab's id, from the address.</summary>
    public string Id => new Uri(Page.Url).AbsolutePath.Split('/')[^1];

    /// <summary>An element by its name for tests.</summary>
    /// <param name="testId">The name.</param>
    /// <returns>Where it is.</returns>
    public ILocator this[string testId] => Page.GetByTestId(testId);

    /// <summary>Opens a new lab and waits until its first frame was drawn.</summary>
    /// <param name="watched">The page.</param>
    /// <param name="server">The server.</param>
    /// <returns>The lab.</returns>
    public static async Task<LabPage> OpenAsync(WatchedPage watched, ServerProcess server)
    {
        var lab = new LabPage(watched, server);
        await watched.GoAsync("/");
        await lab.UntilDrawnAsync();
        return lab;
    }

    /// <summary>Waits until the first frame was drawn.</summary>
    /// <returns>When the numbers of the run are there.</returns>
    public Task UntilDrawnAsync() => Page.WaitForSelectorAsync("[data-testid=readouts][data-prunable]");

    /// <summary>Waits until so many batches are done, as the page shows it.</summary>
    /// <param name="batches">How many.</param>
    /// <returns>When they are.</returns>
    public Task UntilBatchAsync(int batches) => Page.WaitForFunctionAsync(
        "least => Number(document.querySelector('[data-testid=readouts]')?.dataset.batch ?? -1) >= least", batches, new() { Timeout = 60_000 });

    /// <summary>Batches done, as the page shows it.</summary>
    /// <returns>The number.</returns>
    public async Task<int> BatchAsync() => int.Parse((await this["readouts"].GetAttributeAsync("data-batch"))!, CultureInfo.InvariantCulture);

    /// <summary>What the server counts in the weights.</summary>
    /// <returns>The statistics.</returns>
    public async Task<JsonElement> StatisticsAsync()
    {
        using var json = JsonDocument.Parse(await s_client.GetStringAsync(new Uri(Server.Address, $"/api/lab/{Id}/statistics")));
        return json.RootElement.Clone();
    }

    /// <summary>Sets the speed by its list.</summary>
    /// <param name="batchesPerSecond">A usual speed; 0 for as fast as it goes.</param>
    /// <returns>When it was chosen.</returns>
    public Task SpeedAsync(int batchesPerSecond) =>
        this["speed"].Locator("select").SelectOptionAsync(batchesPerSecond.ToString(CultureInfo.InvariantCulture));
}
