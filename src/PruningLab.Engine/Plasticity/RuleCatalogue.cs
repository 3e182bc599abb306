using System.Reflection;
using PruningLab.Engine.Training;

namespace PruningLab.Engine.Plasticity;

/// <summary>All rules there are: every class that derives from <see cref="PlasticityRule"/>.</summary>
public sealed class RuleCatalogue
{
    private readonly Dictionary<string, Type> _types = [];

    /// <summary>Finds the rules of given assemblies.</summary>
    /// <exception cref="InvalidOperationException">Two rules have one id.</exception>
    public RuleCatalogue(params IEnumerable<Assembly> assemblies)
    {
        ArgumentNullException.ThrowIfNull(assemblies);
        List<RuleDescription> descriptions = [];
        foreach (Type type in assemblies.SelectMany(a => a.GetExportedTypes())
            .Where(t => t.IsSubclassOf(typeof(PlasticityRule)) && !t.IsAbstract && t.GetConstructor([]) is not null))
        {
            RuleDescription description = Instance(type).Description;
            if (!_types.TryAdd(description.Id, type))
            {
                throw new InvalidOperationException($"Two rules are called {description.Id}: {_types[description.Id]} and {type}.");
            }
            descriptions.Add(description);
        }
        Descriptions = [.. descriptions.OrderBy(d => d.Order).ThenBy(d => d.Id, StringComparer.Ordinal)];
    }

    /// <summary>The rules of the engine itself.</summary>
    public static RuleCatalogue Default { get; } = new(typeof(RuleCatalogue).Assembly);

    /// <summary>What each rule says about itself, in the order of the rule picker.</summary>
    public IReadOnlyList<RuleDescription> Descriptions { get; }

    /// <summary>Makes a fresh rule for one run.</summary>
    /// <exception cref="SettingException">There is no such rule.</exception>
    public PlasticityRule Create(string id) => _types.TryGetValue(id, out Type? type)
        ? Instance(type)
        : throw new SettingException($"There is no rule “{id}”; there are {string.Join(", ", Descriptions.Select(d => d.Id))}.");

    /// <summary>What one rule says about itself.</summary>
    /// <exception cref="SettingException">There is no such rule.</exception>
    public RuleDescription Describe(string id) => Descriptions.FirstOrDefault(d => d.Id == id) ?? Create(id).Description;

    private static PlasticityRule Instance(Type type) => (PlasticityRule)Activator.CreateInstance(type)!;
}
