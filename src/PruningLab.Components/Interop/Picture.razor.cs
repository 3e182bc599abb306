using Microsoft.AspNetCore.Components;
using Microsoft.JSInterop;

namespace PruningLab.Components.Interop;

/// <summary>The place of a picture that a JavaScript module draws. Blazor renders nothing inside, and nothing again.</summary>
public sealed partial class Picture : ComponentBase
{
    private ElementReference _element;
    private PictureHandle? _handle;
    private bool _disposed;
    private string? _fault;

    /// <summary>The module's file name without extension.</summary>
    [Parameter, EditorRequired]
    public string Module { get; set; } = string.Empty;

    /// <summary>The function that creates the picture: (element, options) → handle.</summary>
    [Parameter]
    public string Function { get; set; } = "create";

    /// <summary>The bench it draws from.</summary>
    [Parameter]
    public string Bench { get; set; } = "lab";

    /// <summary>Receives the picture's calls; a <see cref="DotNetObjectReference{TValue}"/>, or null.</summary>
    [Parameter]
    public object? Receiver { get; set; }

    /// <summary>Whether it takes its place in the text's flow instead of filling its surroundings.</summary>
    [Parameter]
    public bool Flow { get; set; }

    /// <summary>Name for tests.</summary>
    [Parameter]
    public string? TestId { get; set; }

    [Inject]
    private IJSRuntime Runtime { get; set; } = default!;

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        _disposed = true;
        if (_handle is not null)
        {
            await _handle.DisposeAsync();
        }
    }

    /// <inheritdoc/>
    protected override bool ShouldRender() => _fault is not null;

    /// <inheritdoc/>
    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (!firstRender)
        {
            return;
        }

        try
        {
            _handle = await PictureHandle.OpenAsync(Runtime, Module, Function, _element, new { bench = Bench, dotnet = Receiver });
        }
        catch (JSException)
        {
            // The browser's console has the cause; the page's other pictures go on.
            _fault = "This picture could not be loaded; reload the page.";
            StateHasChanged();
        }

        if (_disposed && _handle is not null)
        {
            await _handle.DisposeAsync();
        }
    }
}
