namespace PruningLab.Benchmarks.Lab;

/// <summary>Time from a press until its effect is painted, while the lab trains as fast as it goes.</summary>
internal static class Clicks
{
    private const int Presses = 24, EditsPerRun = 8;

    /// <summary>Presses pause and play, and moves s_max.</summary>
    /// <param name="assembly">The server.</param>
    /// <param name="browser">The browser.</param>
    /// <returns>Rows of the table.</returns>
    public static async Task<IReadOnlyList<string>> MeasureAsync(string assembly, LabBrowser browser)
    {
        Figures pause = new(), play = new(), edit = new(), all = new();
        Random random = new(1);
        LabServer server = await LabServer.StartAsync(assembly).ConfigureAwait(false);
        LabPage page = await browser.NewPageAsync().ConfigureAwait(false);
        await using (server.ConfigureAwait(false))
        await using (page.ConfigureAwait(false))
        {
            await page.OpenAsync(server.Address).ConfigureAwait(false);
            await page.SetEpochsAsync(WatchedSpeed.Epochs).ConfigureAwait(false);
            await page.SetUnlimitedSpeedAsync().ConfigureAwait(false);
            await page.PlayAsync().ConfigureAwait(false);
            await Task.Delay(2000).ConfigureAwait(false);
            for (int press = 0; press < Presses; press++)
            {
                await RestAsync(random).ConfigureAwait(false);
                Add(await page.TimePlayOrPauseAsync().ConfigureAwait(false), pause, all);
                await RestAsync(random).ConfigureAwait(false);
                Add(await page.TimePlayOrPauseAsync().ConfigureAwait(false), play, all);
            }
            for (int press = 0; press < Presses; press++)
            {
                if (press % EditsPerRun == 0)
                {
                    await page.ResetAsync().ConfigureAwait(false);
                    await page.PlayAsync().ConfigureAwait(false);
                }
                await RestAsync(random).ConfigureAwait(false);
                Add(await page.TimeEditAsync(press % 2 == 0 ? "ArrowLeft" : "ArrowRight").ConfigureAwait(false), edit, all);
            }
        }
        return
        [
            all.Row("press to painted effect while training flat out, all presses", "median < 100 ms", "0 \"ms\""),
            pause.Row("pause pressed: shown as paused", "", "0 \"ms\""),
            play.Row("play pressed: shown as running", "", "0 \"ms\""),
            edit.Row($"s_max moved by a key, {EditsPerRun} times a run: edit in the schedule", "", "0 \"ms\""),
        ];
    }

    private static void Add(double value, Figures some, Figures all)
    {
        some.Add(value);
        all.Add(value);
    }

    /// <summary>Rests of uneven length, so that presses fall anywhere between two frames.</summary>
    private static Task RestAsync(Random random) => Task.Delay(random.Next(300, 500));
}
