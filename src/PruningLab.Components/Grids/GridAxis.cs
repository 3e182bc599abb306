using Microsoft.AspNetCore.Components;
using PruningLab.Engine.Experiments.Grids;

namespace PruningLab.Components.Grids;

/// <summary>A part of a grid that is being set up: shows the grid, and gives back a changed one.</summary>
public abstract class GridAxis : ComponentBase
{
    /// <summary>The grid as it is.</summary>
    [Parameter, EditorRequired]
    public GridSpec Spec { get; set; } = default!;

    /// <summary>Called with the grid as it should be.</summary>
    [Parameter]
    public EventCallback<GridSpec> OnChange { get; set; }

    /// <summary>A count with its noun.</summary>
    protected static string Count(int count, string noun) => GridWords.Invariant($"{count} {noun}{(count == 1 ? string.Empty : "s")}");

    /// <summary>Gives back a changed grid.</summary>
    protected Task SetAsync(GridSpec spec) => OnChange.InvokeAsync(spec);

    /// <summary>A list with one entry changed.</summary>
    protected static IReadOnlyList<T> Replace<T>(IReadOnlyList<T> list, int index, T entry)
    {
        ArgumentNullException.ThrowIfNull(list);
        T[] changed = [.. list];
        changed[index] = entry;
        return changed;
    }

    /// <summary>A list with one entry less.</summary>
    protected static IReadOnlyList<T> Without<T>(IReadOnlyList<T> list, int index) => [.. list.Where((_, place) => place != index)];

    /// <summary>A name that no entry has yet.</summary>
    protected static string Free(string name, IEnumerable<string> taken)
    {
        HashSet<string> names = [.. taken];
        string free = name;
        for (int number = 2; names.Contains(free); number++)
        {
            free = GridWords.Invariant($"{name} {number}");
        }

        return free;
    }

    /// <summary>Says in one sentence why a name cannot be taken, or null.</summary>
    protected static string? NameFault(string name, string noun, IEnumerable<string> others) =>
        name.Length == 0 ? $"The {noun} needs a name for the tables."
        : name.Length > 60 ? $"The name of the {noun} must not be longer than 60 letters."
        : others.Contains(name) ? $"There is a {noun} “{name}” already: give each its own name."
        : null;
}
