using Microsoft.AspNetCore.Components;

namespace PruningLab.Components.Controls;

/// <summary>Something that is on or off.</summary>
public sealed partial class ToggleField : ControlBase
{
    /// <summary>Name for tests.</summary>
    [Parameter]
    public string? TestId { get; set; }

    /// <summary>What is on or off, in words.</summary>
    [Parameter, EditorRequired]
    public string Label { get; set; } = string.Empty;

    /// <summary>One sentence shown when it is pointed at.</summary>
    [Parameter]
    public string? Help { get; set; }

    /// <summary>Whether it is on.</summary>
    [Parameter, EditorRequired]
    public bool Value { get; set; }

    /// <summary>Whether it cannot be changed now.</summary>
    [Parameter]
    public bool Disabled { get; set; }

    /// <summary>Called with the new state.</summary>
    [Parameter]
    public EventCallback<bool> OnCommit { get; set; }

    /// <inheritdoc/>
    protected override object Shown() => (Label, Help, Value, Disabled);

    private Task ChangedAsync(ChangeEventArgs change) => OnCommit.InvokeAsync(change.Value is true);
}
