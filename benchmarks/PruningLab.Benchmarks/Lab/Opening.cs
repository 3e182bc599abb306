namespace PruningLab.Benchmarks.Lab;

/// <summary>Time from opening the start page to the first picture.</summary>
internal static class Opening
{
    /// <summary>Opens new labs on a warm server, and the first page of new servers.</summary>
    /// <param name="assembly">The server.</param>
    /// <param name="browser">The browser.</param>
    /// <param name="rounds">How often.</param>
    /// <returns>Rows of the table.</returns>
    public static async Task<IReadOnlyList<string>> MeasureAsync(string assembly, LabBrowser browser, int rounds)
    {
        Figures coldPaint = new(), coldDrawn = new(), warmPaint = new(), warmDrawn = new();
        for (int round = 0; round < rounds; round++)
        {
            LabServer server = await LabServer.StartAsync(assembly).ConfigureAwait(false);
            await using (server.ConfigureAwait(false))
            {
                await OpenAsync(server, browser, coldPaint, coldDrawn).ConfigureAwait(false);
                await OpenAsync(server, browser, new Figures(), new Figures()).ConfigureAwait(false);
                await OpenAsync(server, browser, warmPaint, warmDrawn).ConfigureAwait(false);
                await OpenAsync(server, browser, warmPaint, warmDrawn).ConfigureAwait(false);
            }
        }
        return
        [
            warmPaint.Row("opening a new lab: first contentful paint", "2,000 ms", "#,0 \"ms\""),
            warmDrawn.Row("opening a new lab: network drawn", "2,000 ms", "#,0 \"ms\""),
            coldPaint.Row("the same as the first request of a new server: first contentful paint", "", "#,0 \"ms\""),
            coldDrawn.Row("the same as the first request of a new server: network drawn", "", "#,0 \"ms\""),
        ];
    }

    private static async Task OpenAsync(LabServer server, LabBrowser browser, Figures paint, Figures drawn)
    {
        LabPage page = await browser.NewPageAsync().ConfigureAwait(false);
        await using (page.ConfigureAwait(false))
        {
            (double firstPaint, double firstDrawn) = await page.OpenAsync(server.Address).ConfigureAwait(false);
            paint.Add(firstPaint);
            drawn.Add(firstDrawn);
        }
    }
}
