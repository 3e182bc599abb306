using System.Text.Json.Nodes;
using Microsoft.Playwright;

namespace PruningLab.E2E.Tests;

[Collection(BrowserCollection.Name)]
public sealed class KeyboardTests(Browser browser, SharedServer server)
{
    [Fact]
    public async Task Keys_OfThePage_PlayStepResetAndHelp()
    {
        await using OpenLab lab = await OpenLab.OpenAsync(browser, server.Process);
        IKeyboard keyboard = lab.Page.Keyboard;

        await keyboard.PressAsync("ArrowRight");
        await lab.UntilAsync("of('readouts').batch === '1'");
        await lab.SetSpeedAsync(0);
        await lab.Page.Locator("h2").First.ClickAsync();
        await keyboard.PressAsync("Shift+ArrowRight");
        await lab.UntilAsync("of('readouts').batch === '64'");
        await lab.SettleAsync();
        await keyboard.PressAsync("r");
        await lab.UntilAsync("of('readouts').batch === '0' && of('graph').generation === '2'");
        int seed = (int)(await lab.RecordAsync())["spec"]!["seed"]!;
        await keyboard.PressAsync("Shift+R");
        await lab.UntilAsync("of('graph').generation === '3'");
        Assert.NotEqual(seed, (int)(await lab.RecordAsync())["spec"]!["seed"]!);

        await keyboard.PressAsync("?");
        await Assertions.Expect(lab.Page.Locator("dialog.keys")).ToBeVisibleAsync();
        await keyboard.PressAsync("ArrowRight");
        await keyboard.PressAsync("Escape");
        await Assertions.Expect(lab.Page.Locator("dialog.keys")).ToBeHiddenAsync();
        await lab.SetSpeedAsync(10);
        await lab.Page.Locator("h2").First.ClickAsync();
        await keyboard.PressAsync("Space");
        await lab.UntilStateAsync("running");
        await keyboard.PressAsync("Space");
        await lab.UntilStateAsync("paused");
        Assert.Empty(lab.Watched.Faults);
    }

    [Fact]
    public async Task Keys_InFields_BelongToTheField()
    {
        await using OpenLab lab = await OpenLab.OpenAsync(browser, server.Process);
        foreach (ILocator field in new[] { lab.Field("hidden-units"), lab.Field("data-source"), lab.At("setting-s_max").Locator("input[type=range]"), lab.Page.Locator("[data-handle=s_min]") })
        {
            await field.FocusAsync();
            foreach (string key in new[] { "ArrowRight", "ArrowLeft" })
            {
                await lab.Page.Keyboard.PressAsync(key);
            }
        }

        // Arrow keys in a choice choose: other data are loaded and the first ones again, each as a run of its own.
        await lab.RestRestartsAsync();
        await lab.Field("hidden-units").FocusAsync();
        await lab.Page.Keyboard.PressAsync("Space");
        await lab.Page.Keyboard.PressAsync("r");
        await lab.Page.Keyboard.PressAsync("?");
        await lab.At("step-batch").FocusAsync();
        await lab.Page.Keyboard.PressAsync("Space");

        // The button's batch is the only one: had any key before it reached the page, there would be more.
        await lab.UntilAsync("of('readouts').batch === '1'");
        JsonNode truth = await lab.SettleAsync();
        Assert.Equal(1, (int)truth["batch"]!);
        Assert.Equal("paused", (string?)truth["state"]);
        await Assertions.Expect(lab.Page.Locator("dialog.keys")).ToBeHiddenAsync();
    }

    [Fact]
    public async Task GraphAndHeatmaps_WalkedByArrowKeys_NameWhatIsThere()
    {
        await using OpenLab lab = await OpenLab.OpenAsync(browser, server.Process);

        await lab.At("graph").Locator(".plg-stage").FocusAsync();
        await lab.Page.Keyboard.PressAsync("ArrowDown");
        await lab.UntilAsync("(of('graph').focus ?? '') !== '' && text('[data-testid=graph] [aria-live]') !== ''");
        string? first = await lab.ReadAsync("graph", "focus");
        await lab.Page.Keyboard.PressAsync("ArrowDown");
        await lab.UntilAsync($"of('graph').focus !== '{first}'");
        await lab.Page.Keyboard.PressAsync("Enter");
        await lab.UntilAsync("of('graph').pinned === 'true'");

        await lab.At("heatmaps").Locator("canvas[tabindex='0']").FocusAsync();
        await lab.UntilAsync("text('[data-testid=heatmaps] [aria-live]').startsWith('lstm.weight_ih_l0[i 0')");
        await lab.Page.Keyboard.PressAsync("ArrowRight");
        await lab.Page.Keyboard.PressAsync("ArrowDown");
        await lab.UntilAsync("text('[data-testid=heatmaps] [aria-live]').startsWith('lstm.weight_ih_l0[i 1 ← high]')");
        await lab.Page.Keyboard.PressAsync("PageDown");
        await lab.UntilAsync("text('[data-testid=heatmaps] [aria-live]').startsWith('lstm.weight_ih_l0[f')");

        Assert.Equal("0", await lab.ReadAsync("readouts", "batch"));
        Assert.Empty(lab.Watched.Faults);
    }

    [Fact]
    public async Task Tab_ThroughThePage_ShowsTheFocusEverywhere()
    {
        await using OpenLab lab = await OpenLab.OpenAsync(browser, server.Process);
        var seen = new HashSet<string>();
        var unmarked = new List<string>();
        for (int i = 0; i < 90; i++)
        {
            await lab.Page.Keyboard.PressAsync("Tab");
            string[] focus = await lab.Page.EvaluateAsync<string[]>("""
                () => {
                  const node = document.activeElement;
                  const shown = (element) => {
                    const style = getComputedStyle(element);
                    return (style.outlineStyle !== "none" && parseFloat(style.outlineWidth) > 0) || style.boxShadow !== "none" || parseFloat(style.strokeWidth) > 0;
                  };
                  const around = [node, node.parentElement, node.nextElementSibling, ...node.querySelectorAll("*")].filter(Boolean);
                  const box = node.getBoundingClientRect();
                  return [`${node.tagName} ${node.getAttribute("aria-label") ?? node.id} ${Math.round(box.x)},${Math.round(box.y)}`, around.some(shown) ? "shown" : node.outerHTML.slice(0, 160)];
                }
                """);
            if (seen.Add(focus[0]) && focus[1] != "shown" && !focus[0].StartsWith("BODY", StringComparison.Ordinal))
            {
                unmarked.Add(focus[1]);
            }
        }

        Assert.True(seen.Count > 40, $"Only {seen.Count} places were reached.");
        Assert.Empty(unmarked);
    }
}
