using System.CommandLine;
using System.Globalization;
using PruningLab.Cli.Specs;
using PruningLab.Engine.Data;
using PruningLab.Engine.Devices;
using PruningLab.Engine.Networks;
using PruningLab.Engine.Plasticity;
using PruningLab.Engine.Sessions;
using PruningLab.Engine.Training;
using Spectre.Console;

namespace PruningLab.Cli.Commands;

/// <summary><c>pruninglab bench</c>: how fast this machine trains, dense and pruned.</summary>
internal sealed class BenchCommand
{
    private const int Rows = 5_000;
    private const int Epochs = 20;
    private static readonly double[] Sparsities = [0, 0.7, 0.9];
    private static readonly (string Name, NetworkKind Kind)[] Kinds = [("RNN", NetworkKind.Rnn), ("LSTM", NetworkKind.Lstm), ("MLP", NetworkKind.Mlp), ("PatchTST", NetworkKind.PatchTst)];

    private readonly Option<int?> _window = CliOptions.Count("--window", "ROWS", "Rows per window. Default: 30.", 1, 1_000);
    private readonly Option<int?> _features = CliOptions.Count("--features", "N", "Features per row. Default: 20.", 1, 1_000);
    private readonly Option<int?> _batch = CliOptions.Count("--batch", "N", "Windows per batch. Default: 64.", 1, TrainingSpec.MaxBatchSize);
    private readonly Option<int?> _rounds = CliOptions.Count("--rounds", "N", "Rounds that dense and pruned networks take in turn; the best counts. Default: 10.", 1, 1_000);
    private readonly Option<int?> _milliseconds = CliOptions.Count("--milliseconds", "N", "Length of each round. Default: 100.", 1, 60_000);

    private readonly Argument<string?> _spec = new("SPEC") { Description = "With --devices: an experiment, or a run, whose network and data are timed in place of the four networks on made-up data.", Arity = ArgumentArity.ZeroOrOne };
    private readonly Option<string?> _device = DeviceOption.Create("Device to measure. Default: cpu, the managed engine.");
    private readonly Option<bool> _devices = CliOptions.Flag("--devices", "Time training steps of each network, dense, on every device that pruninglab devices lists, and say which one to choose.");

    /// <summary>Makes the command.</summary>
    public static CliCommand Create(CliHost host)
    {
        BenchCommand parts = new();
        CliCommand command = new("bench", "Measure how fast this machine trains each network, dense and pruned; takes about 15 seconds.")
        {
            Examples =
            [
                ("pruninglab bench", "Milliseconds per step, and how many trainings a core does in an hour."),
                ("pruninglab bench --window 7 --features 6 --rounds 30", "For a given shape, with more patience on a busy machine."),
                ("pruninglab bench --devices --batch 1024", "Which device trains which network fastest, with large batches."),
                ("pruninglab bench --devices my.json", "The same for the network and the data of an experiment."),
            ],
            Notes =
            [
                $"""
                A step is forward pass, backward pass and Adam, on one thread (torch-cpu: as many as OMP_NUM_THREADS says, one per core without it), on
                made-up data; networks have their default sizes, and pruned weights are drawn at random in every matrix. The ratio is dense ÷ pruned: below 1 pruning makes the step slower. Trainings per hour are estimated from the dense
                step, the upper bound: {Epochs} epochs of {Rows * 4 / 5:N0} windows, each epoch with one prediction of {Rows / 5:N0} windows; the rule's own work,
                early stopping and reading data are not in it. Other programs that run at the same time make all times longer.
                """,
                $"""
                With --devices the devices take turns of steps for about a second per network; the best turn counts. A device is chosen in place of cpu when
                cpu takes at least {DeviceReport.ClearRatio.ToString(CultureInfo.InvariantCulture)} times as long: cpu gives the same bits each time and trains faster the more is pruned, which these times of dense networks do not show.
                """,
            ],
        };
        command.Add(parts._spec);
        foreach (Option option in (Option[])[parts._window, parts._features, parts._batch, parts._rounds, parts._milliseconds, parts._device, parts._devices])
        {
            command.Add(option);
        }
        command.Does(host, (context, cancellation) => Task.FromResult(parts.Run(context, cancellation)));
        return command;
    }

    private int Run(CliContext context, CancellationToken cancellation)
    {
        int window = context.Value(_window) ?? 30, features = context.Value(_features) ?? 20, batch = context.Value(_batch) ?? 64;
        if (context.Value(_devices))
        {
            return Compare(context, window, features, batch, cancellation);
        }
        if (context.Value(_spec) is not null)
        {
            throw new CliException("A SPEC is timed on the devices, by --devices; without it bench measures the four networks on made-up data, so leave SPEC out or add --devices.");
        }
        string? device = context.Value(_device) is { } wanted && wanted != DeviceId.Cpu ? wanted : null;
        IBackend backend = DeviceOption.Open(context, device);
        WindowSet data = MadeUp(features, window);
        List<Line> lines = [];
        foreach ((string name, NetworkKind kind) in Kinds)
        {
            if (context.ShowsProgress)
            {
                context.Note($"{name} …");
            }
            NetworkSpec spec = new() { Kind = kind };
            StepClock[] clocks = [.. Sparsities.Select(sparsity => new StepClock(backend, spec, data, batch, sparsity))];
            try
            {
                // They take turns, so that a disturbance meets all alike.
                for (int round = 0; round < (context.Value(_rounds) ?? 10); round++)
                {
                    foreach (StepClock clock in clocks)
                    {
                        cancellation.ThrowIfCancellationRequested();
                        clock.Round(context.Value(_milliseconds) ?? 100);
                    }
                }
                lines.Add(LineOf(name, clocks, data, batch));
            }
            finally
            {
                Array.ForEach(clocks, clock => clock.Dispose());
            }
        }
        Tell(context, lines, device is null ? null : context.Backend.Devices.Find(device), window, features, batch);
        return ExitCode.Success;
    }

    private int Compare(CliContext context, int window, int features, int batch, CancellationToken cancellation)
    {
        foreach (Option option in (Option[])[_device, _rounds, _milliseconds])
        {
            if (context.Has(option))
            {
                throw new CliException($"--devices times every device as long as it takes, so {option.Name} cannot go with it; leave one of them out.");
            }
        }
        if (context.Value(_spec) is not { } path)
        {
            WindowSet data = MadeUp(features, window);
            return DeviceComparison.Run(context, [.. Kinds.Select(kind => new DeviceComparison.Subject(kind.Name, Dense(kind.Kind, batch), data))], cancellation);
        }
        if (context.Has(_window) || context.Has(_features))
        {
            throw new CliException($"The data are those of {path}, so --window and --features cannot go with it; leave them out.");
        }
        SpecInput input = SpecInput.Read(context, path);
        ExperimentSpec spec = input.Spec;
        // Wherever it is to train, its steps are timed everywhere.
        spec = spec with { Training = spec.Training with { Device = null, BatchSize = context.Value(_batch) ?? spec.Training.BatchSize } };
        string name = Kinds.First(kind => kind.Kind == spec.Network.Kind).Name;
        return DeviceComparison.Run(context, [new DeviceComparison.Subject(name, spec, context.Load(input.Name, spec))], cancellation);
    }

    private static ExperimentSpec Dense(NetworkKind kind, int batch) => new()
    {
        Network = new NetworkSpec { Kind = kind },
        Rule = new RuleSpec("none"),
        Training = new TrainingSpec { BatchSize = batch },
    };

    private static Line LineOf(string name, StepClock[] clocks, WindowSet data, int batch)
    {
        int steps = (data.TrainCount + batch - 1) / batch;
        double training = Epochs * ((steps * clocks[0].Step) + clocks[0].Prediction) / 1_000;
        Pruned[] pruned = [.. clocks.Skip(1).Select((clock, i) => new Pruned(Sparsities[i + 1], clock.Step, clocks[0].Step / clock.Step))];
        return new Line(name, clocks[0].Weights, clocks[0].Step, pruned, training, 3_600 / training);
    }

    private static void Tell(CliContext context, List<Line> lines, ComputeDevice? device, int window, int features, int batch)
    {
        string kernels = new ManagedBackend().Path.ToString() ?? "";
        context.Write(new { processors = Environment.ProcessorCount, kernels = device is null ? kernels : null, device = device?.Id ?? DeviceId.Cpu, window, features, batch, networks = lines }, console =>
        {
            console.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"{(device is null ? $"{kernels} kernels, one thread of {Environment.ProcessorCount}" : $"{device.Name} ({device.Id}), {device.Library}")}; window {window}, {features} features, batch {batch}"));
            Table table = new Table().Border(TableBorder.Simple).AddColumn("network");
            foreach (string name in (string[])["weights", "dense, ms", "70 % pruned, ms", "dense ÷ pruned", "90 % pruned, ms", "dense ÷ pruned", device is null ? "trainings per hour and core" : "trainings per hour"])
            {
                table.AddColumn(name, column => column.RightAligned());
            }
            foreach (Line line in lines)
            {
                List<string> cells = [line.Network, Number(line.Weights, "N0"), Number(line.DenseMilliseconds, "0.000")];
                foreach (Pruned pruned in line.Pruned)
                {
                    cells.AddRange([Number(pruned.Milliseconds, "0.000"), Number(pruned.Ratio, "0.00")]);
                }
                cells.Add(Number(line.TrainingsPerHour, "N0"));
                table.AddRow([.. cells.Select(cell => new Text(cell))]);
            }
            console.Write(table);
            console.WriteLine($"pruninglab bench --help says what is measured. A grid takes about (its trainings) ÷ (trainings per hour{(device is null ? " × cores" : "")}) hours.");
        });
    }

    /// <summary>A series of random numbers in [−1.7, 1.7), whose test part is a fifth.</summary>
    private static WindowSet MadeUp(int features, int window)
    {
        RandomStream stream = new(5);
        float[] values = new float[Rows * features], target = new float[Rows];
        foreach (ref float value in values.AsSpan())
        {
            value = stream.NextSingle(-1.7f, 1.7f);
        }
        foreach (ref float value in target.AsSpan())
        {
            value = stream.NextSingle(-1.7f, 1.7f);
        }
        string[] names = [.. Enumerable.Range(1, features).Select(i => $"x{i}")];
        return new WindowSet(values, target, names, "y", window, Rows * 4 / 5, 0, 1);
    }

    private static string Number(double value, string format) => value.ToString(format, CultureInfo.InvariantCulture);

    /// <summary>One network.</summary>
    private sealed record Line(string Network, int Weights, double DenseMilliseconds, IReadOnlyList<Pruned> Pruned, double SecondsPerTraining, double TrainingsPerHour);

    /// <summary>One network at one sparsity.</summary>
    private sealed record Pruned(double Sparsity, double Milliseconds, double Ratio);
}
