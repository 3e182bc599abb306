using System.Globalization;

namespace PruningLab.Server.Hosting;

/// <summary>Refuses requests that were not meant for this server (DNS rebinding), that another site's page sends
/// (cross-site requests and websockets), or that lack the token where one is needed. Stands before everything else,
/// so that pages, files, endpoints and the hub are all behind it.</summary>
internal sealed class AccessMiddleware
{
    private readonly RequestDelegate _next;
    private readonly AccessPolicy _policy;

    /// <summary>Creates the middleware.</summary>
    /// <param name="next">The rest of the pipeline.</param>
    /// <param name="policy">Who may talk to this server.</param>
    public AccessMiddleware(RequestDelegate next, AccessPolicy policy)
    {
        _next = next;
        _policy = policy;
    }

    /// <summary>Checks one request.</summary>
    /// <param name="context">The request.</param>
    /// <returns>When it has been answered.</returns>
    public Task InvokeAsync(HttpContext context)
    {
        HttpRequest request = context.Request;
        if (!_policy.Ready)
        {
            return RefuseAsync(context, StatusCodes.Status503ServiceUnavailable, "PruningLab is starting; reload this page in a moment.");
        }

        if (!_policy.AcceptsHost(request.Host))
        {
            return RefuseAsync(context, StatusCodes.Status403Forbidden, "This address does not belong to PruningLab; open the address that was printed when the server started.");
        }

        if (IsFromAnotherSite(request))
        {
            return RefuseAsync(context, StatusCodes.Status403Forbidden, "Another site's page asked for this, and PruningLab answers only its own pages.");
        }

        return _policy.TokenRequired ? CheckTokenAsync(context) : _next(context);
    }

    private static bool IsFromAnotherSite(HttpRequest request)
    {
        string? origin = request.Headers.Origin;
        if (!string.IsNullOrEmpty(origin))
        {
            return !Uri.TryCreate(origin, UriKind.Absolute, out Uri? uri)
                || !string.Equals(new HostString(uri.Authority).Value, request.Host.Value, StringComparison.OrdinalIgnoreCase);
        }

        // Following a link to this site is fine; embedding it or fetching from it is not.
        return request.Headers["Sec-Fetch-Site"] == "cross-site"
            && !(request.Headers["Sec-Fetch-Mode"] == "navigate" && request.Headers["Sec-Fetch-Dest"] == "document");
    }

    private Task CheckTokenAsync(HttpContext context)
    {
        HttpRequest request = context.Request;

        // Cookies are shared by all ports of a host, so each server has its own name.
        string cookie = string.Create(CultureInfo.InvariantCulture, $"pruninglab-token-{context.Connection.LocalPort}");
        if (_policy.IsToken(request.Query["token"]))
        {
            context.Response.Cookies.Append(cookie, _policy.Token, new CookieOptions
            {
                HttpOnly = true,
                SameSite = SameSiteMode.Strict,
                Secure = request.IsHttps,
                Path = "/",
                IsEssential = true,
            });

            // A page that moves on by itself, not a redirect: a browser that came here by a link on another site would
            // not send a strict cookie along with the redirect.
            string rest = QueryString.Create(request.Query.Where(pair => pair.Key != "token")).Value ?? string.Empty;
            string target = System.Net.WebUtility.HtmlEncode($"{request.PathBase}{request.Path}{rest}");
            context.Response.Headers.CacheControl = "no-store";
            return PlainPage.WriteAsync(context, StatusCodes.Status200OK, "Opening PruningLab …", $"<meta http-equiv=\"refresh\" content=\"0;url={target}\">");
        }

        return _policy.IsToken(request.Cookies[cookie])
            ? _next(context)
            : RefuseAsync(context, StatusCodes.Status401Unauthorized, "This PruningLab is protected; open the full address with ?token=… that was printed when the server started.");
    }

    private static Task RefuseAsync(HttpContext context, int status, string sentence) => PlainPage.WriteAsync(context, status, sentence);
}
