using System.Globalization;
using PruningLab.Engine.Experiments.Grids;

namespace PruningLab.Components.Grids;

/// <summary>One setting that a grid varies, and its values; several of them are combined, each value with each.</summary>
/// <param name="Id">The setting, such as <c>s_max</c>.</param>
/// <param name="Values">Its values.</param>
public sealed record VariedSetting(string Id, IReadOnlyList<double> Values)
{
    /// <summary>The grid's settings: every combination of the values.</summary>
    /// <param name="varied">What is varied; may be empty.</param>
    /// <returns>The only setting of nothing varied, or one per combination.</returns>
    public static IReadOnlyList<GridSetting> Combine(IReadOnlyList<VariedSetting> varied)
    {
        ArgumentNullException.ThrowIfNull(varied);
        List<GridSetting> all = [GridSetting.None];
        foreach (VariedSetting setting in varied)
        {
            all = [.. all.SelectMany(before => setting.Values.Select(value => With(before, setting.Id, value)))];
        }

        return all;
    }

    /// <summary>What a grid varies, when its settings are every combination of some values under the names this page gives them.</summary>
    /// <param name="settings">The grid's settings.</param>
    /// <returns>The varied settings; null when they are something else, such as settings with names of their own.</returns>
    public static IReadOnlyList<VariedSetting>? Split(IReadOnlyList<GridSetting> settings)
    {
        ArgumentNullException.ThrowIfNull(settings);
        string[] ids = [.. settings.SelectMany(setting => setting.Values.Keys).Distinct()];
        VariedSetting[] varied =
        [
            .. ids.Select(id => new VariedSetting(id, [.. settings.Where(setting => setting.Values.ContainsKey(id)).Select(setting => setting.Values[id]).Distinct()])),
        ];
        IReadOnlyList<GridSetting> combined = Combine(varied);
        return combined.Count == settings.Count && combined.Zip(settings).All(pair => Same(pair.First, pair.Second)) ? varied : null;
    }

    private static GridSetting With(GridSetting setting, string id, double value)
    {
        string name = string.Create(CultureInfo.InvariantCulture, $"{id} {value}");
        return new GridSetting(setting.Name.Length == 0 ? name : $"{setting.Name}, {name}", new Dictionary<string, double>(setting.Values) { [id] = value });
    }

    private static bool Same(GridSetting first, GridSetting second) =>
        first.Name == second.Name && first.Values.Count == second.Values.Count
        && first.Values.All(pair => second.Values.TryGetValue(pair.Key, out double value) && value.Equals(pair.Value));
}
