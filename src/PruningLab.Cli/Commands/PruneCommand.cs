using System.CommandLine;
using System.Globalization;
using PruningLab.Engine.Data;
using PruningLab.Engine.Networks;
using PruningLab.Engine.Plasticity;
using PruningLab.Engine.Runs;
using PruningLab.Engine.Training;
using Spectre.Console;

namespace PruningLab.Cli.Commands;

/// <summary><c>pruninglab prune</c>: a rule's selection, applied once to the weights in a file.</summary>
internal sealed class PruneCommand
{
    private readonly Argument<string> _input = new("IN") { Description = "A safetensors file, PruningLab's own or PyTorch's; or a run folder." };
    private readonly Option<string?> _rule = CliOptions.Text("--rule", "ID", "The rule, see pruninglab rules. Default: global-magnitude.");
    private readonly Option<double?> _sparsity = CliOptions.Share("--sparsity", "S", "Share of the weights that is pruned in the end, those pruned before included: 0.9 leaves one in ten.");
    private readonly Option<string[]> _set = new("--set") { Description = "A hyperparameter of the rule, such as quality=0.5 or scope=layer; may come several times.", HelpName = "NAME=VALUE" };
    private readonly Option<string?> _out = CliOptions.Text("--out", "FILE", "The file to write; a file that is there is replaced.");
    private readonly Option<int?> _seed = CliOptions.Count("--seed", "N", "Seed of the rule's random numbers. Default: 42.", int.MinValue, int.MaxValue);
    private readonly Option<string[]> _tensors = new("--tensors") { Description = "Which tensors of a foreign file are weight matrices, as a pattern with * and ?; may come several times. Default: *weight* with two dimensions.", HelpName = "PATTERN" };
    private readonly Option<string[]> _except = new("--except") { Description = "Tensors of a foreign file to leave alone, as a pattern; may come several times.", HelpName = "PATTERN" };
    private readonly Option<bool> _noMasks = CliOptions.Flag("--no-masks", "Leave the masks out of the file: the same tensors as in IN, pruned weights 0.");
    private readonly Option<string?> _device = DeviceOption.Create("Device that gradients are computed on, for a rule that needs them. Default: cpu, the managed engine.");
    private readonly SavedData _data = new();

    /// <summary>Makes the command.</summary>
    public static CliCommand Create(CliHost host)
    {
        PruneCommand parts = new();
        CliCommand command = new("prune", "Apply a rule once to the weights in a safetensors file, and write weights and masks.")
        {
            Examples =
            [
                ("pruninglab prune model.safetensors --sparsity 0.9 --out small.safetensors", "The smallest 90 % over all matrices, of any file; the other numbers stay as they are, to the bit."),
                ("pruninglab prune model.safetensors --rule han --set quality=0.8 --out small.safetensors", "What is below 0.8 standard deviations of its own layer."),
                ("pruninglab prune model.safetensors --rule random --seed 7 --sparsity 0.5 --tensors \"encoder.*\" --out half.safetensors", "At random, in some tensors only."),
                ("pruninglab prune runs/first --rule snip --sparsity 0.9 --out snip.safetensors", "By gradients, on the data of the run that the weights come from."),
            ],
            Notes =
            [
                """
                Rules that score connections by their size or at random work on any file. Rules that need gradients (snip, grasp, obd, molchanov, movement)
                need PruningLab's own file and data (--spec, --source or --csv; a run folder has its own). A mask is written as a tensor NAME_mask of
                ones and zeros, the name that torch.nn.utils.prune uses.
                """,
            ],
        };
        command.Add(parts._input);
        foreach (Option option in (Option[])[parts._rule, parts._sparsity, parts._set, parts._out, parts._seed, parts._tensors, parts._except, parts._noMasks, parts._device])
        {
            command.Add(option);
        }
        parts._data.AddTo(command);
        command.Does(host, (context, _) => parts.RunAsync(context));
        return command;
    }

    private async Task<int> RunAsync(CliContext context)
    {
        string path = context.Value(_out) ?? throw new CliException("Say where the pruned weights go, by --out FILE.");
        SingleCut cut = SingleCut.Of(context.Rules, context.Value(_rule) ?? "global-magnitude");
        Dictionary<string, double> values = Values(cut, context.Value(_set) ?? []);
        if (cut.HasSparsity && !context.Has(_sparsity))
        {
            throw new CliException("Say what share of the weights is to be pruned in the end, by --sparsity, such as --sparsity 0.9.");
        }
        if (!cut.NeedsData && context.Has(_device))
        {
            throw new CliException($"“{cut.Description.Name}” runs no network, so --device cannot go with it.");
        }
        IBackend backend = DeviceOption.Open(context, context.Value(_device));
        SavedPlace place = SavedPlace.Of(context.Value(_input)!);
        TensorPatterns patterns = new() { Included = context.Value(_tensors) ?? [], Excluded = context.Value(_except) ?? [] };
        WeightFile file = WeightFile.Open(place.Weights, patterns);
        if (file.Info is not null && (context.Has(_tensors) || context.Has(_except)))
        {
            throw new CliException($"{file.Name}: PruningLab wrote this file, which says itself which tensors are weight matrices, so --tensors and --except cannot go with it.");
        }
        int seed = context.Value(_seed) ?? 42;
        if (cut.NeedsData)
        {
            CutOnData(context, backend, cut, file, place, values, seed);
        }
        else
        {
            if (_data.IsGiven(context))
            {
                throw new CliException($"“{cut.Description.Name}” needs no data, so --spec, --source and --csv cannot go with it.");
            }
            cut.Apply(file.Network, file.Masks, null, context.Value(_sparsity), values, seed);
        }
        await file.SaveAsync(path, !context.Value(_noMasks)).ConfigureAwait(false);
        Tell(context, cut.Description, file, path);
        return ExitCode.Success;
    }

    private void CutOnData(CliContext context, IBackend backend, SingleCut cut, WeightFile file, SavedPlace place, Dictionary<string, double> values, int seed)
    {
        if (file.Info is null)
        {
            throw new CliException($"{file.Name}: “{cut.Description.Name}” scores connections by gradients, for which a file that PruningLab wrote was expected; choose a rule such as global-magnitude, which needs none.");
        }
        WindowSet data = _data.Load(context, file.Info, file.Name, place.Run?.Record.Spec.Data);
        int batch = Math.Min(64, data.TrainCount);
        using NetworkFile saved = NetworkFile.Open(place.Weights);
        using INetwork network = backend.Create(file.Info.Shape(batch), new RandomStream(1));
        network.Bind(data);
        MaskSet masks = new(network.Parameters);
        saved.Restore(network, masks);
        cut.Apply(network, masks, data, context.Value(_sparsity), values, seed, batch);
        file.Take(masks);
    }

    private static Dictionary<string, double> Values(SingleCut cut, string[] settings)
    {
        Dictionary<string, double> values = [];
        foreach (string setting in settings)
        {
            string[] parts = setting.Split('=', 2);
            if (parts.Length < 2)
            {
                throw new CliException($"--set is “{setting}”, but must be NAME=VALUE, such as quality=0.5.");
            }
            Hyperparameter known = cut.Description.Find(parts[0]) ?? throw new CliException(
                $"“{cut.Description.Name}” has no hyperparameter “{parts[0]}”; {(cut.Free.Count == 0 ? "it has none that can be set here" : $"here it has {string.Join(", ", cut.Free.Select(one => one.Id))}")}.");
            int choice = known.Choices.ToList().IndexOf(parts[1]);
            values[known.Id] = choice >= 0 ? choice
                : double.TryParse(parts[1], NumberStyles.Float, CultureInfo.InvariantCulture, out double number) && known.Choices.Count == 0 ? number
                : throw new CliException($"--set {setting}: {known.Id} must be {(known.Choices.Count > 0 ? $"one of {string.Join(", ", known.Choices)}" : "a number")}.");
        }
        return values;
    }

    private static void Tell(CliContext context, RuleDescription rule, WeightFile file, string path)
    {
        var tensors = file.Masks.Parameters.Select((parameter, m) => new
        {
            parameter.Name,
            shape = (int[])[parameter.Rows, parameter.Columns],
            weights = parameter.Length,
            prunedBefore = file.PrunedBefore[m],
            pruned = file.Masks[m].PrunedCount,
            sparsity = (double)file.Masks[m].PrunedCount / parameter.Length,
        }).ToList();
        var result = new
        {
            rule = rule.Id,
            file = path,
            weights = file.Masks.Total,
            prunedBefore = file.PrunedBefore.Sum(),
            pruned = file.Masks.Pruned,
            file.Masks.Sparsity,
            tensors,
        };
        context.Write(result, console =>
        {
            Table table = new Table().Border(TableBorder.Simple).AddColumn("tensor").AddColumn("shape");
            foreach (string name in (string[])["weights", "pruned before", "pruned", "sparsity"])
            {
                table.AddColumn(name, column => column.RightAligned());
            }
            foreach (var tensor in tensors)
            {
                Row(table, tensor.Name, string.Join(" × ", tensor.shape), tensor.weights, tensor.prunedBefore, tensor.pruned);
            }
            Row(table, "all", "", result.weights, result.prunedBefore, result.pruned);
            console.Write(table);
        });
        if (result.pruned == result.prunedBefore)
        {
            context.Note(string.Create(CultureInfo.InvariantCulture, $"Nothing was cut: {100 * result.Sparsity:0.0} % were pruned already."));
        }
        context.Note($"{rule.Name}: written to {path}.");
    }

    private static void Row(Table table, string name, string shape, int weights, int before, int pruned) => table.AddRow(
        new Text(name), new Text(shape), new Text(Number(weights)), new Text(Number(before)), new Text(Number(pruned)),
        new Text(string.Create(CultureInfo.InvariantCulture, $"{100.0 * pruned / weights:0.00} %")));

    private static string Number(int number) => number.ToString("N0", CultureInfo.InvariantCulture);
}
