using System.Globalization;
using PruningLab.Engine.Networks;

namespace PruningLab.Benchmarks;

/// <summary>How the cost of a step grows with window, batch, active weights and size.</summary>
internal sealed class ScalingBenchmark : IBenchmark
{
    private const int Inputs = 20;

    public string Name => "scaling";

    public string Description =>
        "milliseconds per step over window, batch, active weights and hidden units, as a table and a plot [--svg FILE] [--rounds 3]";

    public int Run(ReadOnlySpan<string> arguments)
    {
        int rounds = Options.Count(arguments, "--rounds", 3);
        NetworkSpec lstm = new() { Kind = NetworkKind.Lstm, HiddenUnits = 64 };
        List<ScalingSeries> series =
        [
            Measure("window in rows", "LSTM 64, batch 64", [8, 15, 30, 60, 120, 240], rounds, x => (lstm, (int)x, 64, 0), (x, _) => x),
            Measure("batch", "LSTM 64, window 30", [32, 64, 128, 256, 512], rounds, x => (lstm, 30, (int)x, 0), (x, _) => x),
            Measure("active weights", "LSTM 256 pruned from 60 to 98 %, window 30, batch 64", [0.98, 0.95, 0.9, 0.8, 0.7, 0.6], rounds,
                x => (lstm with { HiddenUnits = 256 }, 30, 64, x), (_, active) => active),
            Measure("weights", "dense LSTM of 64 to 1,600 units, window 30, batch 64", [64, 128, 256, 512, 1024, 1600], rounds,
                x => (lstm with { HiddenUnits = (int)x }, 30, 64, 0), (_, active) => active),
            Measure("weights left", "LSTM of 64 to 1,600 units, 90 % pruned, window 30, batch 64", [64, 128, 256, 512, 1024, 1600], rounds,
                x => (lstm with { HiddenUnits = (int)x }, 30, 64, 0.9), (_, active) => active),
        ];
        foreach (ScalingSeries one in series)
        {
            Console.WriteLine($"{one.Title}: milliseconds per step; exponent of growth {Text(one.Exponent(), "0.00")} (1: linear)");
            Console.WriteLine();
            Console.WriteLine($"| {one.Axis} | ms | µs per {one.Unit} |");
            Console.WriteLine("|---|---|---|");
            foreach ((double x, double y) in one.Points)
            {
                Console.WriteLine($"| {Text(x, "N0")} | {Text(y, "0.000")} | {Text(1000 * y / x, "0.####")} |");
            }
            Console.WriteLine();
        }
        string svg = Options.Text(arguments, "--svg", "");
        if (svg.Length > 0)
        {
            File.WriteAllText(svg, ScalingPlot.Draw(series));
            Console.WriteLine($"Plot written to {svg}.");
        }
        return 0;
    }

    private static ScalingSeries Measure(
        string axis, string title, double[] sizes, int rounds,
        Func<double, (NetworkSpec Spec, int Window, int Batch, double Sparsity)> setting, Func<double, long, double> place)
    {
        List<(double X, double Y)> points = [];
        foreach (double size in sizes)
        {
            (NetworkSpec spec, int window, int batch, double sparsity) = setting(size);
            using StepTimer timer = new(new ManagedBackend(), spec, BenchmarkData.Random(2000, Inputs, window), batch, sparsity);
            points.Add((place(size, timer.Active), timer.Best(rounds, 100)));
        }
        return new ScalingSeries(axis, title, points);
    }

    private static string Text(double value, string format) => value.ToString(format, CultureInfo.InvariantCulture);
}
