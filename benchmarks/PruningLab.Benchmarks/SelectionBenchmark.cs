using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using PruningLab.Engine.Data;
using PruningLab.Engine.Kernels;
using PruningLab.Engine.Networks;
using PruningLab.Engine.Plasticity;
using PruningLab.Engine.Plasticity.Rules;
using PruningLab.Engine.Training;

namespace PruningLab.Benchmarks;

/// <summary>Milliseconds to find the k-th smallest |w| against sorting, and the share of a run that updating the masks takes.</summary>
internal sealed class SelectionBenchmark : IBenchmark
{
    private const int Batch = 64, BatchesPerEpoch = 100;
    private static readonly (int Weights, int Rounds)[] Sizes = [(22_000, 2000), (400_000, 300), (10_000_000, 15)];

    public string Name => "selection";

    public string Description => "k-th smallest |w| against sorting, and what updating the masks costs in training [--epochs 6]";

    public int Run(ReadOnlySpan<string> arguments)
    {
        int epochs = Options.Count(arguments, "--epochs", 6);
        Console.WriteLine(
            $"One thread, AVX-512 {(Vector512.IsHardwareAccelerated ? "on" : "off")}, .NET {Environment.Version}. Weights normal with "
            + "deviation 0.05, all active, half of them asked for. Gather and rank: from weights and masks to τ. Cut: the masks and "
            + "their history from τ. Sort: Array.Sort of |w|. Best (median) of all rounds, in milliseconds.");
        Console.WriteLine();
        Console.WriteLine("| weights | gather and rank | then cut 0.1 % | sort | sort ÷ rank |");
        Console.WriteLine("|---|---|---|---|---|");
        foreach ((int weights, int rounds) in Sizes)
        {
            Race(weights, rounds);
        }
        Console.WriteLine();
        Console.WriteLine(
            "Share of training spent in updates of the masks (gather, rank, cut, history, network's own masks), synaptic pruning "
            + $"from batch 1 at every 5 batches, {epochs} epochs of 100 batches; hidden 64, window 30, 6 features, batch 64, Adam; "
            + "evaluation at the ends of epochs left out. Goal: below 5 %.");
        Console.WriteLine();
        Console.WriteLine("| network | to sparsity | batch, µs | update, µs | share |");
        Console.WriteLine("|---|---|---|---|---|");
        foreach (NetworkKind kind in (NetworkKind[])[NetworkKind.Rnn, NetworkKind.Lstm])
        {
            foreach (double sparsity in (double[])[0.7, 0.95])
            {
                Train(kind, sparsity, epochs);
            }
        }
        return 0;
    }

    private static void Race(int count, int rounds)
    {
        RandomStream random = new(3);
        float[] weights = new float[count], room = new float[count], sorted = new float[count];
        for (int i = 0; i < count; i++)
        {
            weights[i] = Normal(random);
        }
        byte[] mask = new byte[count];
        mask.AsSpan().Fill(1);
        int[] counts = new int[MagnitudeRanking.CountsLength];
        double[] rank = new double[rounds], cut = new double[Math.Min(rounds, 50)], sort = new double[Math.Min(rounds, 5)];
        ParameterInfo parameter = new("weight", "Linear", 0, 1, count, [], "input", "output", IsPrunable: true);
        float smallCut = 0;
        for (int round = 0; round < rounds; round++)
        {
            long start = Stopwatch.GetTimestamp();
            MagnitudeRanking ranking = new(room, counts);
            ranking.Add(weights, mask);
            float threshold = ranking.KthSmallest(count / 2, out _);
            rank[round] = Stopwatch.GetElapsedTime(start).TotalMilliseconds;
            if (round < sort.Length)
            {
                for (int i = 0; i < count; i++)
                {
                    sorted[i] = MathF.Abs(weights[i]);
                }
                start = Stopwatch.GetTimestamp();
                Array.Sort(sorted);
                sort[round] = Stopwatch.GetElapsedTime(start).TotalMilliseconds;
                smallCut = sorted[count / 1000];
                if (threshold != sorted[(count / 2) - 1])
                {
                    throw new InvalidOperationException("The rank differs from sorting.");
                }
            }
            if (round < cut.Length)
            {
                MaskSet masks = new([parameter]);
                Span<int> positions = MemoryMarshal.Cast<float, int>(room.AsSpan());
                start = Stopwatch.GetTimestamp();
                int found = SelectionKernel.FindBelow(weights, mask, BitConverter.SingleToUInt32Bits(smallCut), positions);
                masks.Prune(0, positions[..found], batch: 1);
                cut[round] = Stopwatch.GetElapsedTime(start).TotalMilliseconds;
            }
        }
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"| {count:N0} | {Figures(rank)} | {Figures(cut)} | {Figures(sort)} | {sort[0] / rank[0]:0}× |"));
    }

    private static void Train(NetworkKind kind, double sparsity, int epochs)
    {
        ExperimentSpec spec = new()
        {
            Network = new NetworkSpec { Kind = kind, HiddenUnits = 64 },
            Rule = new RuleSpec("synaptic-pruning", new Dictionary<string, double>
            {
                [SynapticPruningRule.MinSparsity] = sparsity / 2,
                [SynapticPruningRule.MaxSparsity] = sparsity,
                [SynapticPruningRule.Warmup] = 0,
                [SynapticPruningRule.Frequency] = 5,
            }),
            Training = new TrainingSpec { Epochs = epochs, Patience = 0, BatchSize = Batch },
        };
        TimedRule rule = new(new SynapticPruningRule());
        using Trainer trainer = new(spec, Noise(), new ManagedBackend(), rule);
        List<double> batches = [];
        while (!trainer.IsFinished)
        {
            long start = Stopwatch.GetTimestamp();
            if (trainer.TrainBatch() == BatchResult.Continues)
            {
                batches.Add(Stopwatch.GetElapsedTime(start).TotalMicroseconds);
            }
        }
        // A third of the run is warm-up for the compiler.
        double batch = batches.Skip(batches.Count / 3).Average();
        double update = rule.Updates.Skip(rule.Updates.Count / 3).Average();
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"| {kind.ToString().ToUpperInvariant()} | {sparsity:P0} | {batch:0} | {update:0.0} | {update / (5 * batch):P1} |"));
    }

    private static WindowSet Noise()
    {
        const int Features = 6, Window = 30, Rows = (BatchesPerEpoch * Batch * 5 / 4) + Window;
        RandomStream random = new(5);
        double[][] columns = new double[Features][];
        string[] names = new string[Features];
        for (int column = 0; column < Features; column++)
        {
            names[column] = $"x{column}";
            columns[column] = new double[Rows];
            foreach (ref double value in columns[column].AsSpan())
            {
                value = Normal(random);
            }
        }
        return WindowBuilder.Build(
            new Series("noise", names, columns, null), new DataSpec { Features = names, Target = names[0], Window = Window });
    }

    private static float Normal(RandomStream random) =>
        0.05f * MathF.Sqrt(-2 * MathF.Log(1 - random.NextSingle())) * MathF.Cos(2 * MathF.PI * random.NextSingle());

    private static string Figures(double[] milliseconds)
    {
        Array.Sort(milliseconds);
        return string.Create(CultureInfo.InvariantCulture, $"{milliseconds[0]:0.0000} ({milliseconds[milliseconds.Length / 2]:0.0000})");
    }
}
