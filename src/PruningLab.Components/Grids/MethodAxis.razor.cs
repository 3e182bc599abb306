using PruningLab.Engine.Experiments.Grids;
using PruningLab.Engine.Plasticity;

namespace PruningLab.Components.Grids;

/// <summary>The methods of a grid: rules with their hyperparameters, each under a name.</summary>
public sealed partial class MethodAxis : GridAxis
{
    private readonly List<object> _keys = [];
    private int? _removed;

    /// <inheritdoc/>
    protected override void OnParametersSet()
    {
        // A method keeps its controls while its name and rule change; another grid has others.
        while (_keys.Count < Spec.Methods.Count)
        {
            _keys.Add(new object());
        }

        while (_keys.Count > Spec.Methods.Count)
        {
            _keys.RemoveAt(_removed ?? (_keys.Count - 1));
            _removed = null;
        }
    }

    private Task AddAsync()
    {
        HashSet<string> used = [.. Spec.Methods.Select(method => method.Rule.Id)];
        RuleDescription rule = RuleCatalogue.Default.Descriptions.FirstOrDefault(rule => !used.Contains(rule.Id)) ?? RuleCatalogue.Default.Descriptions[0];
        return SetAsync(Spec with { Methods = [.. Spec.Methods, new GridMethod(Free(rule.Name, Spec.Methods.Select(method => method.Name)), new RuleSpec(rule.Id))] });
    }

    private Task RemoveAsync(int index)
    {
        _removed = index;
        return SetAsync(Spec with { Methods = Without(Spec.Methods, index) });
    }
}
