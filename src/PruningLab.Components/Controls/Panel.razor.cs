using Microsoft.AspNetCore.Components;

namespace PruningLab.Components.Controls;

/// <summary>A titled surface that fills its grid cell.</summary>
public sealed partial class Panel : ComponentBase
{
    private readonly string _titleId = ControlId.Next();

    /// <summary>The panel's heading.</summary>
    [Parameter, EditorRequired]
    public string Title { get; set; } = string.Empty;

    /// <summary>A quiet line beside the heading.</summary>
    [Parameter]
    public string? Subtitle { get; set; }

    /// <summary>Classes of the page's own.</summary>
    [Parameter]
    public string? Class { get; set; }

    /// <summary>Name for tests.</summary>
    [Parameter]
    public string? TestId { get; set; }

    /// <summary>Controls at the heading's right.</summary>
    [Parameter]
    public RenderFragment? Tools { get; set; }

    /// <summary>What the panel holds.</summary>
    [Parameter]
    public RenderFragment? ChildContent { get; set; }
}
