using Microsoft.AspNetCore.Components;
using PruningLab.Engine.Training;

namespace PruningLab.Components.Panels;

/// <summary>A group of controls that acts on a lab's desk.</summary>
public abstract class DeskGroup : ComponentBase
{
    /// <summary>The desk.</summary>
    [Parameter, EditorRequired]
    public LabDesk Desk { get; set; } = default!;

    /// <summary>The group's name among the desk's places.</summary>
    protected abstract string Place { get; }

    /// <summary>The experiment as shown.</summary>
    protected ExperimentSpec Spec => Desk.Shown;

    /// <summary>What could not be done here.</summary>
    protected string? FaultText => Desk.FaultAt(Place);

    /// <summary>Takes the sentence away.</summary>
    protected void Forget() => Desk.ForgetFault(Place);

    /// <summary>Changes something that needs a new run.</summary>
    /// <param name="key">What is changed.</param>
    /// <param name="text">The change in a few words.</param>
    /// <param name="apply">Makes the change.</param>
    /// <returns>When it waits or has been made.</returns>
    protected Task ChangeAsync(string key, string text, Func<ExperimentSpec, ExperimentSpec> apply) => Desk.ChangeAsync(Place, key, text, apply);
}
