using System.Globalization;

namespace PruningLab.Benchmarks.Lab;

/// <summary>Measurements of one thing, in the order in which they were made.</summary>
internal sealed class Figures
{
    private readonly List<double> _values = [];

    /// <summary>How many.</summary>
    public int Count => _values.Count;

    /// <summary>Median.</summary>
    public double Median => Quantile(0.5);

    /// <summary>Adds one.</summary>
    public void Add(double value) => _values.Add(value);

    /// <summary>Value below which a share of the measurements lies (linear between neighbours).</summary>
    /// <param name="share">From 0 to 1.</param>
    public double Quantile(double share)
    {
        double[] sorted = [.. _values.Order()];
        double place = share * (sorted.Length - 1);
        int below = (int)Math.Floor(place), above = (int)Math.Ceiling(place);
        return sorted[below] + ((place - below) * (sorted[above] - sorted[below]));
    }

    /// <summary>A row of the report's table.</summary>
    /// <param name="name">What was measured.</param>
    /// <param name="goal">The goal in words; empty when there is none.</param>
    /// <param name="format">Format of the numbers with their unit, such as <c>0 "ms"</c>.</param>
    /// <param name="moreIsBetter">Whether larger is better.</param>
    public string Row(string name, string goal, string format, bool moreIsBetter = false)
    {
        string Text(double value) => value.ToString(format, CultureInfo.InvariantCulture);
        double best = moreIsBetter ? 1 : 0, bad = moreIsBetter ? 0.1 : 0.9;
        return string.Create(
            CultureInfo.InvariantCulture,
            $"| {name} | {(goal.Length == 0 ? "–" : goal)} | {Text(Quantile(best))} | {Text(Median)} | {Text(Quantile(bad))} | {Text(Quantile(1 - best))} | {Count} |");
    }
}
