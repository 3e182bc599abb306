using Microsoft.AspNetCore.Components;

namespace PruningLab.Components.Controls;

/// <summary>A control that renders only when something it shows has changed. Its page may render with every frame; an
/// <see cref="EventCallback"/> among the parameters would otherwise make the control render along each time.</summary>
public abstract class ControlBase : ComponentBase
{
    private object? _shown;

    /// <summary>Everything that the markup shows, as one value that compares by content (a tuple).</summary>
    /// <returns>The value.</returns>
    protected abstract object Shown();

    /// <inheritdoc/>
    protected override void OnParametersSet() => _shown ??= Shown();

    /// <inheritdoc/>
    protected override bool ShouldRender()
    {
        object now = Shown();
        if (now.Equals(_shown))
        {
            return false;
        }

        _shown = now;
        return true;
    }
}
