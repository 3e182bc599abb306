using Microsoft.AspNetCore.Components;

namespace PruningLab.Components.Controls;

/// <summary>A short text that is typed and must mean something. What does not is refused with a sentence under the field.</summary>
public sealed partial class TextField : ControlBase
{
    private readonly string _id = ControlId.Next();
    private readonly string _faultId = ControlId.Next();
    private string? _fault;

    /// <summary>Name for tests.</summary>
    [Parameter]
    public string? TestId { get; set; }

    /// <summary>What the text is, in words.</summary>
    [Parameter, EditorRequired]
    public string Label { get; set; } = string.Empty;

    /// <summary>One sentence shown when the field is pointed at.</summary>
    [Parameter]
    public string? Help { get; set; }

    /// <summary>What an empty field means.</summary>
    [Parameter]
    public string? Placeholder { get; set; }

    /// <summary>The text in force.</summary>
    [Parameter, EditorRequired]
    public string Value { get; set; } = string.Empty;

    /// <summary>Whether the text cannot be changed now.</summary>
    [Parameter]
    public bool Disabled { get; set; }

    /// <summary>Says in one sentence what is wrong with a text, or null.</summary>
    [Parameter]
    public Func<string, string?>? Check { get; set; }

    /// <summary>Called with a text that was typed and fits.</summary>
    [Parameter]
    public EventCallback<string> OnCommit { get; set; }

    /// <inheritdoc/>
    protected override object Shown() => (Label, Help, Placeholder, Value, Disabled, _fault);

    private Task TypedAsync(ChangeEventArgs change)
    {
        string text = (change.Value as string ?? string.Empty).Trim();
        _fault = Check?.Invoke(text);
        return _fault is null ? OnCommit.InvokeAsync(text) : Task.CompletedTask;
    }
}
