using System.Globalization;

namespace PruningLab.Benchmarks.Lab;

/// <summary>What a person at the lab page feels: opening, speed while watched, answers to clicks, memory.</summary>
internal sealed class LabBenchmark : IBenchmark
{
    public string Name => "lab";

    public string Description =>
        "the lab page in Chromium: opening, training while watched, clicks, memory "
        + "[--rounds 7] [--only opening|speed|clicks|memory]";

    public int Run(ReadOnlySpan<string> arguments)
    {
        int rounds = Math.Max(5, Options.Count(arguments, "--rounds", 7));
        string only = Options.Text(arguments, "--only", "");
        if (LabServer.FindAssembly() is not { } server)
        {
            Console.Error.WriteLine("The server is not built in Release: run dotnet build -c Release src/PruningLab.Server and try again.");
            return 1;
        }
        if (LabBrowser.FindExecutable() is not { } chromium)
        {
            Console.Error.WriteLine("Chromium was not found: install it (Debian: apt-get install chromium) or name one in PRUNINGLAB_CHROMIUM.");
            return 1;
        }
        RunAsync(server, chromium, rounds, only).GetAwaiter().GetResult();
        return 0;
    }

    private static async Task RunAsync(string server, string chromium, int rounds, string only)
    {
        (string Name, Func<LabBrowser, Task<IReadOnlyList<string>>> Measure)[] parts =
        [
            ("opening", browser => Opening.MeasureAsync(server, browser, rounds)),
            ("speed", browser => WatchedSpeed.MeasureAsync(server, browser, rounds)),
            ("clicks", browser => Clicks.MeasureAsync(server, browser)),
            ("memory", browser => Memory.MeasureAsync(server, browser)),
        ];
        LabBrowser browser = await LabBrowser.StartAsync(chromium).ConfigureAwait(false);
        await using (browser.ConfigureAwait(false))
        {
            Console.WriteLine(Machine.Describe(browser.Version));
            Console.WriteLine();
            Console.WriteLine("| figure | goal | best | median | 9 of 10 are better than | worst | times |");
            Console.WriteLine("|---|---|---|---|---|---|---|");
            foreach ((string name, Func<LabBrowser, Task<IReadOnlyList<string>>> measure) in parts)
            {
                if (only.Length > 0 && only != name)
                {
                    continue;
                }
                foreach (string row in await measure(browser).ConfigureAwait(false))
                {
                    Console.WriteLine(row);
                }
            }
        }
        Console.WriteLine();
        Console.WriteLine($"Load average at the end {Machine.Load()}.");
    }
}
