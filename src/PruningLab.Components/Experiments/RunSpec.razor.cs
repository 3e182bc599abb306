using System.Text;
using Microsoft.AspNetCore.Components;
using PruningLab.Engine.Training;

namespace PruningLab.Components.Experiments;

/// <summary>The experiment behind a run: as JSON to copy or download, and the command line that trains it.</summary>
public sealed partial class RunSpec : ComponentBase
{
    /// <summary>The job's id.</summary>
    [Parameter, EditorRequired]
    public string Job { get; set; } = string.Empty;

    /// <summary>The experiment; null when the grid has it no more.</summary>
    [Parameter, EditorRequired]
    public ExperimentSpec? Spec { get; set; }

    /// <summary>Called with a text to copy.</summary>
    [Parameter]
    public EventCallback<CopiedText> OnCopy { get; set; }

    private string File => $"pruninglab-{(Job.Length > 8 ? Job[..8] : Job)}.json";

    private string Command => $"pruninglab train {File}";

    private string Download => "data:application/json;base64," + Convert.ToBase64String(Encoding.UTF8.GetBytes(Spec!.ToJson()));
}
