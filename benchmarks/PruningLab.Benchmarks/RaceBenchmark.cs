using System.Globalization;
using PruningLab.Engine.Data;
using PruningLab.Engine.Kernels;
using PruningLab.Engine.Networks;

namespace PruningLab.Benchmarks;

/// <summary>Milliseconds per training step, dense and pruned, against PyTorch, round by round in turn.</summary>
internal sealed class RaceBenchmark : IBenchmark
{
    private const int Window = 30, Batch = 64;

    /// <summary>Goals: how many times faster than PyTorch, by network and sparsity in per cent.</summary>
    private static readonly Dictionary<(NetworkKind, double), double> Goals = new()
    {
        [(NetworkKind.Rnn, 0)] = 6,
        [(NetworkKind.Rnn, 70)] = 10,
        [(NetworkKind.Rnn, 90)] = 18,
        [(NetworkKind.Lstm, 0)] = 5,
        [(NetworkKind.Lstm, 70)] = 8,
        [(NetworkKind.Lstm, 90)] = 15,
        [(NetworkKind.PatchTst, 0)] = 2.8,
        [(NetworkKind.PatchTst, 70)] = 4,
        [(NetworkKind.PatchTst, 90)] = 7,
    };

    public string Name => "race";

    public string Description =>
        "training steps of RNN, LSTM and PatchTST, dense and pruned, against PyTorch [--rounds 9] [--ms 60] [--sparsity 0,70,90] "
        + "[--features 20] [--network rnn,lstm,patchtst] [--threads 1] [--update-masks 0] [--path Vector512] [--mode automatic|dense|sparse] [--python PATH]";

    public int Run(ReadOnlySpan<string> arguments)
    {
        int rounds = Options.Count(arguments, "--rounds", 9), threads = Options.Count(arguments, "--threads", 1);
        double milliseconds = Options.Numbers(arguments, "--ms", "60")[0];
        double[] sparsities = Options.Numbers(arguments, "--sparsity", "0,70,90");
        int features = Options.Count(arguments, "--features", 20), update = Options.Count(arguments, "--update-masks", 0);
        ManagedBackend backend = new(
            Enum.Parse<KernelPath>(Options.Text(arguments, "--path", new ManagedBackend().Path.ToString()), ignoreCase: true),
            Enum.Parse<KernelMode>(Options.Text(arguments, "--mode", nameof(KernelMode.Automatic)), ignoreCase: true))
        { MaxThreads = threads };
        string python = Options.Text(arguments, "--python", "/usr/bin/python3");
        TorchSide[] sides =
        [
            new(python, 1, ""), new(python, 1, "SkylakeX"), new(python, Environment.ProcessorCount, ""),
            new(python, Environment.ProcessorCount, "SkylakeX"),
        ];
        try
        {
            string version = sides[0].Process?.Version ?? "PyTorch is missing (Debian: python3-torch), so only the managed side runs";
            Console.WriteLine(
                $"Training step: forward, mean squared error, backward, Adam; window {Window}, batch {Batch}, {features} features; RNN and LSTM "
                + $"of 64 units, PatchTST of 3 blocks; dropout off; masks at random on all weight matrices of the managed side. Managed: "
                + $"{backend.Path}, kernels {backend.Mode}, {threads} thread{(threads == 1 ? "" : "s")}, .NET {Environment.Version}. {version}, "
                + $"eager: RNN and LSTM on one thread (OMP_NUM_THREADS=1, OPENBLAS_NUM_THREADS=1, its own choice of kernels), PatchTST "
                + $"in the fastest of four settings, named in the table. {rounds} rounds in turn, {milliseconds:0} ms each; ms per step, best (median).");
            Console.WriteLine();
            Console.WriteLine("| network | sparsity | PyTorch | PruningLab | best to best | medians | goal | of dense |");
            Console.WriteLine("|---|---|---|---|---|---|---|---|");
            foreach (string name in Options.Text(arguments, "--network", "rnn,lstm,patchtst").Split(','))
            {
                NetworkKind kind = Enum.Parse<NetworkKind>(name, ignoreCase: true);
                Race(kind, backend, threads, features, update, sparsities, kind == NetworkKind.PatchTst ? sides : sides[..1], rounds, milliseconds);
            }
        }
        finally
        {
            foreach (TorchSide side in sides)
            {
                side.Process?.Dispose();
            }
        }
        return 0;
    }

    private static void Race(
        NetworkKind kind, ManagedBackend backend, int threads, int features, int update, double[] sparsities, TorchSide[] sides, int rounds,
        double milliseconds)
    {
        WindowSet data = BenchmarkData.Random(2000, features, Window);
        NetworkSpec spec = new() { Kind = kind, HiddenUnits = 64 };
        StepTimer[] timers = [.. sparsities.Select(s => new StepTimer(backend, spec, data, Batch, s / 100, threads) { UpdateMasksEvery = update })];
        double[][] ours = [.. timers.Select(_ => new double[rounds])], theirs = [.. sides.Select(_ => new double[rounds])];
        int[] steps = [.. timers.Select(timer => Math.Max(1, (int)(milliseconds / timer.Best(2, milliseconds))))];
        int[] torchSteps = [.. sides.Select(side => Math.Max(1, (int)(milliseconds / side.Ask(kind, features, 3))))];
        for (int round = 0; round < rounds; round++)
        {
            for (int i = 0; i < timers.Length; i++)
            {
                ours[i][round] = timers[i].Milliseconds(steps[i]);
            }
            for (int i = 0; i < sides.Length; i++)
            {
                theirs[i][round] = sides[i].Ask(kind, features, torchSteps[i]);
            }
        }
        int fastest = Enumerable.Range(0, sides.Length).MinBy(i => theirs[i].Min());
        Array.Sort(theirs[fastest]);
        double best = theirs[fastest][0], median = theirs[fastest][rounds / 2];
        string setting = sides.Length > 1 ? $", {sides[fastest].Setting}" : "";
        for (int i = 0; i < timers.Length; i++)
        {
            Array.Sort(ours[i]);
            double ratio = best / ours[i][0];
            string goal = !Goals.TryGetValue((kind, sparsities[i]), out double asked) || double.IsNaN(ratio) ? "–"
                : Text($"{asked:0.#}×: {(ratio >= asked ? "met" : Text($"missed by {100 * (1 - (ratio / asked)):0} %"))}");
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"| {NameOf(kind)} | {sparsities[i]:0} % | {best:0.000} ({median:0.000}){setting} | {ours[i][0]:0.000} ({ours[i][rounds / 2]:0.000}) | **{ratio:0.0}×** | {median / ours[i][rounds / 2]:0.0}× | {goal} | {ours[i][0] / ours[0][0]:0.00} |"));
            timers[i].Dispose();
        }
    }

    private static string NameOf(NetworkKind kind) => PruningLab.Engine.Frames.Topology.NameOf(kind);

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);

    /// <summary>PyTorch in one setting.</summary>
    private sealed class TorchSide(string python, int threads, string coreType)
    {
        public TorchProcess? Process { get; } = TorchProcess.Start(python, "steps.py", threads, coreType);

        public string Setting => $"{threads} thread{(threads == 1 ? "" : "s")}{(coreType.Length > 0 ? $", {coreType}" : "")}";

        public double Ask(NetworkKind kind, int features, int steps) => Process?.Ask(string.Create(
            CultureInfo.InvariantCulture, $"{kind.ToString().ToLowerInvariant()} {(kind == NetworkKind.PatchTst ? new PatchTstSpec().Width : 64)} {Window} {features} {Batch} {steps}")) ?? double.NaN;
    }
}
