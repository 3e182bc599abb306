using Microsoft.AspNetCore.Components;

namespace PruningLab.Components.Controls;

/// <summary>One sentence that tells what happened and what to do, with buttons to do it.</summary>
public sealed partial class SentenceAlert : ComponentBase
{
    /// <summary>The sentence; nothing is shown while it is null or empty.</summary>
    [Parameter, EditorRequired]
    public string? Sentence { get; set; }

    /// <summary>How much it matters.</summary>
    [Parameter]
    public AlertKind Kind { get; set; } = AlertKind.Error;

    /// <summary>Buttons that do what the sentence suggests.</summary>
    [Parameter]
    public RenderFragment? ChildContent { get; set; }

    /// <summary>Called when the sentence was read and may go; without it, it cannot be dismissed.</summary>
    [Parameter]
    public EventCallback OnDismiss { get; set; }
}
