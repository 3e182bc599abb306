using System.Diagnostics;
using System.Globalization;
using PruningLab.Engine.Data;
using PruningLab.Engine.Kernels;
using PruningLab.Engine.Networks;
using PruningLab.Engine.Plasticity;
using PruningLab.Engine.Training;

namespace PruningLab.Benchmarks;

/// <summary>Test error on MNIST of networks that global magnitude selection prunes while they train.</summary>
internal sealed class MnistBenchmark : IBenchmark
{
    /// <summary>Parts of the run after which the learning rate falls to a tenth; an edit like any other.</summary>
    private static readonly double[] Falls = [0.6, 0.85];

    /// <summary>Part of the cubic's way that lies behind when the learning rate falls first.</summary>
    private static double Reached(double progress) => 1 - Math.Pow(1 - progress, 3);

    public string Name => "mnist";

    public string Description =>
        "test error on MNIST while global magnitude selection prunes [--network lenet|lstm] [--sparsity 0,0.95,0.98] [--seeds 42,43,44] "
        + "[--epochs 40] [--warmup] [--batch 100] [--rate] [--optimizer adam|sgd] [--decay] [--mode automatic|dense|sparse]";

    public int Run(ReadOnlySpan<string> arguments)
    {
        bool isLstm = Options.Text(arguments, "--network", "lenet") == "lstm";
        double[] seeds = Options.Numbers(arguments, "--seeds", "42,43,44");
        int epochs = Options.Count(arguments, "--epochs", 40);
        bool isSgd = Options.Text(arguments, "--optimizer", isLstm ? "adam" : "sgd") == "sgd";
        ExperimentSpec common = new()
        {
            Data = new DataSpec { Source = isLstm ? "mnist-rows" : "mnist" },
            Network = isLstm
                ? new NetworkSpec { Kind = NetworkKind.Lstm, HiddenUnits = 128 }
                : new NetworkSpec { Kind = NetworkKind.Mlp, Mlp = new MlpSpec { HiddenLayers = [300, 100], Activation = ActivationKind.Relu } },
            Training = new TrainingSpec
            {
                Epochs = epochs,
                BatchSize = Options.Count(arguments, "--batch", 100),
                Patience = 0,
                Optimizer = new OptimizerSpec
                {
                    Kind = isSgd ? OptimizerKind.Sgd : OptimizerKind.Adam,
                    WeightDecay = Options.Numbers(arguments, "--decay", isLstm ? "0.00001" : "0.0002")[0],
                    Momentum = isSgd ? 0.9 : 0,
                    LearningRate = Options.Numbers(arguments, "--rate", isSgd ? "0.1" : "0.003")[0],
                },
            },
        };
        int warmup = Options.Count(arguments, "--warmup", isLstm ? 8 : 4);
        ManagedBackend backend = new(
            new ManagedBackend().Path, Enum.Parse<KernelMode>(Options.Text(arguments, "--mode", nameof(KernelMode.Automatic)), ignoreCase: true));
        WindowSet data = BenchmarkData.Source().Load(common.Data);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{(isLstm ? "LSTM-128 on MNIST row by row" : "LeNet-300-100 on MNIST")}: {epochs} epochs, batch {common.Training.BatchSize}, {common.Training.Optimizer.Kind} at {common.Training.Optimizer.LearningRate}, weight decay {common.Training.Optimizer.WeightDecay}, a tenth of it from {100 * Falls[0]:0} % and a hundredth from {100 * Falls[1]:0} % of the epochs on; fast-start cubic per batch from epoch {warmup} on, every 50 batches, exact count, steered by s_max to be at its goal when the learning rate falls first; error after the last epoch (nothing is chosen by it)."));
        Console.WriteLine();
        Console.WriteLine("| sparsity | seed | active weights | test error, % | seconds |");
        Console.WriteLine("|---|---|---|---|---|");
        foreach (double sparsity in Options.Numbers(arguments, "--sparsity", isLstm ? "0,0.95" : "0,0.95,0.98"))
        {
            double[] errors = [.. seeds.Select(seed => Train(Spec(common, sparsity, warmup, (int)seed), sparsity, data, backend))];
            double mean = errors.Average();
            double deviation = Math.Sqrt(errors.Sum(e => (e - mean) * (e - mean)) / Math.Max(1, errors.Length - 1));
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"| {100 * sparsity:0.#} % | mean of {errors.Length} | | **{mean:0.00}** ± {deviation:0.00} | |"));
        }
        return 0;
    }

    private static ExperimentSpec Spec(ExperimentSpec common, double sparsity, int warmup, int seed) => common with
    {
        Seed = seed,
        Rule = sparsity == 0
            ? new RuleSpec("none")
            : new RuleSpec("synaptic-pruning", new Dictionary<string, double>
            {
                ["s_min"] = 0,
                ["s_max"] = Math.Min(1.5, sparsity / Reached(Progress(common.Training.Epochs, warmup))),
                ["warmup"] = warmup,
                ["frequency"] = 50,
                ["shape"] = (double)CubicShape.FastStart,
                ["clock"] = (double)ScheduleClock.Batch,
                ["selection"] = (double)SelectionKind.ExactCount,
            }),
    };

    /// <summary>Progress of the schedule at the end of the last epoch before the learning rate falls first.</summary>
    private static double Progress(int epochs, int warmup) => ((Falls[0] * epochs) - warmup) / (epochs - warmup);

    /// <returns>Test error after the last epoch, in percent.</returns>
    private static double Train(ExperimentSpec spec, double sparsity, WindowSet data, ManagedBackend backend)
    {
        using Trainer trainer = new(spec, data, backend, RuleCatalogue.Default.Create(spec.Rule.Id));
        double rate = spec.Training.Optimizer.LearningRate;
        long start = Stopwatch.GetTimestamp();
        while (!trainer.IsFinished)
        {
            int falls = Falls.Count(part => trainer.Clock.Batch >= (int)(part * trainer.TotalBatches));
            trainer.Retune(TrainingSpec.LearningRateId, rate * Math.Pow(10, -falls));
            if (sparsity > 0 && trainer.Masks.Sparsity >= sparsity - 0.0005)
            {
                trainer.Retune("s_max", sparsity);
            }
            trainer.TrainBatch();
        }
        double error = 100 * (1 - trainer.Log.Epochs[spec.Training.Epochs].Test.Accuracy);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"| {100 * trainer.Masks.Sparsity:0.00} % | {spec.Seed} | {trainer.Masks.Active:N0} of {trainer.Masks.Total:N0} | {error:0.00} | {Stopwatch.GetElapsedTime(start).TotalSeconds:0} |"));
        return error;
    }
}
