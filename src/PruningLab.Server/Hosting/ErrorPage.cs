namespace PruningLab.Server.Hosting;

/// <summary>What is shown when a request failed for a reason of our own.</summary>
internal static class ErrorPage
{
    /// <summary>Maps <c>/error</c>; it needs no circuit, so that it can be shown when nothing else can.</summary>
    /// <param name="endpoints">The server's endpoints.</param>
    public static void MapErrorPage(this IEndpointRouteBuilder endpoints) =>
        endpoints.Map("/error", (HttpContext context) => PlainPage.WriteAsync(
            context,
            StatusCodes.Status500InternalServerError,
            "PruningLab met an error of its own and could not show this page; what happened is in the server's log.",
            body: "<p><a href=\"/\">Open the lab</a></p>"));
}
