using System.Text.Json;
using Deque.AxeCore.Commons;
using Deque.AxeCore.Playwright;
using Microsoft.Playwright;

namespace PruningLab.E2E.Tests;

[Collection(BrowserCollection.Name)]
public sealed class LabTests(Browser browser)
{
    [Fact]
    public async Task Space_PlaysAndPauses()
    {
        await using ServerProcess server = await ServerProcess.StartAsync();
        await using WatchedPage watched = await browser.OpenAsync(server);
        LabPage lab = await LabPage.OpenAsync(watched, server);

        await lab.Page.Keyboard.PressAsync("Space");
        await lab.UntilBatchAsync(10);
        await Assertions.Expect(lab["play"]).ToHaveAttributeAsync("aria-label", "Pause");
        await lab.Page.Keyboard.PressAsync("Space");

        await Assertions.Expect(lab["play"]).ToHaveAttributeAsync("aria-label", "Play");
        Assert.Equal("paused", (await lab.StatisticsAsync()).GetProperty("state").GetString());
        Assert.Empty(watched.Faults);
    }

    [Fact]
    public async Task ArrowRight_TrainsOneBatch_AndNotWhenAFieldHasTheFocus()
    {
        await using ServerProcess server = await ServerProcess.StartAsync();
        await using WatchedPage watched = await browser.OpenAsync(server);
        LabPage lab = await LabPage.OpenAsync(watched, server);

        await lab.Page.Keyboard.PressAsync("ArrowRight");
        await lab.UntilBatchAsync(1);
        await lab["setting-s_max"].Locator("input[type=range]").FocusAsync();
        await lab.Page.Keyboard.PressAsync("ArrowRight");
        await Assertions.Expect(lab["setting-s_max"].Locator("input[type=number]")).ToHaveValueAsync("0.71");

        Assert.Equal(1, (await lab.StatisticsAsync()).GetProperty("batch").GetInt32());
    }

    [Fact]
    public async Task Reload_InMidRun_ShowsTheSameLabAndTrainingGoesOn()
    {
        await using ServerProcess server = await ServerProcess.StartAsync();
        await using WatchedPage watched = await browser.OpenAsync(server);
        LabPage lab = await LabPage.OpenAsync(watched, server);
        string id = lab.Id;
        await lab["play"].ClickAsync();
        await lab.UntilBatchAsync(20);

        await lab.Page.ReloadAsync();
        await lab.UntilDrawnAsync();

        Assert.Equal(id, lab.Id);
        int batch = await lab.BatchAsync();
        Assert.True(batch >= 20);
        await lab.UntilBatchAsync(batch + 20);
    }

    [Fact]
    public async Task PrunedCount_OnThePage_IsTheServersCountOfZeroWeights()
    {
        await using ServerProcess server = await ServerProcess.StartAsync();
        await using WatchedPage watched = await browser.OpenAsync(server);
        LabPage lab = await LabPage.OpenAsync(watched, server);
        await lab.SpeedAsync(0);
        await lab["play"].ClickAsync();
        await lab.UntilBatchAsync(80);
        await lab["play"].ClickAsync();
        await Assertions.Expect(lab["play"]).ToHaveAttributeAsync("aria-label", "Play");

        JsonElement statistics = await lab.StatisticsAsync();

        int pruned = statistics.GetProperty("pruned").GetInt32();
        Assert.True(pruned > 0);
        Assert.Equal(pruned, statistics.GetProperty("zeros").GetInt32());
        await Assertions.Expect(lab["readouts"]).ToHaveAttributeAsync("data-pruned", $"{pruned}");
        Assert.Empty(watched.Faults);
    }

    [Fact]
    public async Task StructuralChange_AfterTheFirstBatch_WaitsForStart()
    {
        await using ServerProcess server = await ServerProcess.StartAsync();
        await using WatchedPage watched = await browser.OpenAsync(server);
        LabPage lab = await LabPage.OpenAsync(watched, server);
        await lab["step-batch"].ClickAsync();
        await lab.UntilBatchAsync(1);

        await lab["network-kind"].GetByText("RNN").ClickAsync();
        await Assertions.Expect(lab["pending"]).ToContainTextAsync("RNN: start a new run?");
        Assert.Equal(17_984, (await lab.StatisticsAsync()).GetProperty("total").GetInt32());
        await lab["pending-start"].ClickAsync();

        await Assertions.Expect(lab["pending"]).ToHaveCountAsync(0);
        await Assertions.Expect(lab["readouts"]).ToHaveAttributeAsync("data-prunable", $"{(64 * 6) + (64 * 64) + 64}");
        Assert.Empty(watched.Faults);
    }

    [Fact]
    public async Task LiveSetting_Typed_IsLoggedByTheServer()
    {
        await using ServerProcess server = await ServerProcess.StartAsync();
        await using WatchedPage watched = await browser.OpenAsync(server);
        LabPage lab = await LabPage.OpenAsync(watched, server);
        await lab["step-batch"].ClickAsync();
        await lab.UntilBatchAsync(1);

        ILocator field = lab["setting-s_max"].Locator("input[type=number]");
        await field.FillAsync("0.5");
        await field.PressAsync("Enter");
        await Assertions.Expect(lab["setting-s_max"].Locator("input[type=range]")).ToHaveValueAsync("0.5");

        using var client = new HttpClient();
        string record = await client.GetStringAsync(new Uri(server.Address, $"/api/lab/{lab.Id}/run.json"));
        using var json = JsonDocument.Parse(record);
        JsonElement edit = json.RootElement.GetProperty("edits")[0];
        Assert.Equal("s_max", edit.GetProperty("setting").GetString());
        Assert.Equal(0.5, edit.GetProperty("new").GetDouble());
        Assert.Equal(1, edit.GetProperty("batch").GetInt32());
    }

    [Fact]
    public async Task UnknownLab_Opened_SaysSoWithAWayOn()
    {
        await using ServerProcess server = await ServerProcess.StartAsync();
        await using WatchedPage watched = await browser.OpenAsync(server);

        IResponse? response = await watched.Page.GotoAsync("/lab/0123456789abcdef0123");

        Assert.Equal(404, response!.Status);
        await Assertions.Expect(watched.Page.GetByText("This lab is not here any more")).ToBeVisibleAsync();
        await watched.Page.GetByRole(AriaRole.Link, new() { Name = "Open a new lab", Exact = true }).ClickAsync();
        await watched.Page.WaitForURLAsync("**/lab/*");
        await Assertions.Expect(watched.Page.GetByTestId("lab")).ToBeVisibleAsync();
    }

    [Fact]
    public async Task Upload_GoodFile_IsChosenAndABadOneIsRefusedInASentence()
    {
        await using ServerProcess server = await ServerProcess.StartAsync();
        await using WatchedPage watched = await browser.OpenAsync(server);
        LabPage lab = await LabPage.OpenAsync(watched, server);
        string good = "day;x;y\n" + string.Concat(Enumerable.Range(0, 200).Select(row => $"2020-{1 + (row / 28) % 12:00}-{1 + (row % 28):00};{row % 7},5;{row % 5}\n"));

        await lab["upload"].Locator("input[type=file]").SetInputFilesAsync(new FilePayload { Name = "torn.csv", MimeType = "text/csv", Buffer = "a,b\n1,2\n3\n"u8.ToArray() });
        await Assertions.Expect(lab["data"].GetByRole(AriaRole.Alert)).ToContainTextAsync("line 3");
        await lab["upload"].Locator("input[type=file]").SetInputFilesAsync(new FilePayload { Name = "own.csv", MimeType = "text/csv", Buffer = System.Text.Encoding.UTF8.GetBytes(good) });

        await Assertions.Expect(lab["data-source"].Locator("select")).ToHaveValueAsync("upload-own");
        await Assertions.Expect(lab["data"].GetByRole(AriaRole.Alert)).ToHaveCountAsync(0);
        await Assertions.Expect(lab["readouts"]).ToHaveAttributeAsync("data-prunable", $"{(256 * 2) + (256 * 64) + 64}");
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Axe_LabInLightOrDark_FindsNothingSerious(bool dark)
    {
        await using ServerProcess server = await ServerProcess.StartAsync();
        await using WatchedPage watched = await browser.OpenAsync(server, 1920, 1080, dark);
        LabPage lab = await LabPage.OpenAsync(watched, server);
        await lab["play"].ClickAsync();
        await lab.UntilBatchAsync(5);
        await lab["play"].ClickAsync();

        AxeResult result = await lab.Page.RunAxe();

        Assert.Empty(result.Violations.Where(violation => violation.Impact is "serious" or "critical").Select(violation =>
            $"{violation.Id}: {violation.Help}: {string.Join(" | ", violation.Nodes.Take(4).Select(node => node.Html))}"));
    }
}
