namespace PruningLab.Server.Hosting;

/// <summary>Headers that keep the page to itself: its own scripts only, no other origin, no framing.</summary>
internal static class SecurityHeaders
{
    /// <summary>The content security policy.</summary>
    /// <remarks>Scripts come from this server's files alone: nothing inline, no eval. Inline styles are allowed because
    /// Blazor sets style attributes and Plotly adds a style element; styles cannot run code, and no other origin can be
    /// reached from them. Images may be data (Plotly's export).</remarks>
    public const string ContentSecurityPolicy =
        "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; "
        + "font-src 'self'; connect-src 'self'; worker-src 'self'; manifest-src 'self'; form-action 'self'; "
        + "base-uri 'self'; frame-ancestors 'none'; object-src 'none'";

    /// <summary>Adds the headers to every response.</summary>
    /// <param name="application">The pipeline.</param>
    /// <returns>The same pipeline.</returns>
    public static IApplicationBuilder UseSecurityHeaders(this IApplicationBuilder application) =>
        application.Use((context, next) =>
        {
            IHeaderDictionary headers = context.Response.Headers;
            headers.ContentSecurityPolicy = ContentSecurityPolicy;
            headers.XContentTypeOptions = "nosniff";
            headers.XFrameOptions = "DENY";
            headers["Referrer-Policy"] = "no-referrer";
            headers["Cross-Origin-Opener-Policy"] = "same-origin";
            headers["Cross-Origin-Resource-Policy"] = "same-origin";
            return next(context);
        });
}
