using System.Globalization;
using PruningLab.Engine.Experiments.Grids;
using PruningLab.Engine.Plasticity;
using PruningLab.Engine.Training;

namespace PruningLab.Components.Grids;

/// <summary>What can be said about a grid that is being set up: how many trainings it is, how to run it without the page, its JSON.</summary>
public static class GridDraft
{
    /// <summary>Settings of the training that a grid may vary beside the hyperparameters of its rules.</summary>
    public static IReadOnlyList<string> TrainingSettings { get; } = [TrainingSpec.LearningRateId, "batch_size", "epochs", TrainingSpec.PatienceId, "hidden_units"];

    /// <summary>Trainings of a grid before equal ones are counted once.</summary>
    /// <param name="spec">The grid.</param>
    /// <returns>The product of its parts; methods count for their own networks only.</returns>
    public static long Count(GridSpec spec)
    {
        ArgumentNullException.ThrowIfNull(spec);
        return (long)spec.Data.Count * Pairs(spec) * spec.Windows.Count * spec.Settings.Count * spec.Seeds.Count;
    }

    /// <summary>The product in figures: <c>3 × 4 × 2 × 4 × 3 = 288 trainings</c>.</summary>
    /// <param name="spec">The grid.</param>
    /// <returns>Data × networks × windows × methods, × settings when some are varied, × seeds.</returns>
    public static string Product(GridSpec spec)
    {
        ArgumentNullException.ThrowIfNull(spec);
        int methods = spec.Methods.Select(method => method.Name).Distinct().Count();
        List<string> factors = Pairs(spec) == (long)methods * spec.Networks.Count
            ? [Factor(spec.Data.Count), Factor(spec.Networks.Count), Factor(spec.Windows.Count), Factor(methods)]
            : [Factor(spec.Data.Count), Factor(spec.Windows.Count), Factor((int)Pairs(spec))];
        if (spec.Settings.Count != 1)
        {
            factors.Add(Factor(spec.Settings.Count));
        }

        factors.Add(Factor(spec.Seeds.Count));
        long count = Count(spec);
        return string.Create(CultureInfo.InvariantCulture, $"{string.Join(" × ", factors)} = {count:N0} {(count == 1 ? "training" : "trainings")}");
    }

    /// <summary>What the factors of <see cref="Product"/> are.</summary>
    /// <param name="spec">The grid.</param>
    /// <returns>Such as <c>data × networks × windows × methods × seeds</c>.</returns>
    public static string Factors(GridSpec spec)
    {
        ArgumentNullException.ThrowIfNull(spec);
        bool even = Pairs(spec) == (long)spec.Methods.Select(method => method.Name).Distinct().Count() * spec.Networks.Count;
        return $"data × {(even ? "networks × windows × methods" : "windows × methods with their networks")}{(spec.Settings.Count != 1 ? " × settings" : string.Empty)} × seeds";
    }

    /// <summary>The settings that may be varied: those of the training, then the hyperparameters of the grid's rules.</summary>
    /// <param name="spec">The grid.</param>
    /// <param name="rules">All rules.</param>
    /// <returns>Their ids, each once.</returns>
    public static IReadOnlyList<string> Variable(GridSpec spec, RuleCatalogue rules)
    {
        ArgumentNullException.ThrowIfNull(spec);
        ArgumentNullException.ThrowIfNull(rules);
        HashSet<string> used = [.. spec.Methods.Select(method => method.Rule.Id)];
        return
        [
            .. rules.Descriptions.Where(rule => used.Contains(rule.Id)).SelectMany(rule => rule.Hyperparameters.Select(setting => setting.Id))
                .Concat(TrainingSettings).Distinct(),
        ];
    }

    /// <summary>Says in one sentence what keeps a grid from being run, as far as its own parts tell.</summary>
    /// <param name="spec">The grid.</param>
    /// <returns>Null when every part is there.</returns>
    public static string? Missing(GridSpec spec)
    {
        ArgumentNullException.ThrowIfNull(spec);
        string[] missing =
        [
            .. new (string Name, int Count)[]
            {
                ("one data set", spec.Data.Count), ("one network", spec.Networks.Count), ("one window", spec.Windows.Count),
                ("one method", spec.Methods.Count), ("one seed", spec.Seeds.Count),
            }.Where(part => part.Count == 0).Select(part => part.Name),
        ];
        long count = Count(spec);
        return missing.Length > 0 ? $"Choose at least {string.Join(" and ", missing)}."
            : count == 0 ? "No method is for any of the chosen networks: give one a network."
            : count > GridSpec.MostJobs ? string.Create(CultureInfo.InvariantCulture, $"A grid has at most {GridSpec.MostJobs:N0} trainings, and this one has {count:N0}: leave some out.")
            : null;
    }

    private static string Factor(int count) => count.ToString(CultureInfo.InvariantCulture);

    /// <summary>Pairs of a method's name and a network that it is for.</summary>
    private static long Pairs(GridSpec spec) => spec.Methods
        .SelectMany(method => spec.Networks.Where(network => method.Networks.Count == 0 || method.Networks.Contains(network.Name)).Select(network => (method.Name, Network: network.Name)))
        .Distinct().Count();
}
