using Microsoft.Playwright;

namespace PruningLab.E2E.Tests;

[Collection(BrowserCollection.Name)]
public sealed class ConnectionTests(Browser browser, SharedServer server)
{
    [Fact]
    public async Task Connection_CutAndBack_PageGoesOnByItself()
    {
        await using WatchedPage watched = await browser.OpenAsync(server.Process);
        var open = new List<IWebSocketRoute>();
        bool cut = false;
        await watched.Page.RouteWebSocketAsync(_ => true, route =>
        {
            if (cut)
            {
                _ = route.CloseAsync();
                return;
            }

            route.ConnectToServer();
            open.Add(route);
        });
        await using OpenLab lab = await OpenLab.EnterAsync(watched, server.Process, "/");
        await lab.SetSpeedAsync(10);
        await lab.PlayAsync();
        await lab.UntilBatchAsync(5);
        await lab.Page.EvaluateAsync("window.before = true");

        cut = true;
        await open[^1].CloseAsync();
        await Assertions.Expect(lab.Page.GetByText("Connection lost")).ToBeVisibleAsync();
        double shown = await lab.NumberAsync("readouts", "batch");
        cut = false;

        await Assertions.Expect(lab.Page.GetByText("Connection lost")).ToBeHiddenAsync();
        await lab.UntilBatchAsync((int)shown + 5);
        await lab.PauseAsync();
        Assert.True(await lab.Page.EvaluateAsync<bool>("() => window.before === true"), "The page was loaded anew.");
        Assert.Equal("1", await lab.ReadAsync("graph", "generation"));
    }

    [Fact]
    public async Task Server_KilledAndStartedAgain_LabSaysThatItIsGoneAndOffersANewOne()
    {
        await using ServerProcess mortal = await ServerProcess.StartAsync();
        await using OpenLab lab = await OpenLab.OpenAsync(browser, mortal);
        await lab.SetSpeedAsync(10);
        await lab.PlayAsync();

        await mortal.KillAsync();
        await Assertions.Expect(lab.Page.GetByText("Connection lost")).ToBeVisibleAsync();
        await mortal.StartAgainAsync();

        await Assertions.Expect(lab.Page.GetByText("This lab is not here any more")).ToBeVisibleAsync(new() { Timeout = 40_000 });
        await lab.Page.EvaluateAsync("window.settled = true");
        await lab.Page.WaitForFunctionAsync("() => performance.now() > 4000");
        Assert.True(await lab.Page.EvaluateAsync<bool>("() => window.settled === true"), "The page loads itself again and again.");
        await lab.Page.GetByRole(AriaRole.Link, new() { Name = "Open a new lab", Exact = true }).ClickAsync();
        await lab.UntilDrawnAsync();
        Assert.Equal("0", await lab.ReadAsync("readouts", "batch"));
    }
}
