using System.Text.Json.Nodes;
#if TORCH
using System.Text.RegularExpressions;
#endif
using Microsoft.Playwright;
using PruningLab.Engine.Data;
using PruningLab.Engine.Experiments.Grids;
using PruningLab.Engine.Networks;
using PruningLab.Engine.Plasticity;
using PruningLab.Engine.Training;

namespace PruningLab.E2E.Tests;

[Collection(BrowserCollection.Name)]
public sealed class DeviceTests(Browser browser, SharedServer server)
{
#if TORCH
    [Fact]
    public async Task Device_Compared_MovesTheRunByOneClickAndIsAnEditOfItsRecord()
    {
        await using OpenLab lab = await OpenLab.OpenAsync(browser, server.Process);
        await lab.StepEpochsAsync(1);
        int batch = (int)await lab.NumberAsync("readouts", "batch");
        ILocator libtorch = lab.At("device-dialog").Locator("li[data-device='torch-cpu']");

        await lab.At("device").ClickAsync();
        await lab.At("measure-devices").ClickAsync();
        await Assertions.Expect(libtorch).ToHaveAttributeAsync("data-milliseconds", new Regex("^[0-9.E-]+$"));
        await libtorch.GetByTestId("use-device").ClickAsync();
        await Assertions.Expect(libtorch.Locator(".here")).ToHaveTextAsync("in use");
        await lab.At("device-dialog").Locator("[data-closes-dialog]").ClickAsync();

        await Assertions.Expect(lab.Field("setting-device")).ToHaveValueAsync("torch-cpu");
        await Assertions.Expect(lab.At("device-facts")).ToContainTextAsync("libtorch ");
        await lab.StepEpochsAsync(1);
        JsonNode edit = Assert.Single((await lab.RecordAsync())["edits"]!.AsArray())!;
        Assert.Equal((batch, "device", 0, -1), ((int)edit["batch"]!, (string?)edit["setting"], (double)edit["old"]!, (double)edit["new"]!));
        Assert.Equal("1", await lab.ReadAsync("graph", "generation"));
        Assert.Empty(lab.Watched.Faults);
    }
#else
    [Fact]
    public async Task Device_OnAMachineWithTheCpuAlone_IsALineWithTheReasonByMouseAndKeyboard()
    {
        await using OpenLab lab = await OpenLab.OpenAsync(browser, server.Process);

        await Assertions.Expect(lab.At("device")).ToHaveTextAsync("CPU");
        await Assertions.Expect(lab.At("setting-device")).ToHaveCountAsync(0);
        await Assertions.Expect(lab.At("device-dialog")).ToHaveCountAsync(0);
        ILocator why = lab.At("why-no-card");
        await Assertions.Expect(why.Locator("p")).ToBeHiddenAsync();
        await why.Locator("summary").FocusAsync();
        await lab.Page.Keyboard.PressAsync("Enter");
        await Assertions.Expect(why.Locator("p")).ToHaveTextAsync("Graphics cards are not offered because this build has no library for them: build with -p:Torch=cuda-linux or -p:Torch=cuda-windows.");

        // The CPU is what a spec means that names no device: nothing of it is in the run file.
        JsonNode record = await lab.RecordAsync();
        Assert.Null(record["spec"]!["training"]!["device"]);
        Assert.Empty(lab.Watched.Faults);
    }
#endif

    [Fact]
    public async Task Grid_OfAnotherMachinesDevice_SaysSoAndIsSetUpForTheCpuByOneClick()
    {
        GridSpec spec = new()
        {
            Name = "Of a card",
            Data = [new GridData("S&P500", new DataSpec())],
            Networks = [new GridNetwork("RNN", new NetworkSpec { Kind = NetworkKind.Rnn, HiddenUnits = 2 })],
            Windows = [2],
            Methods = [new GridMethod("None", new RuleSpec("none"))],
            Training = new TrainingSpec { Device = "cuda:63" },
            Seeds = [1],
        };
        string slug = "card-" + Guid.NewGuid().ToString("N")[..8];
        GridStore.Create(Path.Combine(server.Process.DataFolder, "experiments", slug), spec);
        await using WatchedPage watched = await browser.OpenAsync(server.Process, 1280, 720, dark: false);
        await watched.GoAsync($"/experiments/{slug}");
        ILocator sentence = watched.Page.Locator(".alert-line .sentence");
        await Assertions.Expect(sentence).ToHaveTextAsync("This experiment is for the device “cuda:63”, which does not work on this machine.");

        await watched.Page.GetByTestId("grid-on-cpu").ClickAsync();

        await Assertions.Expect(watched.Page.Locator("h1")).ToHaveTextAsync("Of a card, CPU");
        await watched.WaitUntilLiveAsync();
        await Assertions.Expect(watched.Page.GetByTestId("experiment")).ToHaveAttributeAsync("data-standing", "ready");
        await Assertions.Expect(sentence).ToHaveCountAsync(0);
        string copy = new Uri(watched.Page.Url).Segments[^1];
        Assert.Equal((null, "cuda:63"), (DeviceOf(copy), DeviceOf(slug)));
        Assert.Empty(watched.Faults);
    }

    private string? DeviceOf(string slug) => GridStore.Open(Path.Combine(server.Process.DataFolder, "experiments", slug)).Spec.Training.Device;
}
