using Microsoft.AspNetCore.Components;

namespace PruningLab.Components.Panels;

/// <summary>Some of a table's columns, chosen one by one; folded away until it is opened.</summary>
public sealed partial class ColumnDetails : ComponentBase
{
    /// <summary>What is chosen, in words.</summary>
    [Parameter, EditorRequired]
    public string Label { get; set; } = string.Empty;

    /// <summary>The columns to choose from.</summary>
    [Parameter, EditorRequired]
    public IReadOnlyList<string> Columns { get; set; } = [];

    /// <summary>Whether a column is chosen.</summary>
    [Parameter, EditorRequired]
    public Func<string, bool> IsChosen { get; set; } = _ => false;

    /// <summary>Called with a column that is chosen or taken away.</summary>
    [Parameter]
    public EventCallback<(string Column, bool IsChosen)> OnChange { get; set; }

    /// <summary>Name for tests.</summary>
    [Parameter]
    public string? TestId { get; set; }
}
