using System.Diagnostics;
using System.Globalization;
using PruningLab.Engine.Data;
using PruningLab.Engine.Kernels;
using PruningLab.Engine.Networks;
using PruningLab.Engine.Plasticity;
using PruningLab.Engine.Training;

namespace PruningLab.Benchmarks;

/// <summary>Milliseconds per training step, managed against PyTorch, round by round in turn.</summary>
internal sealed class StepsBenchmark : IBenchmark
{
    private const int Hidden = 64, Window = 30, Batch = 64, Series = 2000;

    public string Name => "steps";

    public string Description =>
        "training steps of RNN and LSTM against PyTorch on one thread "
        + "[--rounds 7] [--steps 200] [--sparsity 0,70,90] [--network LSTM] [--features 20] [--mode Dense] [--path Vector256] "
        + "[--python PATH]";

    public int Run(ReadOnlySpan<string> arguments)
    {
        int rounds = Math.Max(5, int.Parse(Option(arguments, "--rounds", "7"), CultureInfo.InvariantCulture));
        int steps = int.Parse(Option(arguments, "--steps", "200"), CultureInfo.InvariantCulture);
        using TorchProcess? torch = TorchProcess.Start(Option(arguments, "--python", "/usr/bin/python3"), "steps.py");
        if (torch is null)
        {
            Console.Error.WriteLine(
                "PyTorch is missing, so only the managed side runs: install Debian's python3-torch (apt-get install "
                + "python3-torch) and use /usr/bin/python3, or name another interpreter with --python.");
        }
        string path = Option(arguments, "--path", new ManagedBackend().Path.ToString());
        KernelMode mode = Enum.Parse<KernelMode>(Option(arguments, "--mode", nameof(KernelMode.Automatic)), ignoreCase: true);
        ManagedBackend backend = new(Enum.Parse<KernelPath>(path, ignoreCase: true), mode);
        int[] sparsities = Numbers(Option(arguments, "--sparsity", "0"));
        int[] features = Numbers(Option(arguments, "--features", "6,20"));
        string only = Option(arguments, "--network", "");
        Console.WriteLine(
            $"Training step: forward, mean squared error, backward, Adam; hidden {Hidden}, window {Window}, batch {Batch}; "
            + $"dropout off; sparsity in %, masks at random on all weight matrices of the managed side. Managed: {backend.Path}, kernels "
            + $"{mode}, one thread, .NET {Environment.Version}, windows gathered from "
            + $"the series in every step. {torch?.Version ?? "No PyTorch"}: torch.set_num_threads(1), OPENBLAS_NUM_THREADS=1, "
            + $"OMP_NUM_THREADS=1, batch ready-made. {rounds} rounds of {steps} steps in turn; ms per step, best (median).");
        Console.WriteLine();
        Console.WriteLine("| network | features | sparsity | PyTorch | managed | ratio of best | ratio of medians | of the first row's time |");
        Console.WriteLine("|---|---|---|---|---|---|---|---|");
        foreach (NetworkKind kind in new[] { NetworkKind.Rnn, NetworkKind.Lstm })
        {
            foreach (int inputs in kind.ToString().StartsWith(only, StringComparison.OrdinalIgnoreCase) ? features : [])
            {
                Race(backend, torch, kind, inputs, sparsities, rounds, steps);
            }
        }
        return 0;
    }

    private static void Race(
        ManagedBackend backend, TorchProcess? torch, NetworkKind kind, int inputs, int[] sparsities, int rounds, int steps)
    {
        WindowSet data = Data(inputs);
        INetwork[] networks = [.. sparsities.Select(sparsity => Open(backend, kind, inputs, sparsity, data))];
        double[][] managed = [.. sparsities.Select(_ => new double[rounds])];
        double[] python = new double[rounds];
        string request = string.Create(
            CultureInfo.InvariantCulture,
            $"{(kind == NetworkKind.Lstm ? "lstm" : "rnn")} {Hidden} {Window} {inputs} {Batch} {steps}");
        foreach (INetwork network in networks)
        {
            Steps(network, data, steps);
        }
        for (int round = 0; round < rounds; round++)
        {
            for (int i = 0; i < networks.Length; i++)
            {
                managed[i][round] = Steps(networks[i], data, steps);
            }
            python[round] = torch?.Ask(request) ?? double.NaN;
        }
        Array.Sort(python);
        for (int i = 0; i < networks.Length; i++)
        {
            Array.Sort(managed[i]);
            double best = managed[i][0], median = managed[i][rounds / 2];
            string against = torch is null
                ? "–"
                : string.Create(CultureInfo.InvariantCulture, $"{python[0]:0.000} ({python[rounds / 2]:0.000})");
            string ratios = torch is null
                ? "– | –"
                : string.Create(CultureInfo.InvariantCulture, $"{python[0] / best:0.0}× | {python[rounds / 2] / median:0.0}×");
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"| {(kind == NetworkKind.Lstm ? "LSTM" : "RNN")} | {inputs} | {sparsities[i]} | {against} | {best:0.000} ({median:0.000}) "
                + $"| {ratios} | {best / managed[0][0]:0.00} |"));
            networks[i].Dispose();
        }
    }

    /// <summary>A network with random masks of a given sparsity in per cent on all its weight matrices.</summary>
    private static INetwork Open(ManagedBackend backend, NetworkKind kind, int inputs, int sparsity, WindowSet data)
    {
        NetworkSpec spec = new() { Kind = kind, HiddenUnits = Hidden };
        INetwork network = backend.Create(new NetworkShape(spec, inputs, Window, Batch), new RandomStream(1));
        network.Bind(data);
        RandomStream random = new(7);
        for (int p = 0; p < network.Parameters.Count && sparsity > 0; p++)
        {
            if (!network.Parameters[p].IsPrunable)
            {
                continue;
            }
            Mask mask = new(network.Parameters[p].Length);
            for (int i = 0; i < mask.Length; i++)
            {
                if (random.NextSingle() * 100 < sparsity)
                {
                    mask.Prune(i);
                }
            }
            network.SetMask(p, mask);
        }
        return network;
    }

    private static double Steps(INetwork network, WindowSet data, int steps)
    {
        OptimizerSpec optimizer = new();
        RandomStream dropout = new(1);
        int[] windows = new int[Batch];
        int next = 0;
        long start = Stopwatch.GetTimestamp();
        for (int step = 0; step < steps; step++)
        {
            for (int i = 0; i < Batch; i++)
            {
                next = (next + 977) % data.Count;
                windows[i] = next;
            }
            network.ForwardBackward(windows, 0, dropout);
            network.OptimizerStep(optimizer);
        }
        return Stopwatch.GetElapsedTime(start).TotalMilliseconds / steps;
    }

    private static WindowSet Data(int inputs)
    {
        RandomStream stream = new(5);
        float[] rows = new float[Series * inputs], target = new float[Series];
        for (int i = 0; i < rows.Length; i++)
        {
            rows[i] = stream.NextSingle(-1.7f, 1.7f);
        }
        for (int i = 0; i < target.Length; i++)
        {
            target[i] = stream.NextSingle(-1.7f, 1.7f);
        }
        string[] names = [.. Enumerable.Range(1, inputs).Select(i => $"x{i}")];
        return new WindowSet(rows, target, names, "y", Window, Series * 4 / 5, 0, 1);
    }

    private static string Option(ReadOnlySpan<string> arguments, string name, string otherwise)
    {
        int at = arguments.IndexOf(name);
        return at >= 0 && at + 1 < arguments.Length ? arguments[at + 1] : otherwise;
    }

    private static int[] Numbers(string list) =>
        [.. list.Split(',').Select(number => int.Parse(number, CultureInfo.InvariantCulture))];
}
