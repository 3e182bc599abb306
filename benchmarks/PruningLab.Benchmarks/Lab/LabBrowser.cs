using Microsoft.Playwright;

namespace PruningLab.Benchmarks.Lab;

/// <summary>Headless Chromium of the system, as it starts by itself: without a graphics processor it composes in software, which is faster than asking for SwiftShader.</summary>
internal sealed class LabBrowser : IAsyncDisposable
{
    private const string PathVariable = "PRUNINGLAB_CHROMIUM";

    private static readonly string[] UsualPlaces =
    [
        "/usr/bin/chromium",
        "/usr/bin/chromium-browser",
        "/usr/bin/google-chrome",
        "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
        @"C:\Program Files\Google\Chrome\Application\chrome.exe",
        @"C:\Program Files (x86)\Microsoft\Edge\Application\msedge.exe",
    ];

    private readonly IPlaywright _playwright;
    private readonly IBrowser _browser;

    private LabBrowser(IPlaywright playwright, IBrowser browser)
    {
        _playwright = playwright;
        _browser = browser;
    }

    /// <summary>Version of Chromium.</summary>
    public string Version => _browser.Version;

    /// <summary>Path of Chromium, or null when there is none.</summary>
    public static string? FindExecutable() =>
        Environment.GetEnvironmentVariable(PathVariable) is { Length: > 0 } named
            ? File.Exists(named) ? named : null
            : Array.Find(UsualPlaces, File.Exists);

    /// <summary>Starts Chromium.</summary>
    /// <param name="executable">Its path.</param>
    public static async Task<LabBrowser> StartAsync(string executable)
    {
        IPlaywright playwright = await Playwright.CreateAsync().ConfigureAwait(false);
        IBrowser browser = await playwright.Chromium.LaunchAsync(new BrowserTypeLaunchOptions
        {
            ExecutablePath = executable,
            Args = ["--no-sandbox"],
        }).ConfigureAwait(false);
        return new LabBrowser(playwright, browser);
    }

    /// <summary>Makes a page of 1280×720 in a browser context of its own: nothing is cached.</summary>
    public async Task<LabPage> NewPageAsync()
    {
        IBrowserContext context = await _browser.NewContextAsync(new BrowserNewContextOptions
        {
            ViewportSize = new ViewportSize { Width = 1280, Height = 720 },
        }).ConfigureAwait(false);
        await context.AddInitScriptAsync(Probe()).ConfigureAwait(false);
        return new LabPage(context, await context.NewPageAsync().ConfigureAwait(false));
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _browser.CloseAsync().ConfigureAwait(false);
        _playwright.Dispose();
    }

    private static string Probe()
    {
        using StreamReader reader = new(typeof(LabBrowser).Assembly.GetManifestResourceStream("probe.js")!);
        return reader.ReadToEnd();
    }
}
