using Microsoft.AspNetCore.Components;
using PruningLab.Components.Controls;
using PruningLab.Engine.Experiments.Reports;

namespace PruningLab.Components.Experiments;

/// <summary>A figure of the report, drawn by <see cref="FigureSvg"/>; it is sent again only when the drawing has
/// changed.</summary>
public sealed partial class FigureView : ControlBase
{
    private ReportFigure? _drawn;
    private string _drawing = string.Empty;

    /// <summary>The figure.</summary>
    [Parameter, EditorRequired]
    public ReportFigure Figure { get; set; } = default!;

    /// <inheritdoc/>
    protected override void OnParametersSet()
    {
        if (!ReferenceEquals(_drawn, Figure))
        {
            (_drawn, _drawing) = (Figure, FigureSvg.Draw(Figure));
        }
        base.OnParametersSet();
    }

    /// <inheritdoc/>
    protected override object Shown() => (Figure.Id, _drawing);
}
