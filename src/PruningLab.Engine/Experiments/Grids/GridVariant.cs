using System.Globalization;
using PruningLab.Engine.Networks;
using PruningLab.Engine.Plasticity;
using PruningLab.Engine.Training;

namespace PruningLab.Engine.Experiments.Grids;

/// <summary>What a network, a method and a setting of a grid come to, whatever the data, the window and the seed.</summary>
/// <param name="Network">Name of the network.</param>
/// <param name="Method">Name of the method.</param>
/// <param name="Setting">Name of the setting.</param>
/// <param name="Spec">The experiment, but for data and seed; all values of the rule are filled in.</param>
internal sealed record GridVariant(string Network, string Method, string Setting, ExperimentSpec Spec)
{
    public const string HiddenUnitsId = "hidden_units", BatchSizeId = "batch_size", EpochsId = "epochs";

    /// <summary>Names that a setting may give a value to, whatever the rules.</summary>
    public static IReadOnlyList<string> Names { get; } =
        [TrainingSpec.LearningRateId, BatchSizeId, EpochsId, TrainingSpec.PatienceId, HiddenUnitsId];

    /// <summary>All variants of a grid, network by network, method by method, setting by setting.</summary>
    /// <exception cref="SettingException">One of them cannot be; the sentence names it.</exception>
    public static IReadOnlyList<GridVariant> Of(GridSpec spec, RuleCatalogue rules) =>
    [
        .. from network in spec.Networks
           from method in spec.Methods
           where method.Networks.Count == 0 || method.Networks.Contains(network.Name)
           from setting in spec.Settings
           select Of(spec, network, method, setting, rules),
    ];

    private static GridVariant Of(GridSpec spec, GridNetwork network, GridMethod method, GridSetting setting, RuleCatalogue rules)
    {
        try
        {
            PlasticityRule rule = rules.Create(method.Rule.Id);
            NetworkSpec sized = network.Spec;
            TrainingSpec training = spec.Training;
            RuleSettings values = new(rule.Description, method.Rule.Values);
            foreach ((string name, double value) in setting.Values)
            {
                switch (name)
                {
                    case TrainingSpec.LearningRateId:
                        training = training with { Optimizer = training.Optimizer with { LearningRate = value } };
                        break;
                    case BatchSizeId:
                        training = training with { BatchSize = Whole(name, value) };
                        break;
                    case EpochsId:
                        training = training with { Epochs = Whole(name, value) };
                        break;
                    case TrainingSpec.PatienceId:
                        training = training with { Patience = Whole(name, value) };
                        break;
                    case HiddenUnitsId when sized.Kind is NetworkKind.Rnn or NetworkKind.Lstm:
                        sized = sized with { HiddenUnits = Whole(name, value) };
                        break;
                    default:
                        values = rule.Description.Find(name) is null ? values : values.With(name, value);
                        break;
                }
            }
            ExperimentSpec experiment = new()
            {
                Network = sized,
                Rule = new RuleSpec(rule.Description.Id, values.Values),
                Training = training,
            };
            experiment.Validate(rule);
            return new GridVariant(network.Name, method.Name, setting.Name, experiment);
        }
        catch (SettingException exception)
        {
            string varied = setting.Name.Length > 0 ? $", setting “{setting.Name}”" : "";
            throw new SettingException($"Network “{network.Name}”, method “{method.Name}”{varied}: {exception.Message}", exception);
        }
    }

    private static int Whole(string name, double value) => value == Math.Floor(value) && Math.Abs(value) <= int.MaxValue
        ? (int)value
        : throw new SettingException(string.Create(CultureInfo.InvariantCulture, $"{name} is {value}, but must be a whole number."));
}
