namespace PruningLab.Benchmarks.Lab;

/// <summary>The server's resident set for the demo: a new server, one viewer, runs of the ready experiment.</summary>
internal static class Memory
{
    private const int Runs = 5;

    /// <summary>Samples the resident set: the first run at the ready speed, the others as fast as they go.</summary>
    /// <param name="assembly">The server.</param>
    /// <param name="browser">The browser.</param>
    /// <returns>Rows of the table.</returns>
    public static async Task<IReadOnlyList<string>> MeasureAsync(string assembly, LabBrowser browser)
    {
        Figures started = new(), during = new(), after = new();
        LabServer server = await LabServer.StartAsync(assembly).ConfigureAwait(false);
        LabPage page = await browser.NewPageAsync().ConfigureAwait(false);
        await using (server.ConfigureAwait(false))
        await using (page.ConfigureAwait(false))
        {
            await Task.Delay(1000).ConfigureAwait(false);
            started.Add(server.ResidentMegabytes);
            await page.OpenAsync(server.Address).ConfigureAwait(false);
            for (int run = 0; run < Runs; run++)
            {
                if (run > 0)
                {
                    await page.ResetAsync().ConfigureAwait(false);
                    await page.SetUnlimitedSpeedAsync().ConfigureAwait(false);
                }
                await page.PlayAsync().ConfigureAwait(false);
                Task finished = page.WaitForStateAsync("Finished");
                while (await Task.WhenAny(finished, Task.Delay(250)).ConfigureAwait(false) != finished)
                {
                    during.Add(server.ResidentMegabytes);
                }
                await finished.ConfigureAwait(false);
            }
            await Task.Delay(1000).ConfigureAwait(false);
            after.Add(server.ResidentMegabytes);
        }
        return
        [
            started.Row("server's resident set after the start", "", "0 \"MB\""),
            during.Row($"during {Runs} runs of the ready experiment with one viewer, every quarter of a second", "< 300 MB", "0 \"MB\""),
            after.Row($"after {Runs} runs", "< 300 MB", "0 \"MB\""),
        ];
    }
}
