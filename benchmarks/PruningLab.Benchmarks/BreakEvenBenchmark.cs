using System.Diagnostics;
using System.Globalization;
using System.Runtime.Intrinsics;
using PruningLab.Engine.Kernels;
using PruningLab.Engine.Networks;

namespace PruningLab.Benchmarks;

/// <summary>Sparse against dense products of one matrix over falling densities, by shape and direction.</summary>
internal sealed class BreakEvenBenchmark : IBenchmark
{
    private static readonly double[] Densities = [0.7, 0.6, 0.5, 0.45, 0.4, 0.35, 0.3, 0.2, 0.1, 0.05];

    private static readonly (string Title, int Rows, int Columns, int Steps)[] Shapes =
    [
        ("RNN ih", 64, 20, 30), ("RNN hh", 64, 64, 30), ("LSTM ih", 256, 20, 30), ("LSTM hh", 256, 64, 30),
        ("PatchTST in", 384, 128, 10), ("PatchTST out", 128, 128, 10), ("PatchTST ff1", 256, 128, 10), ("PatchTST ff2", 128, 256, 10),
        ("MLP 1", 300, 784, 1), ("MLP 2", 100, 300, 1), ("large", 1024, 1024, 1),
    ];

    public string Name => "breakeven";

    public string Description =>
        "sparse against dense products of one matrix, by density, shape and direction [--path Vector256] [--lanes 64] [--only TITLE] [--rounds 20]";

    public int Run(ReadOnlySpan<string> arguments)
    {
        KernelPath path = Enum.Parse<KernelPath>(Options.Text(arguments, "--path", new ManagedBackend().Path.ToString()), ignoreCase: true);
        int lanes = Options.Count(arguments, "--lanes", 64);
        int rounds = Options.Count(arguments, "--rounds", 20);
        string only = Options.Text(arguments, "--only", "");
        Console.WriteLine(
            $"Time of the sparse product over that of the dense one, best of {rounds} rounds in turn; {path}, {lanes} lanes, .NET {Environment.Version}; "
            + "masks at random. Break-even: density at which both take the same time.");
        Console.WriteLine();
        Console.WriteLine($"| shape | steps | direction | dense ms | {string.Join(" | ", Densities.Select(d => d.ToString("0.##", CultureInfo.InvariantCulture)))} | break-even |");
        Console.WriteLine($"|{string.Concat(Enumerable.Repeat("---|", Densities.Length + 5))}");
        foreach ((string title, int rows, int columns, int steps) in Shapes)
        {
            if (!title.StartsWith(only, StringComparison.OrdinalIgnoreCase))
            {
                continue;
            }
            switch (path)
            {
                case KernelPath.Vector512:
                    Measure<Vector512<float>, Lanes512>(title, rows, columns, steps, lanes, rounds);
                    break;
                case KernelPath.Vector256:
                    Measure<Vector256<float>, Lanes256>(title, rows, columns, steps, lanes, rounds);
                    break;
                default:
                    Measure<float, ScalarLanes>(title, rows, columns, steps, lanes, rounds);
                    break;
            }
        }
        return 0;
    }

    private static void Measure<TVector, TLanes>(string title, int rows, int columns, int steps, int lanes, int rounds)
        where TVector : struct
        where TLanes : ILanes<TVector>
    {
        MatrixRace<TVector, TLanes> race = new(rows, columns, steps, lanes);
        double[,] ratios = new double[3, Densities.Length];
        double[] dense = new double[3];
        for (int d = 0; d < Densities.Length; d++)
        {
            race.Prune(Densities[d]);
            for (int direction = 0; direction < 3; direction++)
            {
                double denseTime = double.MaxValue, sparseTime = double.MaxValue;
                for (int round = 0; round < rounds; round++)
                {
                    denseTime = Math.Min(denseTime, Time(race, direction, sparse: false));
                    sparseTime = Math.Min(sparseTime, Time(race, direction, sparse: true));
                }
                ratios[direction, d] = sparseTime / denseTime;
                dense[direction] = denseTime;
            }
        }
        for (int direction = 0; direction < 3; direction++)
        {
            IEnumerable<string> row = Enumerable.Range(0, Densities.Length)
                .Select(d => ratios[direction, d].ToString("0.00", CultureInfo.InvariantCulture));
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"| {title} {rows}×{columns} | {steps} | {(direction == 0 ? "forward" : direction == 1 ? "data" : "weight")} | {dense[direction]:0.0000} "
                + $"| {string.Join(" | ", row)} | {BreakEven(ratios, direction):0.00} |"));
        }
    }

    /// <summary>Highest density from which on all ratios are below 1, between the neighbours by interpolation.</summary>
    private static double BreakEven(double[,] ratios, int direction)
    {
        int last = Densities.Length - 1;
        if (ratios[direction, last] >= 1)
        {
            return 0;
        }
        int d = last;
        while (d > 0 && ratios[direction, d - 1] < 1)
        {
            d--;
        }
        if (d == 0)
        {
            return 1;
        }
        double share = (1 - ratios[direction, d]) / (ratios[direction, d - 1] - ratios[direction, d]);
        return Densities[d] + (share * (Densities[d - 1] - Densities[d]));
    }

    private static double Time<TVector, TLanes>(MatrixRace<TVector, TLanes> race, int direction, bool sparse)
        where TVector : struct
        where TLanes : ILanes<TVector>
    {
        const int Least = 300_000;
        int runs = 0;
        long start = Stopwatch.GetTimestamp(), elapsed;
        do
        {
            race.Run(direction, sparse);
            runs++;
            elapsed = (long)Stopwatch.GetElapsedTime(start).TotalNanoseconds;
        }
        while (elapsed < Least || runs < 2);
        return elapsed * 1e-6 / runs;
    }
}
