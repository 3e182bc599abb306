using Microsoft.AspNetCore.Components;

namespace PruningLab.Components.Controls;

/// <summary>A button of the transport bar: a picture or a short text, a name for screen readers, and its key.</summary>
public sealed partial class TransportButton : ControlBase
{
    /// <summary>Name for tests.</summary>
    [Parameter]
    public string? TestId { get; set; }

    /// <summary>What pressing it does.</summary>
    [Parameter, EditorRequired]
    public string Label { get; set; } = string.Empty;

    /// <summary>The icon's name among the Bootstrap icons, without its prefix.</summary>
    [Parameter]
    public string? Icon { get; set; }

    /// <summary>Text on the button.</summary>
    [Parameter]
    public string? Text { get; set; }

    /// <summary>The key that does the same, in the notation of aria-keyshortcuts, such as Shift+ArrowRight.</summary>
    [Parameter]
    public string? KeyShortcut { get; set; }

    /// <summary>The key as people call it, such as Shift+→; shown with the label.</summary>
    [Parameter]
    public string? KeyName { get; set; }

    /// <summary>Whether it is the page's main button.</summary>
    [Parameter]
    public bool Primary { get; set; }

    /// <summary>For a button that stays down: whether it is down.</summary>
    [Parameter]
    public bool? Pressed { get; set; }

    /// <summary>Whether it cannot be pressed now.</summary>
    [Parameter]
    public bool Disabled { get; set; }

    /// <summary>Called when it is pressed.</summary>
    [Parameter]
    public EventCallback OnPress { get; set; }

    private string Tip => KeyName is null ? Label : $"{Label} ({KeyName})";

    /// <inheritdoc/>
    protected override object Shown() => (Label, Icon, Text, KeyShortcut, KeyName, Primary, Pressed, Disabled);
}
