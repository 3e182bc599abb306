using System.Globalization;
using PruningLab.Engine.Plasticity;
using PruningLab.Engine.Training;

namespace PruningLab.Engine.Experiments.Grids;

/// <summary>Whether a grid can be, as far as its axes go.</summary>
internal static class GridCheck
{
    /// <summary>Checks the axes.</summary>
    /// <exception cref="SettingException">One of them cannot be; the sentence names it.</exception>
    public static void Require(GridSpec spec, RuleCatalogue rules)
    {
        RequireAxis(spec.Data, "data sets", "data set", data => data.Name);
        RequireAxis(spec.Networks, "networks", "network", network => network.Name);
        RequireAxis(spec.Windows, "windows", "window", Text);
        RequireAxis(spec.Settings, "settings", "setting", setting => setting.Name, mayBeNameless: true);
        RequireAxis(spec.Seeds, "seeds", "seed", Text);
        if (spec.Windows.FirstOrDefault(window => window < 1, 1) is var window and < 1)
        {
            throw new SettingException($"A window of the grid is {window} rows, but must be at least 1.");
        }
        // First, so that what is far too large is refused before its methods and networks are gone through pair by pair.
        RequireSize(spec);
        RequireMethods(spec, rules);
        RequireSettings(spec, rules);
    }

    private static void RequireAxis<T>(IReadOnlyList<T> entries, string many, string one, Func<T, string> nameOf, bool mayBeNameless = false)
    {
        if (entries.Count == 0)
        {
            throw new SettingException($"The grid has no {many}: give it at least one.");
        }
        HashSet<string> names = new(StringComparer.Ordinal);
        foreach (string name in entries.Select(nameOf))
        {
            if (string.IsNullOrWhiteSpace(name) && !mayBeNameless)
            {
                throw new SettingException($"A {one} of the grid has no name: give it one for the tables.");
            }
            if (!names.Add(name))
            {
                throw new SettingException($"The grid has the {one} “{name}” twice: {(one is "window" or "seed" ? "leave one of them out" : "give each its own name")}.");
            }
        }
    }

    private static void RequireMethods(GridSpec spec, RuleCatalogue rules)
    {
        if (spec.Methods.Count == 0)
        {
            throw new SettingException("The grid has no methods: give it at least one.");
        }
        HashSet<(string, string)> taken = [];
        string known = string.Join(", ", spec.Networks.Select(network => network.Name));
        foreach (GridMethod method in spec.Methods)
        {
            if (string.IsNullOrWhiteSpace(method.Name))
            {
                throw new SettingException("A method of the grid has no name: give it one for the tables.");
            }
            Named($"Method “{method.Name}”", () => _ = new RuleSettings(rules.Describe(method.Rule.Id), method.Rule.Values));
            GridNetwork[] networks = [.. spec.Networks.Where(network => method.Networks.Count == 0 || method.Networks.Contains(network.Name))];
            if (networks.Length == 0)
            {
                throw new SettingException(
                    $"Method “{method.Name}” is for {string.Join(", ", method.Networks)}, but the grid's networks are {known}: choose networks for it, or leave it out.");
            }
            if (networks.FirstOrDefault(network => !taken.Add((method.Name, network.Name))) is { } twice)
            {
                throw new SettingException($"The grid has the method “{method.Name}” twice for the network “{twice.Name}”: give each its own name, or its own networks.");
            }
        }
        if (spec.Networks.FirstOrDefault(network => !taken.Any(pair => pair.Item2 == network.Name)) is { } bare)
        {
            throw new SettingException($"No method of the grid is for the network “{bare.Name}”: check the networks of the methods, or leave it out.");
        }
    }

    private static void RequireSettings(GridSpec spec, RuleCatalogue rules)
    {
        RuleDescription[] descriptions = [.. spec.Methods.Select(method => rules.Describe(method.Rule.Id)).Distinct()];
        foreach (GridSetting setting in spec.Settings)
        {
            if (setting.Name.Length == 0 && setting.Values.Count > 0)
            {
                throw new SettingException("A setting of the grid has values but no name: give it one for the tables.");
            }
            foreach (string name in setting.Values.Keys.Where(name => !GridVariant.Names.Contains(name)))
            {
                if (!Array.Exists(descriptions, description => description.Find(name) is not null))
                {
                    IEnumerable<string> names = descriptions.SelectMany(description => description.Hyperparameters).Select(h => h.Id).Distinct();
                    throw new SettingException(
                        $"Setting “{setting.Name}” gives a value to “{name}”, which no method of the grid has; there are {string.Join(", ", GridVariant.Names.Concat(names))}.");
                }
            }
        }
    }

    private static void RequireSize(GridSpec spec)
    {
        HashSet<string> networks = [.. spec.Networks.Select(network => network.Name)];
        decimal variants = spec.Methods.Sum(method => (decimal)(method.Networks.Count == 0 ? networks.Count : method.Networks.Distinct().Count(networks.Contains)));
        decimal jobs = variants * spec.Data.Count * spec.Windows.Count * spec.Settings.Count * spec.Seeds.Count;
        if (jobs > GridSpec.MostJobs)
        {
            throw new SettingException(string.Create(CultureInfo.InvariantCulture,
                $"The grid has {jobs:N0} trainings, but must not have more than {GridSpec.MostJobs:N0}: cut it into several grids."));
        }
    }

    private static void Named(string name, Action check)
    {
        try
        {
            check();
        }
        catch (SettingException exception)
        {
            throw new SettingException($"{name}: {exception.Message}", exception);
        }
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
