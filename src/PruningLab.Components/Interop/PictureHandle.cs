using Microsoft.AspNetCore.Components;
using Microsoft.JSInterop;

namespace PruningLab.Components.Interop;

/// <summary>A module of the page that was given an element: what its <c>create(element, options)</c> returned.</summary>
public sealed class PictureHandle : IAsyncDisposable
{
    private readonly IJSObjectReference _module;
    private readonly IJSObjectReference _handle;

    private PictureHandle(IJSObjectReference module, IJSObjectReference handle)
    {
        _module = module;
        _handle = handle;
    }

    /// <summary>Loads a module and gives it an element.</summary>
    /// <param name="runtime">The circuit's JavaScript runtime.</param>
    /// <param name="module">The module's file name without extension.</param>
    /// <param name="function">The function to call.</param>
    /// <param name="element">The element; all within belongs to the module, unless it says otherwise.</param>
    /// <param name="options">The function's options.</param>
    /// <returns>The handle; null when the page left in the meantime.</returns>
    public static async Task<PictureHandle?> OpenAsync(IJSRuntime runtime, string module, string function, ElementReference element, object options)
    {
        try
        {
            IJSObjectReference loaded = await runtime.InvokeAsync<IJSObjectReference>("import", JsModule.Path(module)).ConfigureAwait(false);
            return new PictureHandle(loaded, await loaded.InvokeAsync<IJSObjectReference>(function, element, options).ConfigureAwait(false));
        }
        catch (JSDisconnectedException)
        {
            return null;
        }
    }

    /// <summary>Sets a value of the picture.</summary>
    /// <param name="name">The value's name.</param>
    /// <param name="value">The value.</param>
    /// <returns>When the page has it.</returns>
    public ValueTask SetAsync(string name, object? value) => _handle.InvokeVoidAsync("set", name, value);

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        try
        {
            await _handle.InvokeVoidAsync("dispose").ConfigureAwait(false);
            await _handle.DisposeAsync().ConfigureAwait(false);
            await _module.DisposeAsync().ConfigureAwait(false);
        }
        catch (JSDisconnectedException)
        {
            // The page is gone, and the picture with it.
        }
    }
}
