using System.Diagnostics;

namespace PruningLab.Benchmarks.Lab;

/// <summary>Training speed with one viewer against none, in turn, on one lab that starts over before each stretch.</summary>
internal static class WatchedSpeed
{
    /// <summary>So long that no stretch reaches the end.</summary>
    public const int Epochs = 400;

    private static readonly TimeSpan Settling = TimeSpan.FromSeconds(1.5), Length = TimeSpan.FromSeconds(4);

    /// <summary>Measures pairs of stretches.</summary>
    /// <param name="assembly">The server.</param>
    /// <param name="browser">The browser.</param>
    /// <param name="rounds">How many pairs.</param>
    /// <returns>Rows of the table.</returns>
    public static async Task<IReadOnlyList<string>> MeasureAsync(string assembly, LabBrowser browser, int rounds)
    {
        Figures watched = new(), alone = new(), ratio = new(), yield = new(), frames = new(), drawn = new(), busy = new(), browserBusy = new();
        Figures task = new(), script = new(), layout = new(), paint = new();
        LabServer server = await LabServer.StartAsync(assembly).ConfigureAwait(false);
        LabPage page = await browser.NewPageAsync().ConfigureAwait(false);
        await using (server.ConfigureAwait(false))
        await using (page.ConfigureAwait(false))
        {
            await page.OpenAsync(server.Address).ConfigureAwait(false);
            await page.SetEpochsAsync(Epochs).ConfigureAwait(false);
            await page.SetUnlimitedSpeedAsync().ConfigureAwait(false);
            await PlayAsync(server, page).ConfigureAwait(false);
            for (int round = 0; round < rounds; round++)
            {
                // The pair's order alternates, so that a machine that grows busier favours neither.
                Stretch? without = round % 2 == 0 ? await AloneAsync(server, page).ConfigureAwait(false) : null;
                await PlayAsync(server, page).ConfigureAwait(false);
                await page.CountAsync().ConfigureAwait(false);
                await Task.Delay(Settling).ConfigureAwait(false);
                PageCounts before = await page.ReadCountsAsync().ConfigureAwait(false);
                Stretch with = await WaitAsync(server, page.LabId).ConfigureAwait(false);
                PageCounts done = (await page.ReadCountsAsync().ConfigureAwait(false)).Since(before);
                without ??= await AloneAsync(server, page).ConfigureAwait(false);
                watched.Add(with.Rate);
                alone.Add(without.Rate);
                ratio.Add(with.Rate / without.Rate);
                yield.Add(with.Yield / without.Yield);
                frames.Add(done.Frames / with.Seconds);
                drawn.Add(done.Drawn / with.Seconds);
                busy.Add(with.Server / with.Seconds);
                browserBusy.Add(with.Browser / with.Seconds);
                task.Add(done.TaskTime / done.Frames);
                script.Add(done.ScriptTime / done.Frames);
                layout.Add(done.LayoutTime / done.Frames);
                paint.Add(done.PaintTime / Math.Max(1, done.Paints));
            }
        }
        return
        [
            alone.Row("training without a viewer", "", "#,0 \"batches/s\"", moreIsBetter: true),
            watched.Row("training with one viewer", "", "#,0 \"batches/s\"", moreIsBetter: true),
            ratio.Row("with one viewer ÷ without, pair by pair", "≥ 0.9", "0.00", moreIsBetter: true),
            yield.Row("the same per second of the server's processor time", "", "0.00", moreIsBetter: true),
            drawn.Row("frames drawn by the graph meanwhile", "≥ 10 /s", "0.0 \"/s\"", moreIsBetter: true),
            frames.Row("frames taken by the page meanwhile", "", "0.0 \"/s\"", moreIsBetter: true),
            task.Row("page's main thread per frame", "", "0.0 \"ms\""),
            script.Row("of it in scripts", "", "0.0 \"ms\""),
            layout.Row("of it in layout and style", "", "0.0 \"ms\""),
            paint.Row("graph's worker per painting", "", "0.0 \"ms\""),
            busy.Row("server's processor time with one viewer", "", "0.00 \"cores\""),
            browserBusy.Row("browser's processor time meanwhile, all its processes", "", "0.00 \"cores\""),
        ];
    }

    /// <summary>Opens the lab, starts over and plays.</summary>
    private static async Task PlayAsync(LabServer server, LabPage page)
    {
        await page.OpenAsync(new Uri(server.Address, $"/lab/{page.LabId}")).ConfigureAwait(false);
        await page.ResetAsync().ConfigureAwait(false);
        await page.PlayAsync().ConfigureAwait(false);
    }

    private static async Task<Stretch> AloneAsync(LabServer server, LabPage page)
    {
        await PlayAsync(server, page).ConfigureAwait(false);
        await page.LeaveAsync().ConfigureAwait(false);
        await Task.Delay(Settling).ConfigureAwait(false);
        return await WaitAsync(server, page.LabId).ConfigureAwait(false);
    }

    private static async Task<Stretch> WaitAsync(LabServer server, string lab)
    {
        TimeSpan processor = server.ProcessorTime;
        TimeSpan? browser = ProcessTree.ProcessorTime("chrom");
        (int first, _, long start) = await server.ProgressAsync(lab).ConfigureAwait(false);
        await Task.Delay(Length).ConfigureAwait(false);
        (int last, string state, long end) = await server.ProgressAsync(lab).ConfigureAwait(false);
        double used = (ProcessTree.ProcessorTime("chrom") - browser)?.TotalSeconds ?? double.NaN;
        return state == "running"
            ? new Stretch(last - first, Stopwatch.GetElapsedTime(start, end).TotalSeconds, (server.ProcessorTime - processor).TotalSeconds, used)
            : throw new InvalidOperationException($"The run was {state} at batch {last} while its speed was measured; give it more epochs.");
    }
}
