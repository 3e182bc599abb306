using System.Diagnostics;
using System.Globalization;
using PruningLab.Engine.Data;
using PruningLab.Engine.Networks;
using PruningLab.Engine.Plasticity;
using PruningLab.Engine.Training;

namespace PruningLab.Benchmarks;

/// <summary>The paper's setting from the first to the last epoch: seconds and peak memory, pruned and not, against PyTorch.</summary>
internal sealed class FullRunBenchmark : IBenchmark
{
    private const int Epochs = 20;

    public string Name => "full";

    public string Description =>
        "a full run (LSTM, window 30, 20 epochs, 0 to 70 %) against the same run without pruning and PyTorch with masks "
        + "[--rounds 3] [--python PATH]";

    public int Run(ReadOnlySpan<string> arguments)
    {
        string child = Options.Text(arguments, "--child", "");
        if (child.Length > 0)
        {
            return Child(child == "1");
        }
        int rounds = Options.Count(arguments, "--rounds", 3);
        string python = Options.Text(arguments, "--python", "/usr/bin/python3");
        string data = Path.Combine(Path.GetTempPath(), $"pruninglab-full-{Environment.ProcessId}.bin");
        WriteData(data);
        string self = Environment.ProcessPath!;
        string script = Path.Combine(AppContext.BaseDirectory, "pytorch", "full_run.py");
        (string Name, string File, string[] Arguments)[] sides =
        [
            ("PruningLab, pruned 0 to 70 %", self, ["full", "--child", "1"]),
            ("PruningLab, not pruned", self, ["full", "--child", "0"]),
            ("PyTorch with masks, 0 to 70 %", python, [script, data, $"{Epochs}", "1"]),
            ("PyTorch, not pruned", python, [script, data, $"{Epochs}", "0"]),
        ];
        double[][][] results = [.. sides.Select(_ => new double[rounds][])];
        try
        {
            for (int round = 0; round < rounds; round++)
            {
                for (int side = 0; side < sides.Length; side++)
                {
                    results[side][round] = Ask(sides[side].File, sides[side].Arguments);
                }
            }
        }
        finally
        {
            File.Delete(data);
        }
        Console.WriteLine(
            $"S&P 500, LSTM 64, window 30, batch 64, Adam, {Epochs} epochs with evaluation after each; one thread each, every run "
            + $"in a process of its own, {rounds} rounds in turn; seconds of training and evaluation, best (median).");
        Console.WriteLine();
        Console.WriteLine("| run | seconds | of PyTorch's | peak memory, MiB | sparsity | test MSE |");
        Console.WriteLine("|---|---|---|---|---|---|");
        double[] best = [.. results.Select(runs => runs.Min(r => r[0]))];
        for (int side = 0; side < sides.Length; side++)
        {
            double[] seconds = [.. results[side].Select(r => r[0]).Order()];
            double[] one = results[side][0];
            double peer = best[side % 2 == 0 ? 2 : 3];
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"| {sides[side].Name} | {seconds[0]:0.00} ({seconds[rounds / 2]:0.00}) | {(double.IsNaN(peer) ? "–" : $"{peer / best[side]:0.0}×")} "
                + $"| {one[3]:0} | {100 * one[2]:0.0} % | {one[1]:0.0000} |"));
        }
        return 0;
    }

    private static int Child(bool prunes)
    {
        using Trainer trainer = Create(prunes);
        long start = Stopwatch.GetTimestamp();
        while (!trainer.IsFinished)
        {
            trainer.TrainBatch();
        }
        double seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
        using Process process = Process.GetCurrentProcess();
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{seconds:0.0000} {trainer.Log.Epochs[Epochs].Test.Loss:0.000000} {trainer.Masks.Sparsity:0.000000} {process.PeakWorkingSet64 / 1048576.0:0.0}"));
        return 0;
    }

    private static Trainer Create(bool prunes)
    {
        ExperimentSpec spec = ExperimentSpec.Ready with
        {
            Rule = prunes
                ? new RuleSpec("synaptic-pruning", new Dictionary<string, double> { ["s_min"] = 0, ["s_max"] = 0.7 })
                : new RuleSpec("none"),
        };
        return new Trainer(spec, Windows(spec), new ManagedBackend(), RuleCatalogue.Default.Create(spec.Rule.Id));
    }

    private static WindowSet Windows(ExperimentSpec spec) => BenchmarkData.Source().Load(spec.Data);

    private static void WriteData(string path)
    {
        WindowSet data = Windows(ExperimentSpec.Ready);
        int rows = data.Rows.Length / data.FeatureCount;
        using BinaryWriter writer = new(File.Create(path));
        foreach (int number in new[] { rows, data.FeatureCount, data.Window, data.TrainCount, ExperimentSpec.Ready.Training.BatchSize })
        {
            writer.Write(number);
        }
        foreach (float value in data.Rows)
        {
            writer.Write(value);
        }
        for (int row = 0; row < rows; row++)
        {
            writer.Write(row < data.Window ? 0f : data.Target(row - data.Window));
        }
    }

    private static double[] Ask(string file, string[] arguments)
    {
        ProcessStartInfo start = new(file, arguments) { RedirectStandardOutput = true };
        start.Environment["OPENBLAS_NUM_THREADS"] = "1";
        start.Environment["OMP_NUM_THREADS"] = "1";
        try
        {
            using Process process = Process.Start(start)!;
            string line = process.StandardOutput.ReadToEnd();
            process.WaitForExit();
            return process.ExitCode == 0
                ? [.. line.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).Select(t => double.Parse(t, CultureInfo.InvariantCulture))]
                : [double.NaN, double.NaN, double.NaN, double.NaN];
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return [double.NaN, double.NaN, double.NaN, double.NaN];
        }
    }
}
