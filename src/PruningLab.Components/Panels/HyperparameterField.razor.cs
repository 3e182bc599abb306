using System.Globalization;
using Microsoft.AspNetCore.Components;
using PruningLab.Components.Controls;
using PruningLab.Engine.Plasticity;

namespace PruningLab.Components.Panels;

/// <summary>The control of one hyperparameter, made from its description: a slider for numbers, a list for choices.</summary>
public sealed partial class HyperparameterField : ControlBase
{
    private Choice[] _choices = [];
    private string _chosen = string.Empty;

    /// <summary>What the control is for; always the same one.</summary>
    [Parameter, EditorRequired]
    public Hyperparameter Hyperparameter { get; set; } = default!;

    /// <summary>The value in force; for a choice its index.</summary>
    [Parameter, EditorRequired]
    public double Value { get; set; }

    /// <summary>Epochs of the training; a slider of epochs ends there.</summary>
    [Parameter]
    public int Epochs { get; set; }

    /// <summary>Whether nothing is said of what a change acts on: where no training runs.</summary>
    [Parameter]
    public bool Quiet { get; set; }

    /// <summary>Called while a slider is dragged.</summary>
    [Parameter]
    public EventCallback<double> OnInput { get; set; }

    /// <summary>Called with a chosen value.</summary>
    [Parameter]
    public EventCallback<double> OnCommit { get; set; }

    private string TestId => $"setting-{Hyperparameter.Id}";

    private string? Symbol => Hyperparameter.Symbol.Length > 0 ? Hyperparameter.Symbol : null;

    /// <summary>Counts have wide ranges of which little is of use: epochs end with the training, others at ten times the
    /// default. More can be typed.</summary>
    private double? SliderMax => Hyperparameter.Kind != HyperparameterKind.Count ? null
        : Hyperparameter.Unit == "epochs" ? Math.Max(1, Epochs - 1)
        : Math.Max(10 * Hyperparameter.Default, 20);

    /// <inheritdoc/>
    protected override object Shown() => (Hyperparameter, Value, Epochs);

    /// <inheritdoc/>
    protected override void OnParametersSet()
    {
        if (_choices.Length == 0 && Hyperparameter.Kind == HyperparameterKind.Choice)
        {
            _choices = [.. Hyperparameter.Choices.Select((_, index) => new Choice(
                index.ToString(CultureInfo.InvariantCulture),
                index < Hyperparameter.ChoiceNames.Count ? Hyperparameter.ChoiceNames[index] : Hyperparameter.Choices[index]))];
        }

        _chosen = Value.ToString(CultureInfo.InvariantCulture);
        base.OnParametersSet();
    }

    private Task ChosenAsync(string index) => OnCommit.InvokeAsync(double.Parse(index, CultureInfo.InvariantCulture));
}
