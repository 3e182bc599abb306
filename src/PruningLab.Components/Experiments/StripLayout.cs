using PruningLab.Engine.Experiments.Grids;

namespace PruningLab.Components.Experiments;

/// <summary>Where the trials of some cells stand in a strip plot: a line per cell, all on one scale.</summary>
public sealed class StripLayout
{
    private const double Margin = 14;
    private readonly double _low;
    private readonly double _high;

    /// <summary>Lays a plot out.</summary>
    /// <param name="cells">The cells.</param>
    public StripLayout(IReadOnlyList<CellRow> cells)
    {
        ArgumentNullException.ThrowIfNull(cells);
        double[] ours = [.. cells.Where(row => row.Cell is not null)
            .SelectMany(row => row.Cell!.Runs.Select(run => run.Mae).Concat([row.Cell.Mae.Low, row.Cell.Mae.High]))
            .Where(double.IsFinite)];
        double[] published = [.. cells.Select(row => row.Published).Where(double.IsFinite)];
        (double low, double high) = ours.Length > 0 ? (ours.Min(), ours.Max()) : published.Length > 0 ? (published.Min(), published.Max()) : (0, 1);
        double span = Math.Max(high - low, 1e-3 * Math.Max(Math.Abs(high), 1e-3));

        // A paper's value that lies far off would press ours into one dot: it is shown at the edge then.
        foreach (double value in published.Where(value => value >= low - 3 * span && value <= high + 3 * span).ToArray())
        {
            (low, high) = (Math.Min(low, value), Math.Max(high, value));
        }
        double pad = 0.04 * Math.Max(high - low, span);
        (_low, _high) = (low - pad, high + pad);
        Lines = [.. cells.Select((row, index) => new Line(row, Top + index * Step))];
        Height = Top + Math.Max(1, cells.Count) * Step + 16;
        Ticks = [_low + (_high - _low) * 0.02, (_low + _high) / 2, _high - (_high - _low) * 0.02];
    }

    /// <summary>Width of the drawing.</summary>
    public static double Width => 520;

    /// <summary>Height of the first line.</summary>
    public static double Top => 14;

    /// <summary>Height of a line.</summary>
    public static double Step => 24;

    /// <summary>Where the scale begins; names of lines stand before it.</summary>
    public static double Start => 74;

    /// <summary>Height of the drawing.</summary>
    public double Height { get; }

    /// <summary>The lines.</summary>
    public IReadOnlyList<Line> Lines { get; }

    /// <summary>Values with a number below the axis.</summary>
    public IReadOnlyList<double> Ticks { get; }

    /// <summary>Where a value lies.</summary>
    /// <param name="value">The value.</param>
    /// <returns>Its horizontal place; values beyond the scale lie at its end.</returns>
    public double X(double value) => Start + Math.Clamp((value - _low) / (_high - _low), 0, 1) * (Width - Start - Margin);

    /// <summary>Whether a value lies on the scale.</summary>
    /// <param name="value">The value.</param>
    /// <returns>0 when it does, −1 when it lies below, 1 when above.</returns>
    public int Beyond(double value) => value < _low ? -1 : value > _high ? 1 : 0;

    /// <summary>A line of the plot.</summary>
    /// <param name="Row">Its cell.</param>
    /// <param name="Y">Its height.</param>
    public sealed record Line(CellRow Row, double Y)
    {
        /// <summary>Its trials.</summary>
        public IReadOnlyList<GridResult> Runs => Row.Cell?.Runs ?? [];

        /// <summary>Whether the cell has an interval.</summary>
        public bool HasInterval => Row.Cell is { } cell && double.IsFinite(cell.Mae.Low) && double.IsFinite(cell.Mae.High);
    }
}
