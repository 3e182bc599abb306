using System.CommandLine;
using System.Diagnostics;
using PruningLab.Cli.Output;
using PruningLab.Cli.Specs;
using PruningLab.Engine.Data;
using PruningLab.Engine.Devices;
using PruningLab.Engine.Runs;
using PruningLab.Engine.Training;
using Spectre.Console;

namespace PruningLab.Cli.Commands;

/// <summary><c>pruninglab train</c>: one experiment, or a run that is repeated.</summary>
internal static class TrainCommand
{
    private static readonly Argument<string?> Spec = new("SPEC")
    {
        Description = "The experiment: a JSON file (see pruninglab spec), a run that was saved (run.json, or the lab's download “Run”), a run folder, or - for standard input.",
        Arity = ArgumentArity.ZeroOrOne,
    };

    /// <summary>Makes the command.</summary>
    public static CliCommand Create(CliHost host)
    {
        Option<bool> ready = CliOptions.Flag("--ready", "Train the ready experiment, an LSTM with synaptic pruning on the S&P 500, in place of SPEC.");
        Option<string?> folder = CliOptions.Text("--out", "FOLDER", "Folder to write the run to: spec, record, tables, predictions, weights. Without it only the figures are shown.");
        Option<int?> seed = CliOptions.Count("--seed", "N", "Seed of all random numbers, in place of the spec's.", int.MinValue, int.MaxValue);
        Option<int?> epochs = CliOptions.Count("--epochs", "N", "Epochs to train, in place of the spec's.", 1, 10_000);
        Option<string?> device = DeviceOption.Create("Device to train on, in place of the spec's; the run's spec remembers it.");
        CliCommand command = new("train", "Train one experiment; or repeat a run, with its live edits, to the same bits.")
        {
            Examples =
            [
                ("pruninglab train --ready --out runs/first", "The ready experiment; the folder runs/first gets all that came of it."),
                ("pruninglab spec --network mlp --rule snip > snip.json", "Writes an experiment to start from; change it in any editor."),
                ("pruninglab train snip.json --seed 7 --out runs/snip-7", "Trains it with another seed."),
                ("pruninglab train runs/snip-7 --out runs/again", "Repeats that run and checks that weights and masks are the same to the bit."),
                ("pruninglab train snip.json --device cuda:0 --out runs/card", "Trains it on a graphics card; pruninglab devices says whether there is one."),
                ("pruninglab train snip.json --json | jq .test.mae", "The figures as JSON, for a script."),
            ],
            Notes = ["Ctrl+C ends training after the batch at hand; what was done so far is still written to --out, and the exit code is 130."],
        };
        command.Add(Spec);
        foreach (Option option in (Option[])[ready, folder, seed, epochs, device])
        {
            command.Add(option);
        }
        command.Does(host, (context, cancellation) =>
        {
            SpecInput input = Input(context, context.Value(ready));
            if (input.Record is not null && (context.Has(seed) || context.Has(epochs)))
            {
                throw new CliException($"{input.Name} is the record of a run, which is repeated as it was, so --seed and --epochs cannot go with it; give its spec.json to train it otherwise.");
            }
            ExperimentSpec spec = input.Spec;
            spec = spec with
            {
                Seed = context.Value(seed) ?? spec.Seed,
                Training = spec.Training with { Epochs = context.Value(epochs) ?? spec.Training.Epochs },
            };
            input = input with { Spec = spec };
            return RunAsync(context, Placed(context, input, context.Value(device)), context.Value(folder), cancellation);
        });
        return command;
    }

    private static SpecInput Input(CliContext context, bool ready)
    {
        string? path = context.Value(Spec);
        return (path, ready) switch
        {
            (null, false) => throw new CliException("Name an experiment: a SPEC file, - for standard input, or --ready; see pruninglab train --help."),
            (not null, true) => throw new CliException("--ready trains the ready experiment, so SPEC cannot go with it; leave one of them out."),
            (null, true) => new SpecInput("--ready", ExperimentSpec.Ready, null),
            _ => SpecInput.Read(context, path!),
        };
    }

    /// <summary>The experiment on the device that was asked for; all its devices are there.</summary>
    private static SpecInput Placed(CliContext context, SpecInput input, string? wanted)
    {
        if (wanted is not null)
        {
            DeviceOption.Open(context, wanted);
            SpecInput moved = input.On(wanted);
            if (input.Record?.Fingerprint != moved.Record?.Fingerprint)
            {
                context.Note($"The run is repeated on {wanted}, where it was not made: its weights will agree to rounding, not to the bit.");
            }
            return moved;
        }
        foreach (string? device in input.Devices())
        {
            DeviceOption.Open(context, device, input.Name, $"To train it here all the same, give {DeviceOption.Name} {DeviceId.Cpu}.");
        }
        return input;
    }

    private static async Task<int> RunAsync(CliContext context, SpecInput input, string? folder, CancellationToken cancellation)
    {
        if (folder is not null)
        {
            RunFolder.RequireFree(folder);
        }
        WindowSet data = context.Load(input.Name, input.Spec);
        long start = Stopwatch.GetTimestamp();
        using Trainer trainer = new(input.Spec, data, context.Backend, context.Rules.Create(input.Spec.Rule.Id));
        TrainingRun run = new(trainer, input.Record, context.Source.TargetUnit(input.Spec.Data));
        RunMetrics metrics = context.ShowsProgress
            ? await TrainingProgress.ShowAsync(context.Status, run, start, cancellation).ConfigureAwait(false)
            : run.Train(start, () => { }, cancellation);
        if (input.Record is { Fingerprint.Length: > 0 } record && metrics.End == RunEnd.Finished && metrics.Fingerprint != record.Fingerprint)
        {
            string? device = input.Devices().FirstOrDefault(device => device is not null and not DeviceId.Cpu);
            throw new CliException(
                $"{input.Name}: the run was repeated, but its weights and masks are not those of the record (fingerprint {metrics.Fingerprint[..8]}…, not {record.Fingerprint[..Math.Min(8, record.Fingerprint.Length)]}…): it was made by another version of PruningLab, with other data, or on a processor that rounds otherwise{(device is null ? "." : $"; and on {device} bits are not the same each time for certain.")}",
                ExitCode.Failed);
        }
        if (folder is not null)
        {
            await RunFolder.SaveAsync(folder, trainer, metrics).ConfigureAwait(false);
        }
        Tell(context, metrics, folder, input.Record is { Fingerprint.Length: > 0 });
        return metrics.End switch
        {
            RunEnd.Diverged or RunEnd.OutOfMemory => ExitCode.Failed,
            RunEnd.Interrupted => ExitCode.Interrupted,
            _ => ExitCode.Success,
        };
    }

    private static void Tell(CliContext context, RunMetrics metrics, string? folder, bool repeated)
    {
        context.Write(new { metrics, folder }, console => RunText.Write(console, metrics, repeated));
        if (metrics.Problem is not null)
        {
            context.Note(metrics.Problem);
        }
        context.Note(folder is null ? "Nothing was kept; --out FOLDER keeps the run." : $"The run is in {folder}.");
    }
}
