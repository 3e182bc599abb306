namespace PruningLab.E2E.Tests;

[Collection(BrowserCollection.Name)]
public sealed class LayoutTests(Browser browser, SharedServer server)
{
    [Theory]
    [InlineData(1280, 720)]
    [InlineData(1920, 1080)]
    public async Task Page_BeforeDuringAndAfterARun_NeitherJumpsNorOverlaps(int width, int height)
    {
        await using OpenLab lab = await OpenLab.OpenAsync(browser, server.Process, width, height);
        string before = await PlacesAsync(lab);
        Assert.Equal(string.Empty, await FaultsAsync(lab));

        await lab.RunFromAsync(3);
        await lab.UntilBatchAsync((3 * 64) + 3);
        Assert.Equal(string.Empty, await FaultsAsync(lab));
        Assert.Equal(before, await PlacesAsync(lab));

        await lab.SetSpeedAsync(0);
        await lab.UntilStateAsync("finished");
        await lab.SettleAsync();
        Assert.Equal(string.Empty, await FaultsAsync(lab));
        Assert.Equal(before, await PlacesAsync(lab));
    }

    [Theory]
    [InlineData(1024, 768)]
    [InlineData(390, 844)]
    public async Task Page_OnSmallScreens_DoesNotScrollSideways(int width, int height)
    {
        await using OpenLab lab = await OpenLab.OpenAsync(browser, server.Process, width, height);

        Assert.Equal(0, await lab.Page.EvaluateAsync<int>("() => Math.max(0, document.documentElement.scrollWidth - document.documentElement.clientWidth)"));
    }

    private static Task<string> PlacesAsync(OpenLab lab) => lab.Page.EvaluateAsync<string>("""
        () => [...document.querySelectorAll(".panel, .settings, header.top-bar")]
          .map(node => [node.dataset.testid ?? node.className, node.getBoundingClientRect()])
          .map(([name, box]) => `${name} ${[box.x, box.y, box.width, box.height].map(Math.round)}`).join("\n")
        """);

    /// <summary>What is wrong with the layout, one line each: a page that scrolls, panels over each other, clipped texts.</summary>
    private static Task<string> FaultsAsync(OpenLab lab) => lab.Page.EvaluateAsync<string>("""
        () => {
          const faults = [];
          const root = document.documentElement;
          if (root.scrollWidth > root.clientWidth) faults.push(`the page is ${root.scrollWidth} wide`);
          if (root.scrollHeight > root.clientHeight) faults.push(`the page is ${root.scrollHeight} high`);
          const boxes = [...document.querySelectorAll(".panel, .settings, header.top-bar")]
            .map(node => [node.dataset.testid ?? node.className, node.getBoundingClientRect()]).filter(([, box]) => box.width > 0);
          boxes.forEach(([name, a], i) => boxes.slice(i + 1).forEach(([other, b]) => {
            const over = Math.min(a.right, b.right) - Math.max(a.left, b.left) > 0.5 && Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top) > 0.5;
            if (over) faults.push(`${name} and ${other} overlap`);
          }));
          for (const [name, box] of boxes) if (box.left < 0 || box.right > innerWidth + 0.5 || box.bottom > innerHeight + 0.5) faults.push(`${name} leaves the page`);
          const bar = [...document.querySelectorAll("header.top-bar button, header.top-bar select, header.top-bar a, [data-readout]")].filter(node => node.offsetWidth);
          for (const node of bar) {
            const name = node.dataset.readout ?? node.getAttribute("aria-label") ?? node.textContent;
            if (node.scrollWidth > node.clientWidth + 2 && node.tagName !== "SELECT") faults.push(`${name} is clipped`);
            const box = node.getBoundingClientRect();
            if (box.left < 0 || box.right > innerWidth) faults.push(`${name} leaves the bar`);
            for (const other of bar) {
              if (other === node || node.contains(other) || other.contains(node)) continue;
              const b = other.getBoundingClientRect();
              if (box.left < b.left && box.right > b.left + 0.5 && box.top < b.bottom && box.bottom > b.top) faults.push(`${name} runs into ${other.dataset.readout ?? other.textContent}`);
            }
          }
          return faults.join("\n");
        }
        """);
}
