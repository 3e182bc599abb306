namespace PruningLab.Engine.Experiments.Reports;

/// <summary>A vertical axis: from which value to which, its ticks, and where a value lies.</summary>
internal sealed class FigureAxis
{
    private readonly double _low;
    private readonly double _high;

    private FigureAxis(double low, double high, bool isLog, IReadOnlyList<double> ticks, int decimals)
    {
        (_low, _high, IsLog, Ticks) = (low, high, isLog, ticks);
        Labels = [.. ticks.Select(tick => isLog ? ReportNumbers.Significant(tick, 1) : ReportNumbers.Number(tick, decimals))];
    }

    /// <summary>Lowest value.</summary>
    public double Low => _low;

    /// <summary>Highest value.</summary>
    public double High => _high;

    /// <summary>True when equal distances are equal ratios.</summary>
    public bool IsLog { get; }

    /// <summary>Ticks, rising.</summary>
    public IReadOnlyList<double> Ticks { get; }

    /// <summary>Their labels.</summary>
    public IReadOnlyList<string> Labels { get; }

    /// <summary>An axis with ticks at 1, 2 or 5 times a power of ten that holds 0 and all values.</summary>
    public static FigureAxis Linear(IEnumerable<double> values)
    {
        double[] all = [.. values.Where(double.IsFinite)];
        double low = Math.Min(0, all.DefaultIfEmpty(0).Min()), high = Math.Max(0, all.DefaultIfEmpty(1).Max());
        if (high - low <= 0)
        {
            high = low + 1;
        }
        double rough = (high - low) / 6, power = Math.Pow(10, Math.Floor(Math.Log10(rough)));
        double step = power * ((rough / power) switch { <= 1.000001 => 1, <= 2.000001 => 2, <= 5.000001 => 5, _ => 10 });
        int first = (int)Math.Floor((low / step) + 1e-9), last = (int)Math.Ceiling((high / step) - 1e-9);
        int decimals = Math.Clamp((int)-Math.Floor(Math.Log10(step) + 1e-9), 0, 8);
        return new FigureAxis(first * step, last * step, false, [.. Enumerable.Range(first, last - first + 1).Select(i => i * step)], decimals);
    }

    /// <summary>A logarithmic axis that holds all values; they must be above 0.</summary>
    public static FigureAxis Log(IEnumerable<double> values)
    {
        double[] all = [.. values.Where(value => double.IsFinite(value) && value > 0)];
        int[] steps = Math.Log10(all.Max() / all.Min()) > 2.2 ? [1] : [1, 2, 5];
        List<double> ticks = [];
        for (int power = (int)Math.Floor(Math.Log10(all.Min())) - 1; power <= Math.Log10(all.Max()) + 1; power++)
        {
            ticks.AddRange(steps.Select(step => step * Math.Pow(10, power)));
        }
        double low = ticks.Last(tick => tick <= all.Min() * 1.000001), high = ticks.First(tick => tick >= all.Max() * 0.999999);
        return new FigureAxis(low, high, true, [.. ticks.Where(tick => tick >= low * 0.999 && tick <= high * 1.001)], 0);
    }

    /// <summary>Share of the way from the lowest to the highest value.</summary>
    public double Share(double value) => IsLog
        ? Math.Log(value / _low) / Math.Log(_high / _low)
        : (value - _low) / (_high - _low);
}
