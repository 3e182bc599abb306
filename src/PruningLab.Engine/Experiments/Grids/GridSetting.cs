namespace PruningLab.Engine.Experiments.Grids;

/// <summary>Values that are varied over a whole grid.</summary>
/// <param name="Name">Name in tables and figures; empty for the only setting of a grid that varies none.</param>
/// <param name="Values">Values by name: a hyperparameter of a rule (<c>s_max</c>), or <c>learning_rate</c>, <c>batch_size</c>,
/// <c>epochs</c>, <c>patience</c>, <c>hidden_units</c>. A rule without such a hyperparameter keeps what it has; jobs that are the same
/// because of it run once.</param>
public sealed record GridSetting(string Name, IReadOnlyDictionary<string, double> Values)
{
    /// <summary>Nothing varied.</summary>
    public static GridSetting None { get; } = new("", new Dictionary<string, double>());
}
