using System.Text.Json;
using Microsoft.JSInterop;
using PruningLab.Engine.Frames;

namespace PruningLab.Components.Interop;

/// <summary>The bench in the browser (bench.js).</summary>
public sealed class JsBench : IBench, IAsyncDisposable
{
    private static readonly JsonSerializerOptions s_json = new(JsonSerializerDefaults.Web);
    private readonly IJSObjectReference _module;
    private readonly string _key;

    private JsBench(IJSObjectReference module, string key)
    {
        _module = module;
        _key = key;
    }

    /// <summary>Loads the module.</summary>
    /// <param name="runtime">The circuit's JavaScript runtime.</param>
    /// <param name="key">Which bench of the page.</param>
    /// <returns>The bench.</returns>
    public static async Task<JsBench> OpenAsync(IJSRuntime runtime, string key) =>
        new(await runtime.InvokeAsync<IJSObjectReference>("import", JsModule.Path("bench")).ConfigureAwait(false), key);

    /// <inheritdoc/>
    public ValueTask ConfigureAsync(Topology topology, CancellationToken cancellation) =>
        _module.InvokeVoidAsync("configure", cancellation, _key, JsonSerializer.Serialize(topology, s_json));

    /// <inheritdoc/>
    public ValueTask SetPlanAsync(PlanPicture plan, CancellationToken cancellation) =>
        _module.InvokeVoidAsync("setPlan", cancellation, _key, JsonSerializer.Serialize(plan, s_json));

    /// <inheritdoc/>
    public ValueTask SetPlanPreviewAsync(PlanPicture? preview, CancellationToken cancellation) =>
        _module.InvokeVoidAsync("setPlanPreview", cancellation, _key, preview is null ? null : JsonSerializer.Serialize(preview, s_json));

    /// <inheritdoc/>
    public ValueTask SetSpeedAsync(SpeedPicture speed, CancellationToken cancellation) =>
        _module.InvokeVoidAsync("setSpeed", cancellation, _key, JsonSerializer.Serialize(speed, s_json));

    /// <inheritdoc/>
    public ValueTask ReceiveAsync(byte[] frame, CancellationToken cancellation) => _module.InvokeVoidAsync("receive", cancellation, _key, frame);

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        try
        {
            await _module.InvokeVoidAsync("dispose", _key).ConfigureAwait(false);
            await _module.DisposeAsync().ConfigureAwait(false);
        }
        catch (JSDisconnectedException)
        {
            // The page is gone, and its bench with it.
        }
    }
}
