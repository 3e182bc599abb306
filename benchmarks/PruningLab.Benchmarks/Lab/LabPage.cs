using System.Globalization;
using System.Text.Json;
using Microsoft.Playwright;

namespace PruningLab.Benchmarks.Lab;

/// <summary>The lab page as a person uses it, with a probe inside that takes the times.</summary>
internal sealed class LabPage(IBrowserContext context, IPage page) : IAsyncDisposable
{
    private const string Lab = "[data-testid=lab]", Graph = "[data-testid=graph]", Schedule = "[data-testid=schedule]";
    private const string Play = "[data-testid=play]", MaxSparsity = "[data-testid=setting-s_max] input[type=range]";
    private ICDPSession? _devtools;

    /// <summary>The lab's id, once a lab is open.</summary>
    public string LabId { get; private set; } = "";

    /// <summary>Opens an address and waits until the graph has drawn.</summary>
    /// <param name="address">The start page for a new lab, or a lab's address.</param>
    /// <returns>Milliseconds from the start of the navigation to the first contentful paint and to the graph's first frame.</returns>
    public async Task<(double FirstPaint, double FirstDrawn)> OpenAsync(Uri address)
    {
        await page.GotoAsync(address.ToString()).ConfigureAwait(false);
        await page.WaitForFunctionAsync("() => labProbe.firstDrawn !== null && labProbe.firstPaint() !== null").ConfigureAwait(false);
        LabId = new Uri(page.Url).Segments[^1];
        return (await NumberAsync("labProbe.firstPaint()").ConfigureAwait(false), await NumberAsync("labProbe.firstDrawn").ConfigureAwait(false));
    }

    /// <summary>Leaves the lab for an empty page: the viewer is gone.</summary>
    public Task LeaveAsync() => page.GotoAsync("about:blank");

    /// <summary>Lets the lab train as fast as it goes.</summary>
    public Task SetUnlimitedSpeedAsync() => page.Locator("[data-testid=speed] select").SelectOptionAsync("0");

    /// <summary>Sets the length of a training that has not begun.</summary>
    /// <param name="epochs">Epochs.</param>
    public async Task SetEpochsAsync(int epochs)
    {
        ILocator field = page.Locator("[data-testid=epochs] input");
        await field.FillAsync(epochs.ToString(CultureInfo.InvariantCulture)).ConfigureAwait(false);
        await NextRunAsync(() => field.PressAsync("Enter")).ConfigureAwait(false);
    }

    /// <summary>Starts over with the same initial weights.</summary>
    public Task ResetAsync() => NextRunAsync(() => page.ClickAsync("[data-testid=reset]"));

    /// <summary>Presses play and waits until the page says that training runs.</summary>
    public async Task PlayAsync()
    {
        await page.ClickAsync(Play).ConfigureAwait(false);
        await WaitForStateAsync("Running").ConfigureAwait(false);
    }

    /// <summary>Waits until the page shows a state.</summary>
    /// <param name="state">The state's name.</param>
    public Task WaitForStateAsync(string state) =>
        page.WaitForFunctionAsync($"() => document.querySelector('{Lab}').dataset.state === '{state}'", null, new PageWaitForFunctionOptions { Timeout = 120_000 });

    /// <summary>Presses play or pause; milliseconds from the press until the other state is painted.</summary>
    public Task<double> TimePlayOrPauseAsync() =>
        TimeAsync(new { type = "click", source = Play, effect = Lab, attribute = "data-state" }, () => page.ClickAsync(Play));

    /// <summary>Moves s_max one step by an arrow key; milliseconds from the key until the edit is painted in the schedule.</summary>
    /// <param name="key">ArrowLeft or ArrowRight.</param>
    public Task<double> TimeEditAsync(string key) =>
        TimeAsync(new { type = "keydown", source = MaxSparsity, effect = Schedule, attribute = "data-edits" }, () => page.PressAsync(MaxSparsity, key));

    /// <summary>Begins to count frames and the main thread's time.</summary>
    public async Task CountAsync()
    {
        await page.EvaluateAsync("() => labProbe.countFrames()").ConfigureAwait(false);
        _devtools = await context.NewCDPSessionAsync(page).ConfigureAwait(false);
        await _devtools.SendAsync("Performance.enable").ConfigureAwait(false);
    }

    /// <summary>What was counted so far.</summary>
    public async Task<PageCounts> ReadCountsAsync()
    {
        JsonElement metrics = (await _devtools!.SendAsync("Performance.getMetrics").ConfigureAwait(false))!.Value.GetProperty("metrics");
        double Metric(string name) => metrics.EnumerateArray().First(metric => metric.GetProperty("name").GetString() == name).GetProperty("value").GetDouble();
        return new PageCounts(
            await NumberAsync("labProbe.frames").ConfigureAwait(false), await NumberAsync("labProbe.drawn").ConfigureAwait(false),
            1000 * Metric("TaskDuration"), 1000 * Metric("ScriptDuration"), 1000 * (Metric("LayoutDuration") + Metric("RecalcStyleDuration")),
            await NumberAsync($"Number(document.querySelector('{Graph}').dataset.paints)").ConfigureAwait(false),
            await NumberAsync($"Number(document.querySelector('{Graph}').dataset.paintMs)").ConfigureAwait(false));
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync() => await context.CloseAsync().ConfigureAwait(false);

    private async Task NextRunAsync(Func<Task> begin)
    {
        string generation = await page.EvaluateAsync<string>($"document.querySelector('{Graph}').dataset.generation").ConfigureAwait(false);
        await begin().ConfigureAwait(false);
        await page.WaitForFunctionAsync($"before => document.querySelector('{Graph}').dataset.generation !== before", generation).ConfigureAwait(false);
    }

    private async Task<double> TimeAsync(object what, Func<Task> act)
    {
        await page.EvaluateAsync("what => labProbe.arm(what)", what).ConfigureAwait(false);
        await act().ConfigureAwait(false);
        return await NumberAsync("labProbe.armed").ConfigureAwait(false);
    }

    private Task<double> NumberAsync(string expression) => page.EvaluateAsync<double>(expression);
}
