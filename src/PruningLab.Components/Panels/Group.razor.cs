using Microsoft.AspNetCore.Components;
using PruningLab.Components.Controls;

namespace PruningLab.Components.Panels;

/// <summary>A titled group of controls, with the sentence about what could not be done there.</summary>
public sealed partial class Group : ComponentBase
{
    private readonly string _titleId = ControlId.Next();

    /// <summary>The heading.</summary>
    [Parameter, EditorRequired]
    public string Title { get; set; } = string.Empty;

    /// <summary>A quiet note at the heading's right.</summary>
    [Parameter]
    public string? Note { get; set; }

    /// <summary>What could not be done, in one sentence; null when nothing went wrong.</summary>
    [Parameter]
    public string? Fault { get; set; }

    /// <summary>Called when the sentence was read.</summary>
    [Parameter]
    public EventCallback OnForget { get; set; }

    /// <summary>Name for tests.</summary>
    [Parameter]
    public string? TestId { get; set; }

    /// <summary>The controls.</summary>
    [Parameter]
    public RenderFragment? ChildContent { get; set; }
}
