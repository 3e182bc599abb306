using System.Diagnostics;
using System.Globalization;
using PruningLab.Engine.Data;
using PruningLab.Engine.Networks;
using PruningLab.Engine.Plasticity;
using PruningLab.Engine.Prediction;
using PruningLab.Engine.Training;

namespace PruningLab.Benchmarks;

/// <summary>Latency and memory of predicting, dense against sparse, by sparsity.</summary>
internal sealed class PredictBenchmark : IBenchmark
{
    private const int Together = 64;

    // Short enough to fit between two interruptions by other work.
    private const double ShortestRound = 250;
    private static readonly double[] Sparsities = [0, 0.5, 0.7, 0.9, 0.95];

    private static readonly (string Name, NetworkSpec Spec, int Inputs, int Window, int Outputs)[] Networks =
    [
        ("RNN 64, window 30", new() { Kind = NetworkKind.Rnn }, 6, 30, 1),
        ("LSTM 64, window 30", new() { Kind = NetworkKind.Lstm }, 6, 30, 1),
        ("LSTM 128, window 28", new() { Kind = NetworkKind.Lstm, HiddenUnits = 128 }, 28, 28, 10),
        ("MLP 784-300-100-10", new() { Kind = NetworkKind.Mlp }, 784, 1, 10),
        ("PatchTST 128, window 30", new() { Kind = NetworkKind.PatchTst }, 6, 30, 1),
    ];

    public string Name => "predict";

    public string Description => "latency per sample and memory of predicting, dense against sparse [--rounds 201]";

    public int Run(ReadOnlySpan<string> arguments)
    {
        int rounds = Options.Count(arguments, "--rounds", 201);
        Console.WriteLine(
            $"Predicting with {new ManagedBackend().Path}, one thread, .NET {Environment.Version}: first weights of which the smallest "
            + $"|w| over all matrices are pruned. Microseconds per sample, best (median) of {rounds} short rounds that take turns; "
            + $"factors are dense ÷ sparse of the best (of the medians). One: a single sample per call. {Together}: as many per call.");
        Console.WriteLine();
        Console.WriteLine($"| network | pruned | one, dense | one, sparse | | {Together}, dense | {Together}, sparse | | bytes, dense | bytes, sparse | |");
        Console.WriteLine("|---|---|---|---|---|---|---|---|---|---|---|");
        foreach ((string name, NetworkSpec spec, int inputs, int window, int outputs) in Networks)
        {
            foreach (double sparsity in Sparsities)
            {
                Row(name, spec, inputs, window, outputs, sparsity, rounds);
            }
        }
        return 0;
    }

    private static void Row(string name, NetworkSpec spec, int inputs, int window, int outputs, double sparsity, int rounds)
    {
        NetworkShape shape = new(spec, inputs, window, Together) { Outputs = outputs };
        using INetwork network = new ManagedBackend().Create(shape, new RandomStream(3));
        MaskSet masks = new(network.Parameters);
        Prune(network, masks, sparsity);
        Predictor dense = DensePredictor.From(network), sparse = SparsePredictor.From(network, masks);
        RandomStream stream = new(4);
        float[] windows = new float[Together * window * inputs], predictions = new float[Together * outputs];
        foreach (ref float value in windows.AsSpan())
        {
            value = stream.NextSingle(-1.7f, 1.7f);
        }
        double[][] times = [.. Enumerable.Range(0, 4).Select(_ => new double[rounds])];
        for (int round = -1; round < rounds; round++)
        {
            for (int i = 0; i < times.Length; i++)
            {
                double time = Time(i % 2 == 0 ? dense : sparse, windows, predictions, i < 2 ? 1 : Together);
                if (round >= 0)
                {
                    times[i][round] = time;
                }
            }
        }
        Array.ForEach(times, Array.Sort);
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"| {name} | {100 * masks.Sparsity:0} % | {Text(times[0])} | {Text(times[1])} | {Verdict(times[0], times[1])} "
            + $"| {Text(times[2])} | {Text(times[3])} | {Verdict(times[2], times[3])} "
            + $"| {dense.SizeInBytes:N0} | {sparse.SizeInBytes:N0} | {Verdict(dense.SizeInBytes, sparse.SizeInBytes)} |"));
    }

    /// <summary>Prunes the smallest weights over all matrices.</summary>
    private static void Prune(INetwork network, MaskSet masks, double sparsity)
    {
        List<(float Size, int Mask, int Index)> weights = new(masks.Total);
        for (int mask = 0; mask < masks.Count; mask++)
        {
            ReadOnlySpan<float> values = network.Weights(masks.ParameterNumber(mask));
            for (int i = 0; i < values.Length; i++)
            {
                weights.Add((Math.Abs(values[i]), mask, i));
            }
        }
        weights.Sort();
        foreach ((_, int mask, int index) in weights.Take((int)(sparsity * weights.Count)))
        {
            masks.Prune(mask, index, 0);
        }
        masks.Apply(network);
    }

    private static double Time(Predictor predictor, float[] windows, float[] predictions, int samples)
    {
        int inputs = windows.Length / Together, outputs = predictions.Length / Together;
        long start = Stopwatch.GetTimestamp();
        int done = 0;
        while (Stopwatch.GetElapsedTime(start).TotalMicroseconds < ShortestRound)
        {
            int first = done % Together;
            predictor.Predict(windows.AsSpan(first * inputs, samples * inputs), predictions.AsSpan(first * outputs, samples * outputs));
            done += samples;
        }
        return Stopwatch.GetElapsedTime(start).TotalMicroseconds / done;
    }

    private static string Text(double[] times) =>
        string.Create(CultureInfo.InvariantCulture, $"{times[0]:0.00} ({Median(times):0.00})");

    private static string Verdict(double[] dense, double[] sparse) => string.Create(
        CultureInfo.InvariantCulture, $"{Verdict(dense[0], sparse[0])} ({Median(dense) / Median(sparse):0.0#}×)");

    private static double Median(double[] sorted) => sorted[sorted.Length / 2];

    private static string Verdict(double dense, double sparse) => sparse <= dense
        ? string.Create(CultureInfo.InvariantCulture, $"{dense / sparse:0.0}×")
        : string.Create(CultureInfo.InvariantCulture, $"sparse loses, {dense / sparse:0.00}×");
}
