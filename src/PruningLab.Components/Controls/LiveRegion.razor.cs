using Microsoft.AspNetCore.Components;

namespace PruningLab.Components.Controls;

/// <summary>Says something to screen readers without showing it. Its page changes the text rarely: what is spoken takes
/// seconds.</summary>
public sealed partial class LiveRegion : ControlBase
{
    /// <summary>What to say; a change is spoken.</summary>
    [Parameter, EditorRequired]
    public string Text { get; set; } = string.Empty;

    /// <inheritdoc/>
    protected override object Shown() => Text;
}
