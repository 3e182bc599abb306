using System.CommandLine;

using PruningLab.Engine.Data;
using PruningLab.Engine.Data.Features;
using PruningLab.Engine.Networks;
using PruningLab.Engine.Plasticity;
using PruningLab.Engine.Training;
using Spectre.Console;

namespace PruningLab.Cli.Commands;

/// <summary><c>pruninglab spec</c>: writes an experiment to start from.</summary>
internal static class SpecCommand
{
    /// <summary>Makes the command.</summary>
    public static CliCommand Create(CliHost host)
    {
        Option<string?> source = CliOptions.Text("--source", "ID", "Data set, see pruninglab data list; with the network and training that suit it. Default: sp500.");
        Option<string?> network = CliOptions.Choice("--network", "KIND", "Kind of network.", "rnn", "lstm", "mlp", "patch-tst");
        Option<string?> rule = CliOptions.Text("--rule", "ID", "Rule with its default settings, see pruninglab rules. Default: synaptic-pruning.");
        Option<int?> window = CliOptions.Count("--window", "ROWS", "Rows per window.", 1, 100_000);
        Option<int?> epochs = CliOptions.Count("--epochs", "N", "Epochs to train.", 1, 10_000);
        Option<int?> seed = CliOptions.Count("--seed", "N", "Seed of all random numbers.", int.MinValue, int.MaxValue);
        Option<bool> engineering = CliOptions.Flag("--engineering", "Write the settings of feature engineering too: lags, rolling statistics, calendar, categories.");
        CliCommand command = new("spec", "Write an experiment as JSON, to change and train.")
        {
            Examples =
            [
                ("pruninglab spec > my.json", "The ready experiment, with every setting."),
                ("pruninglab spec --source mnist --rule snip --epochs 5 > mnist.json", "SNIP on MNIST, with the network that suits it."),
                ("pruninglab spec --source bitcoin --engineering > bitcoin.json", "With lags, rolling means and calendar features, to choose among."),
                ("pruninglab spec --rule han | pruninglab train - --out runs/han", "Without a file between."),
            ],
        };
        foreach (Option option in (Option[])[source, network, rule, window, epochs, seed, engineering])
        {
            command.Add(option);
        }
        command.Does(host, context =>
        {
            ExperimentSpec spec = Of(context, context.Value(source), context.Value(network), context.Value(rule));
            spec = spec with
            {
                Data = spec.Data with
                {
                    Window = context.Value(window) ?? spec.Data.Window,
                    Engineering = context.Value(engineering) ? spec.Data.Engineering ?? new FeatureSpec() : spec.Data.Engineering,
                },
                Training = spec.Training with { Epochs = context.Value(epochs) ?? spec.Training.Epochs },
                Seed = context.Value(seed) ?? spec.Seed,
            };
            spec.Validate(context.Rules.Create(spec.Rule.Id));
            context.Write(spec, console => console.WriteLine(spec.ToJson()));
            return ExitCode.Success;
        });
        return command;
    }

    private static ExperimentSpec Of(CliContext context, string? source, string? network, string? rule)
    {
        ExperimentSpec spec = ExperimentSpec.Ready;
        if (source is not null)
        {
            CatalogueEntry entry = context.Catalogue.Find(source);
            spec = spec with
            {
                Data = (entry.SuggestedData ?? spec.Data) with { Source = entry.Id },
                Network = entry.SuggestedNetwork ?? spec.Network,
                Training = entry.SuggestedTraining ?? spec.Training,
            };
            spec = entry.OwnWindow > 0 ? spec with { Data = spec.Data with { Window = entry.OwnWindow } } : spec;
        }
        if (network is not null)
        {
            spec = spec with { Network = spec.Network with { Kind = Enum.Parse<NetworkKind>(network.Replace("-", "", StringComparison.Ordinal), ignoreCase: true) } };
        }
        rule ??= spec.Rule.Id;
        return spec with { Rule = new RuleSpec(rule, new RuleSettings(context.Rules.Describe(rule), new Dictionary<string, double>()).Values) };
    }
}
