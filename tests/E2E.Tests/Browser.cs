using Microsoft.Playwright;

namespace PruningLab.E2E.Tests;

/// <summary>The system's Chromium, started once for all browser tests.</summary>
public sealed class Browser : IAsyncLifetime
{
    /// <summary>Names another Chromium or Chrome to drive.</summary>
    public const string PathVariable = "PRUNINGLAB_CHROMIUM";

    private static readonly string[] UsualPlaces =
    [
        "/usr/bin/chromium",
        "/usr/bin/chromium-browser",
        "/usr/bin/google-chrome",
        "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
        @"C:\Program Files\Google\Chrome\Application\chrome.exe",
        @"C:\Program Files (x86)\Microsoft\Edge\Application\msedge.exe",
    ];

    private IPlaywright? _playwright;
    private IBrowser? _browser;

    /// <summary>Opens a page in a browser context of its own, with a watch on what it reports.</summary>
    /// <param name="server">The server to visit.</param>
    /// <param name="width">Width of the page in pixels.</param>
    /// <param name="height">Height of the page in pixels.</param>
    /// <param name="dark">Whether the system prefers dark.</param>
    /// <returns>The page; nothing is loaded yet.</returns>
    public async Task<WatchedPage> OpenAsync(ServerProcess server, int width = 1280, int height = 720, bool dark = false)
    {
        IBrowserContext context = await _browser!.NewContextAsync(new BrowserNewContextOptions
        {
            BaseURL = server.Address.ToString(),
            ViewportSize = new ViewportSize { Width = width, Height = height },
            ColorScheme = dark ? ColorScheme.Dark : ColorScheme.Light,
        });
        // Several test runs may share one machine: give a busy page time before a test calls it broken.
        context.SetDefaultTimeout(60_000);
        Assertions.SetDefaultExpectTimeout(20_000);
        return new WatchedPage(context, await context.NewPageAsync());
    }

    /// <inheritdoc/>
    public async Task InitializeAsync()
    {
        _playwright = await Playwright.CreateAsync();
        _browser = await _playwright.Chromium.LaunchAsync(new BrowserTypeLaunchOptions
        {
            ExecutablePath = FindExecutable(),
            Args = ["--no-sandbox"],
        });
    }

    /// <inheritdoc/>
    public async Task DisposeAsync()
    {
        if (_browser is not null)
        {
            await _browser.CloseAsync();
        }

        _playwright?.Dispose();
    }

    private static string FindExecutable()
    {
        string? named = Environment.GetEnvironmentVariable(PathVariable);
        return string.IsNullOrWhiteSpace(named)
            ? UsualPlaces.FirstOrDefault(File.Exists) ?? throw new FileNotFoundException($"No Chromium was found for the browser tests; install it (Debian: apt-get install chromium) or name one in {PathVariable}.")
            : named;
    }
}
