using Microsoft.AspNetCore.Components;
using PruningLab.Components.Controls;

namespace PruningLab.Components.Experiments;

/// <summary>The trials of some cells as points, with mean, interval and the paper's value.</summary>
public sealed partial class SeedStrip : ControlBase
{
    private StripLayout _layout = default!;

    /// <summary>The cells.</summary>
    [Parameter, EditorRequired]
    public IReadOnlyList<CellRow> Cells { get; set; } = [];

    private string Description => "MAE of the seeds in σ. " + string.Join(" ", _layout.Lines.Select(line =>
        $"Window {line.Row.Place.Window}: {(line.Runs.Count == 0 ? "none yet" : string.Join(", ", line.Runs.Select(run => ReportNumber.Error(run.Mae))) + $"; mean {ReportNumber.Error(line.Row.Mae)}")}"
        + $"; paper {ReportNumber.Error(line.Row.Published)}."));

    /// <summary>Paper's values that lie beyond the scale.</summary>
    private string Far => string.Join(", ", _layout.Lines
        .Where(line => double.IsFinite(line.Row.Published) && _layout.Beyond(line.Row.Published) != 0)
        .Select(line => $"{ReportNumber.Error(line.Row.Published)} lies {(_layout.Beyond(line.Row.Published) < 0 ? "◂ left" : "▸ right")} of the scale"));

    /// <inheritdoc/>
    protected override void OnParametersSet()
    {
        _layout = new StripLayout(Cells);
        base.OnParametersSet();
    }

    /// <inheritdoc/>
    protected override object Shown() => string.Join(' ', Cells.Select(row => $"{row.Key} {row.Published} {string.Join(' ', row.Cell?.Runs.Select(run => run.Mae) ?? [])}"));

    private static string N(double value) => ReportNumber.Place(value);

    /// <summary>The paper's mark: a diamond, or half of one that points to where it lies beyond the scale.</summary>
    private string Diamond(StripLayout.Line line)
    {
        double x = _layout.X(line.Row.Published);
        int beyond = _layout.Beyond(line.Row.Published);
        (string left, string right) = (N(beyond > 0 ? x : x - 5), N(beyond < 0 ? x : x + 5));
        return $"M{left} {N(line.Y)}L{N(x)} {N(line.Y - 6)}L{right} {N(line.Y)}L{N(x)} {N(line.Y + 6)}Z";
    }
}
