using Microsoft.Playwright;

namespace PruningLab.E2E.Tests;

/// <summary>Pictures of the page for people to look at: light and dark, small and large, before, during and after a run,
/// both networks, short and long windows. Written to the folder named by <see cref="Variable"/>.</summary>
[Collection(BrowserCollection.Name)]
public sealed class Screenshots(Browser browser, SharedServer server)
{
    private const string Variable = "PRUNINGLAB_SCREENSHOTS";

    [OnRequestFact(Variable)]
    public async Task TakeAll()
    {
        string folder = Directory.CreateDirectory(Environment.GetEnvironmentVariable(Variable)!).FullName;
        foreach ((int width, int height) in new[] { (1280, 720), (1920, 1080) })
        {
            foreach (bool dark in new[] { false, true })
            {
                foreach ((string network, int window) in new[] { ("Lstm", 30), ("Rnn", 1), ("Lstm", 60) })
                {
                    string name = Path.Combine(folder, $"{(dark ? "dark" : "light")}-{width}-{network}-{window}");
                    await using OpenLab lab = await OpenLab.OpenAsync(browser, server.Process, width, height, dark);
                    await TakeRunAsync(lab, name, network, window);
                }
            }
        }
    }

    private static async Task TakeRunAsync(OpenLab lab, string name, string network, int window)
    {
        await lab.ChooseNetworkAsync(network);
        await lab.ChooseWindowAsync(window);
        await TakeAsync(lab, $"{name}-1-before");
        await lab.SetSpeedAsync(0);
        await lab.PlayAsync();
        await lab.UntilBatchAsync(400);
        await lab.Page.EvaluateAsync("() => new Promise(requestAnimationFrame)");
        await TakeAsync(lab, $"{name}-2-during");
        await lab.UntilStateAsync("finished");
        await lab.SettleAsync();
        await TakeAsync(lab, $"{name}-3-after");
        foreach (ILocator tab in await lab.Page.Locator(".tabs label").AllAsync())
        {
            if (await tab.IsVisibleAsync() && await tab.TextContentAsync() is { } text && (text.Contains("Prediction", StringComparison.Ordinal) || text.Contains("Layers", StringComparison.Ordinal)))
            {
                await tab.ClickAsync();
            }
        }

        await TakeAsync(lab, $"{name}-4-after-other-tabs");
    }

    private static async Task TakeAsync(OpenLab lab, string path) =>
        await lab.Page.ScreenshotAsync(new PageScreenshotOptions { Path = $"{path}.png" });
}
