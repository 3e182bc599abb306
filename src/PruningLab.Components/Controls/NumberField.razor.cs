using Microsoft.AspNetCore.Components;

namespace PruningLab.Components.Controls;

/// <summary>A number that is typed. What does not fit is refused with a sentence under the field.</summary>
public sealed partial class NumberField : ControlBase
{
    private readonly string _id = ControlId.Next();
    private readonly string _faultId = ControlId.Next();
    private string? _fault;

    /// <summary>Name for tests.</summary>
    [Parameter]
    public string? TestId { get; set; }

    /// <summary>What the number is, in words.</summary>
    [Parameter, EditorRequired]
    public string Label { get; set; } = string.Empty;

    /// <summary>The field's symbol; null when it has none.</summary>
    [Parameter]
    public string? Symbol { get; set; }

    /// <summary>One sentence shown when the label is pointed at.</summary>
    [Parameter]
    public string? Help { get; set; }

    /// <summary>The unit, such as days.</summary>
    [Parameter]
    public string? Unit { get; set; }

    /// <summary>The value in force.</summary>
    [Parameter, EditorRequired]
    public double Value { get; set; }

    /// <summary>Least value, or null.</summary>
    [Parameter]
    public double? Min { get; set; }

    /// <summary>Greatest value, or null.</summary>
    [Parameter]
    public double? Max { get; set; }

    /// <summary>Whether only whole numbers are taken.</summary>
    [Parameter]
    public bool WholeNumbers { get; set; }

    /// <summary>Whether a change acts on a running training.</summary>
    [Parameter]
    public bool Live { get; set; }

    /// <summary>Whether the value cannot be changed now.</summary>
    [Parameter]
    public bool Disabled { get; set; }

    /// <summary>Called with a number that was typed and fits.</summary>
    [Parameter]
    public EventCallback<double> OnCommit { get; set; }

    /// <inheritdoc/>
    protected override object Shown() => (Label, Symbol, Help, Unit, Value, Min, Max, (WholeNumbers, Live, Disabled, _fault));

    private static string? Bound(double? bound) => bound is { } value ? NumberText.Write(value) : null;

    private Task TypedAsync(ChangeEventArgs change)
    {
        _fault = NumberText.Read(change.Value as string, Label, Min, Max, WholeNumbers, out double value);
        return _fault is null ? OnCommit.InvokeAsync(value) : Task.CompletedTask;
    }
}
