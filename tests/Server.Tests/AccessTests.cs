using System.Net;

namespace PruningLab.Server.Tests;

public sealed class AccessTests
{
    [Theory]
    [InlineData("localhost:5170", HttpStatusCode.NoContent)]
    [InlineData("127.0.0.1", HttpStatusCode.NoContent)]
    [InlineData("[::1]:8080", HttpStatusCode.NoContent)]
    [InlineData("pruninglab.example", HttpStatusCode.Forbidden)]
    [InlineData("localhost.example:5170", HttpStatusCode.Forbidden)]
    public async Task LoopbackServer_HostHeader_OnlyNamesOfThisMachineAnswer(string host, HttpStatusCode expected)
    {
        await using RunningServer server = await RunningServer.StartAsync();

        using HttpResponseMessage response = await server.SendAsync("/alive", ("Host", host));

        Assert.Equal(expected, response.StatusCode);
    }

    [Theory]
    [InlineData("/alive")]
    [InlineData("/_blazor")]
    [InlineData("/js/start.js")]
    public async Task LoopbackServer_OriginOfAnotherSite_IsRefused(string path)
    {
        await using RunningServer server = await RunningServer.StartAsync();

        using HttpResponseMessage response = await server.SendAsync(path, ("Origin", "http://pruninglab.example"));

        Assert.Equal(HttpStatusCode.Forbidden, response.StatusCode);
    }

    [Fact]
    public async Task LoopbackServer_OwnOrigin_Answers()
    {
        await using RunningServer server = await RunningServer.StartAsync();

        using HttpResponseMessage response = await server.SendAsync("/alive", ("Origin", server.Address.GetLeftPart(UriPartial.Authority)));

        Assert.Equal(HttpStatusCode.NoContent, response.StatusCode);
    }

    [Fact]
    public async Task LoopbackServer_OriginNullOrAnotherPort_IsRefused()
    {
        await using RunningServer server = await RunningServer.StartAsync();

        using HttpResponseMessage opaque = await server.SendAsync("/alive", ("Origin", "null"));
        using HttpResponseMessage port = await server.SendAsync("/alive", ("Origin", "http://127.0.0.1:1"));

        Assert.Equal(HttpStatusCode.Forbidden, opaque.StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, port.StatusCode);
    }

    [Theory]
    [InlineData("navigate", "document", HttpStatusCode.NoContent)]
    [InlineData("navigate", "iframe", HttpStatusCode.Forbidden)]
    [InlineData("no-cors", "image", HttpStatusCode.Forbidden)]
    public async Task LoopbackServer_CrossSiteRequest_OnlyAFollowedLinkAnswers(string mode, string destination, HttpStatusCode expected)
    {
        await using RunningServer server = await RunningServer.StartAsync();

        using HttpResponseMessage response = await server.SendAsync(
            "/alive", ("Sec-Fetch-Site", "cross-site"), ("Sec-Fetch-Mode", mode), ("Sec-Fetch-Dest", destination));

        Assert.Equal(expected, response.StatusCode);
    }

    [Theory]
    [InlineData("/")]
    [InlineData("/alive")]
    [InlineData("/_blazor")]
    [InlineData("/js/start.js")]
    [InlineData("/alive?token=0123456789abcdef0123456789abcdef")]
    public async Task OpenServer_NoOrWrongToken_IsRefusedWithASentence(string path)
    {
        await using RunningServer server = await RunningServer.StartAsync("http://0.0.0.0:0");

        using HttpResponseMessage response = await server.SendAsync(path);

        Assert.Equal(HttpStatusCode.Unauthorized, response.StatusCode);
        Assert.Contains("printed when the server started", await response.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task OpenServer_TokenOnce_CookieOpensEverythingAfterwards()
    {
        await using RunningServer server = await RunningServer.StartAsync("http://0.0.0.0:0");

        using HttpResponseMessage first = await server.SendAsync($"/alive?x=1&token={server.Policy.Token}");

        string cookie = Assert.Single(first.Headers.GetValues("Set-Cookie"));
        Assert.Contains("httponly", cookie, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("samesite=strict", cookie, StringComparison.OrdinalIgnoreCase);
        string page = await first.Content.ReadAsStringAsync();
        Assert.Contains("url=/alive?x=1\"", page, StringComparison.Ordinal);
        Assert.DoesNotContain(server.Policy.Token, page, StringComparison.Ordinal);

        using HttpResponseMessage second = await server.SendAsync("/alive", ("Cookie", cookie.Split(';')[0]));
        Assert.Equal(HttpStatusCode.NoContent, second.StatusCode);
    }

    [Fact]
    public async Task OpenAddresses_OpenServer_EachCarriesTheToken()
    {
        await using RunningServer server = await RunningServer.StartAsync("http://0.0.0.0:0");

        string[] addresses = [.. server.Policy.OpenAddresses()];

        Assert.True(server.Policy.TokenRequired);
        Assert.NotEmpty(addresses);
        Assert.All(addresses, address => Assert.EndsWith($"/?token={server.Policy.Token}", address, StringComparison.Ordinal));
    }

    [Fact]
    public async Task OpenAddresses_LoopbackServer_IsTheBareAddress()
    {
        await using RunningServer server = await RunningServer.StartAsync();

        Assert.False(server.Policy.TokenRequired);
        Assert.Equal([server.Address.GetLeftPart(UriPartial.Authority)], server.Policy.OpenAddresses());
    }
}
