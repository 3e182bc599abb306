using Microsoft.Playwright;

namespace PruningLab.E2E.Tests;

[Collection(BrowserCollection.Name)]
public sealed class SmokeTests(Browser browser)
{
    [Fact]
    public async Task Open_FirstPage_LoadsWithoutFaults()
    {
        await using ServerProcess server = await ServerProcess.StartAsync();
        await using WatchedPage watched = await browser.OpenAsync(server);

        await watched.GoAsync("/");

        Assert.Contains("PruningLab", await watched.Page.TitleAsync(), StringComparison.Ordinal);
        Assert.Empty(watched.Faults);
    }

    [Fact]
    public async Task ThemeToggle_Pressed_ChangesAndSurvivesReload()
    {
        await using ServerProcess server = await ServerProcess.StartAsync();
        await using WatchedPage watched = await browser.OpenAsync(server, dark: true);
        await watched.GoAsync("/not-found");
        ILocator root = watched.Page.Locator("html");
        await Assertions.Expect(root).ToHaveAttributeAsync("data-bs-theme", "dark");

        await watched.Page.GetByRole(AriaRole.Button, new() { NameRegex = new("^Theme") }).ClickAsync();
        await Assertions.Expect(root).ToHaveAttributeAsync("data-bs-theme", "light");
        await watched.Page.ReloadAsync();

        await Assertions.Expect(root).ToHaveAttributeAsync("data-bs-theme", "light");
    }

    [Fact]
    public async Task Server_KilledAndStartedAgain_PageSaysSoAndReloads()
    {
        await using ServerProcess server = await ServerProcess.StartAsync();
        await using WatchedPage watched = await browser.OpenAsync(server);
        await watched.GoAsync("/not-found");
        await watched.Page.EvaluateAsync("window.before = true");

        await server.KillAsync();
        await Assertions.Expect(watched.Page.GetByText("Connection lost")).ToBeVisibleAsync();
        await server.StartAgainAsync();

        await watched.Page.WaitForFunctionAsync("() => !window.before", null, new() { Timeout = 30_000 });
        await watched.WaitUntilLiveAsync();
        await Assertions.Expect(watched.Page.GetByText("Connection lost")).ToBeHiddenAsync();
    }
}
