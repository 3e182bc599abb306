using Microsoft.AspNetCore.Components;

namespace PruningLab.Server.Layout;

/// <summary>Every page's frame: the top bar, into whose middle a page may put its own controls (section "top-bar").</summary>
public sealed partial class MainLayout : LayoutComponentBase
{
    private bool _live;

    [Inject]
    private NavigationManager Navigation { get; set; } = default!;

    private string SkipTarget => new Uri(Navigation.Uri).AbsolutePath + "#content";

    /// <inheritdoc/>
    protected override void OnAfterRender(bool firstRender)
    {
        // The page now answers to clicks; before, it was only a picture of itself.
        if (firstRender)
        {
            _live = true;
            StateHasChanged();
        }
    }
}
