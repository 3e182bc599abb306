using PruningLab.Components.Controls;
using PruningLab.Engine.Experiments.Grids;
using PruningLab.Engine.Plasticity;
using PruningLab.Engine.Training;

namespace PruningLab.Components.Grids;

/// <summary>What a grid varies beside data, networks, windows and methods: settings with lists of values, each combined with each.</summary>
public sealed partial class SettingAxis : GridAxis
{
    private IReadOnlyList<VariedSetting>? _varied = [];
    private IReadOnlyList<GridSetting>? _split;

    /// <summary>Settings that could be varied and are not.</summary>
    private List<string> Open => [.. GridDraft.Variable(Spec, RuleCatalogue.Default).Where(id => _varied!.All(varied => varied.Id != id))];

    /// <inheritdoc/>
    protected override void OnParametersSet()
    {
        if (!ReferenceEquals(_split, Spec.Settings))
        {
            _split = Spec.Settings;
            _varied = VariedSetting.Split(Spec.Settings);
        }
    }

    private Choice[] ChoicesFor(string id) => [new Choice(id, NameOf(id)), .. Open.Select(open => new Choice(open, NameOf(open)))];

    private Hyperparameter? Find(string id) => Spec.Methods.Select(method => RuleCatalogue.Default.Descriptions.FirstOrDefault(rule => rule.Id == method.Rule.Id)?.Find(id))
        .FirstOrDefault(found => found is not null);

    private string NameOf(string id) => Find(id) is { } hyperparameter && !hyperparameter.Name.Equals(id, StringComparison.OrdinalIgnoreCase) ? $"{id} ({hyperparameter.Name})" : id;

    /// <summary>Why values cannot be, in one sentence; null when they can.</summary>
    private string? Fault(string id, string text)
    {
        if (NumberList.Read(text, $"The values of {id}", out IReadOnlyList<double> values) is { } fault)
        {
            return fault;
        }

        if (Find(id) is not { } hyperparameter)
        {
            return GridDraft.TrainingSettings.Contains(id) ? null : $"No method of this grid has the setting “{id}”: choose another one, or leave it out.";
        }

        try
        {
            foreach (double value in values)
            {
                hyperparameter.Check(value);
            }

            return null;
        }
        catch (SettingException exception)
        {
            return exception.Message;
        }
    }

    /// <summary>The value that the grid has without varying: where a new list begins.</summary>
    private double Now(string id) => id switch
    {
        TrainingSpec.LearningRateId => Spec.Training.Optimizer.LearningRate,
        TrainingSpec.PatienceId => Spec.Training.Patience,
        "batch_size" => Spec.Training.BatchSize,
        "epochs" => Spec.Training.Epochs,
        "hidden_units" => Spec.Networks.Count > 0 ? Spec.Networks[0].Spec.HiddenUnits : 64,
        _ => Find(id)?.Default ?? 0,
    };

    private Task AddAsync() => ApplyAsync([.. _varied!, new VariedSetting(Open[0], [Now(Open[0])])]);

    private Task RenameAsync(int index, string id) => ApplyAsync(Replace(_varied!, index, new VariedSetting(id, [Now(id)])));

    private Task SetValuesAsync(int index, string text)
    {
        _ = NumberList.Read(text, string.Empty, out IReadOnlyList<double> values);
        return ApplyAsync(Replace(_varied!, index, _varied![index] with { Values = values }));
    }

    private Task ApplyAsync(IReadOnlyList<VariedSetting> varied) => SetAsync(Spec with { Settings = VariedSetting.Combine(varied) });
}
