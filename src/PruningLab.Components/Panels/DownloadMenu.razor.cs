using Microsoft.AspNetCore.Components;

namespace PruningLab.Components.Panels;

/// <summary>A button that opens a small menu of the files of a run; the browser opens and closes it.</summary>
public sealed partial class DownloadMenu : ComponentBase
{
    /// <summary>Where the run can be downloaded.</summary>
    [Parameter, EditorRequired]
    public string RunFile { get; set; } = string.Empty;

    /// <summary>Where weights and masks can be downloaded.</summary>
    [Parameter, EditorRequired]
    public string WeightsFile { get; set; } = string.Empty;
}
