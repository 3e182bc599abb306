using System.CommandLine;
using System.Globalization;
using PruningLab.Cli.Output;
using PruningLab.Engine.Devices;
using PruningLab.Engine.Experiments.Grids;
using PruningLab.Engine.Training;
using Spectre.Console;

namespace PruningLab.Cli.Commands;

/// <summary><c>pruninglab grid run</c>: does the jobs of a grid.</summary>
internal static class GridRunCommand
{
    /// <summary>Makes the command.</summary>
    public static CliCommand Create(CliHost host)
    {
        Argument<string?> spec = new("SPEC")
        {
            Description = $"The grid: a JSON file (see pruninglab grid spec), - for standard input, or one of {string.Join(", ", PaperGrid.All.Select(preset => preset.Id))}. May be left out when the store has its grid already.",
            Arity = ArgumentArity.ZeroOrOne,
        };
        Option<string> store = GridCommand.Store();
        Option<int?> workers = CliOptions.Count("--workers", "N", "Trainings at the same time. Default: one per core, or one in all on a graphics card, whose memory they would share.", 1, GridRunnerOptions.MostWorkers);
        Option<string?> shard = CliOptions.Text("--shard", "I/N", "Do only part I of N parts, such as 2/8: for many machines, each with its own store or all with one.");
        Option<string?> device = DeviceOption.Create("Device to train on, in place of the spec's. It is part of the grid: each device needs a store of its own.");
        Option<bool> retry = CliOptions.Flag("--retry-failed", "Try trainings that failed before again, once.");
        CliCommand command = new("run", "Run a grid, or go on with it: what has a result is not trained again.")
        {
            Examples =
            [
                ("pruninglab grid run paper-001-reduced --store grids/reduced", "Runs it on all cores."),
                ("pruninglab grid run --store grids/reduced", "Goes on after Ctrl+C, a crash or a full disk."),
                ("pruninglab grid run my.json --device cuda:0 --store grids/card", "On a graphics card; its results differ by rounding, so they have a store of their own."),
                ("pruninglab grid run my.json --store shard-2 --shard 2/8", "The second of eight parts; pruninglab grid merge puts them together."),
            ],
            Notes = ["Ctrl+C stops after the batch at hand; the exit code is 130, and the same line goes on later. Code 1 says that some trainings failed, or that the store could not be written any more."],
        };
        command.Add(spec);
        foreach (Option option in (Option[])[store, workers, shard, device, retry])
        {
            command.Add(option);
        }
        command.Does(host, async (context, cancellation) =>
        {
            GridRunnerOptions options = new() { Workers = context.Value(workers) ?? 0, Shard = Shard(context.Value(shard)), RetryFailed = context.Value(retry) };
            GridStore opened = Open(context, context.Value(spec), context.Value(store)!, context.Value(device));
            using GridRunner runner = new(opened, context.Source, context.Backend, context.Rules, options);
            GridProgress progress = await GridProgressView.RunAsync(context, runner, cancellation).ConfigureAwait(false);
            return Tell(context, opened, progress);
        });
        return command;
    }

    /// <summary>The grid that a word stands for.</summary>
    /// <exception cref="CliException">It is none; one sentence.</exception>
    public static GridSpec Read(CliContext context, string word)
    {
        if (PaperGrid.All.FirstOrDefault(preset => preset.Id == word) is { } known)
        {
            return known.Spec;
        }
        if (word != "-" && !File.Exists(word))
        {
            throw new CliException($"{word}: there is no such file, and no grid of that name; there are {string.Join(", ", PaperGrid.All.Select(preset => preset.Id))}.");
        }
        string name = word == "-" ? "standard input" : word;
        try
        {
            return GridSpec.FromJson(context.ReadText(word));
        }
        catch (SettingException exception)
        {
            throw new CliException($"{name}: {exception.Message}", exception);
        }
    }

    private static GridStore Open(CliContext context, string? word, string folder, string? device)
    {
        if (word is null)
        {
            return GridStore.Exists(folder) ? Reopen(context, folder, device)
                : throw new CliException($"{folder}: there is no grid in this folder yet, so name one: a SPEC file, - for standard input, or {string.Join(", ", PaperGrid.All.Select(preset => preset.Id))}.");
        }
        GridSpec spec = Read(context, word);
        spec = device is null ? spec : spec.On(device);
        try
        {
            // Before the folder is made, so that a grid that cannot be leaves none behind.
            GridPlan.Of(spec, context.Rules);
        }
        catch (SettingException exception)
        {
            throw new CliException($"{(word == "-" ? "standard input" : word)}: {exception.Message}", exception);
        }
        if (device is null)
        {
            DeviceOption.Open(context, spec.Training.Device, word == "-" ? "standard input" : word, $"To train it here all the same, give {DeviceOption.Name} {DeviceId.Cpu}.");
        }
        else
        {
            DeviceOption.Open(context, device);
        }
        RequireRoom(folder);
        return GridStore.Create(folder, spec);
    }

    private static GridStore Reopen(CliContext context, string folder, string? device)
    {
        GridStore store = GridStore.Open(folder);
        string own = GridDevices.Of(store.Spec), file = Path.Combine(folder, "grid.json");
        if (device is not null && device != own)
        {
            throw new CliException($"{folder}: the grid in this folder trains on {own}, and results of different devices do not go into one store; start it anew: {Anew(device)}.");
        }
        DeviceOption.Open(context, store.Spec.Training.Device, folder, $"Its results stay readable; to train the grid here, start it anew: {Anew(DeviceId.Cpu)}.");
        return store;

        string Anew(string on) => $"pruninglab grid run {file} {DeviceOption.Name} {on} --store OTHER";
    }

    /// <summary>A run folder, or a home, is not to be filled with a grid's files by a slip.</summary>
    private static void RequireRoom(string folder)
    {
        if (Directory.Exists(folder) && !GridStore.Exists(folder)
            && Directory.EnumerateFileSystemEntries(folder).Select(Path.GetFileName).FirstOrDefault(name => name![0] != '.' && name != "lost+found") is { } other
            // Another runner may have made the store in this moment.
            && !GridStore.Exists(folder))
        {
            throw new CliException($"{folder}: this folder holds something else ({other}) and no grid; choose another one, or one that is not there yet.");
        }
    }

    private static (int Index, int Count) Shard(string? text)
    {
        if (text is null)
        {
            return (1, 1);
        }
        string[] parts = text.Split('/');
        return parts.Length == 2
            && int.TryParse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out int index)
            && int.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out int count)
            && index >= 1 && index <= count
            ? (index, count)
            : throw new CliException($"--shard is “{text}”, but must be a part and the number of parts, from 1/N to N/N, such as 2/8.");
    }

    private static int Tell(CliContext context, GridStore store, GridProgress progress)
    {
        GridFailures failures = GridFailures.Of(store.Read());
        context.Write(
            new
            {
                store = store.Folder,
                progress.State,
                progress.Total,
                progress.Done,
                progress.Failed,
                elapsedSeconds = progress.Elapsed.TotalSeconds,
                progress.Problem,
                failures = failures.Sentences,
            },
            console => console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{progress.Done:N0} of {progress.Total:N0} trainings have a result, {progress.Failed:N0} of them failed; {GridText.Duration(progress.Elapsed)}.")));
        failures.Note(context);
        if (progress.Problem is not null)
        {
            context.Note(progress.Problem);
        }
        if (progress.State == GridState.Cancelled)
        {
            context.Note($"Stopped; pruninglab grid run --store {store.Folder} goes on.");
        }
        return progress.State == GridState.Cancelled ? ExitCode.Interrupted
            : progress.State == GridState.Finished && progress.Failed == 0 ? ExitCode.Success
            : ExitCode.Failed;
    }
}
