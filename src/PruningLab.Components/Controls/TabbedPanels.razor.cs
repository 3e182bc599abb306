using Microsoft.AspNetCore.Components;

namespace PruningLab.Components.Controls;

/// <summary>Two panels: one above the other where the page is high, one at a time with tabs where it is low.</summary>
public sealed partial class TabbedPanels : ComponentBase
{
    private bool _second;
    private Choice[] _choices = [];

    /// <summary>What the tabs choose, for screen readers.</summary>
    [Parameter, EditorRequired]
    public string Label { get; set; } = string.Empty;

    /// <summary>The first tab's text.</summary>
    [Parameter, EditorRequired]
    public string FirstTab { get; set; } = string.Empty;

    /// <summary>The second tab's text.</summary>
    [Parameter, EditorRequired]
    public string SecondTab { get; set; } = string.Empty;

    /// <summary>The first panel; it is given the tabs to show among its tools.</summary>
    [Parameter, EditorRequired]
    public RenderFragment<RenderFragment> First { get; set; } = default!;

    /// <summary>The second panel.</summary>
    [Parameter, EditorRequired]
    public RenderFragment<RenderFragment> Second { get; set; } = default!;

    /// <inheritdoc/>
    protected override void OnParametersSet()
    {
        if (_choices.Length == 0)
        {
            _choices = [new Choice("first", FirstTab), new Choice("second", SecondTab)];
        }
    }

    private void Choose(string tab) => _second = tab == "second";
}
