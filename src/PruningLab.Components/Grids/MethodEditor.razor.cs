using Microsoft.AspNetCore.Components;
using PruningLab.Components.Controls;
using PruningLab.Engine.Experiments.Grids;
using PruningLab.Engine.Plasticity;
using PruningLab.Engine.Training;

namespace PruningLab.Components.Grids;

/// <summary>One method of a grid: its rule, name, networks and hyperparameters.</summary>
public sealed partial class MethodEditor : ComponentBase
{
    private const string NoPreset = "";

    private RuleDescription? _described;
    private Choice[] _presets = [];

    /// <summary>The method.</summary>
    [Parameter, EditorRequired]
    public GridMethod Method { get; set; } = default!;

    /// <summary>The grid that it stands in.</summary>
    [Parameter, EditorRequired]
    public GridSpec Spec { get; set; } = default!;

    /// <summary>Called with the method as it should be.</summary>
    [Parameter]
    public EventCallback<GridMethod> OnChange { get; set; }

    /// <summary>Called when the method is to go.</summary>
    [Parameter]
    public EventCallback OnRemove { get; set; }

    private RuleDescription? Description => RuleCatalogue.Default.Descriptions.FirstOrDefault(rule => rule.Id == Method.Rule.Id);

    private Choice[] PresetChoices
    {
        get
        {
            if (!ReferenceEquals(_described, Description))
            {
                _described = Description;
                _presets = [new Choice(NoPreset, "own settings"), .. Description!.Presets.Select(preset => new Choice(preset.Id, preset.Name, preset.Explanation))];
            }

            return _presets;
        }
    }

    private string Preset => Description!.Presets.FirstOrDefault(preset =>
        Description.Hyperparameters.All(h => Value(h).Equals(preset.Values.GetValueOrDefault(h.Id, h.Default))))?.Id ?? NoPreset;

    /// <summary>What differs from the rule's defaults, in a few words.</summary>
    private string Summary
    {
        get
        {
            string[] own = [.. Description!.Hyperparameters.Where(h => !Value(h).Equals(h.Default)).Select(h => $"{(h.Symbol.Length > 0 ? h.Symbol : h.Name)} {h.Format(Value(h))}")];
            string count = GridWords.Invariant($"{Description.Hyperparameters.Count} hyperparameter{(Description.Hyperparameters.Count == 1 ? string.Empty : "s")}");
            return own.Length == 0 ? $"{count}, as the rule has them" : $"{count}: {string.Join(", ", own)}";
        }
    }

    /// <summary>Why the method cannot be, as the rule says it; null when it can.</summary>
    private string? Fault
    {
        get
        {
            try
            {
                PlasticityRule rule = RuleCatalogue.Default.Create(Method.Rule.Id);
                rule.Validate(new RuleSettings(rule.Description, Method.Rule.Values), Spec.Training);
                return null;
            }
            catch (SettingException exception)
            {
                return exception.Message;
            }
        }
    }

    private double Value(Hyperparameter hyperparameter) => Method.Rule.Values.GetValueOrDefault(hyperparameter.Id, hyperparameter.Default);

    private bool IsFor(string network) => Method.Networks.Count == 0 || Method.Networks.Contains(network);

    private static string? NameFault(string name) =>
        name.Length == 0 ? "The method needs a name for the tables." : name.Length > 60 ? "The name of the method must not be longer than 60 letters." : null;

    /// <summary>Another rule brings its own name, unless the person has given the method one.</summary>
    private Task SetRuleAsync(string id)
    {
        string name = Method.Name == Description?.Name ? RuleCatalogue.Default.Describe(id).Name : Method.Name;
        return OnChange.InvokeAsync(Method with { Name = name, Rule = new RuleSpec(id) });
    }

    private Task SetPresetAsync(string id) => Description!.Presets.FirstOrDefault(preset => preset.Id == id) is { } chosen
        ? OnChange.InvokeAsync(Method with { Rule = new RuleSpec(Method.Rule.Id, chosen.Values) })
        : Task.CompletedTask;

    private Task SetValueAsync(Hyperparameter hyperparameter, double value) => OnChange.InvokeAsync(Method with
    {
        Rule = Method.Rule with { Values = new Dictionary<string, double>(Method.Rule.Values) { [hyperparameter.Id] = value } },
    });

    /// <summary>Ticks a network or takes it away; all ticked is written as none named. The last one stays.</summary>
    private Task ToggleAsync(string network)
    {
        string[] all = [.. Spec.Networks.Select(known => known.Name)];
        string[] chosen = [.. all.Concat(Method.Networks).Distinct().Where(name => IsFor(name) != (name == network))];
        return chosen.Length == 0 ? Task.CompletedTask
            : OnChange.InvokeAsync(Method with { Networks = all.All(chosen.Contains) && chosen.Length == all.Length ? [] : chosen });
    }
}
