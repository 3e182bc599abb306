namespace PruningLab.Components.Interop;

/// <summary>Where this library's JavaScript modules are served.</summary>
public static class JsModule
{
    /// <summary>The address of a module.</summary>
    /// <param name="name">Its file name without extension.</param>
    /// <returns>The address, relative to the page's base.</returns>
    public static string Path(string name) => $"./_content/PruningLab.Components/js/{name}.js";
}
