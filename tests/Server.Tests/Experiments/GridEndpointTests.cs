using System.IO.Compression;
using System.Net;
using Microsoft.Extensions.DependencyInjection;
using PruningLab.Components.Grids;
using PruningLab.Engine.Experiments.Grids;
using PruningLab.Server.Experiments;

namespace PruningLab.Server.Tests.Experiments;

public sealed class GridEndpointTests
{
    [Fact]
    public async Task Report_EveryFormat_IsDownloaded()
    {
        await using RunningServer server = await RunningServer.StartAsync();
        GridService grids = server.Application.Services.GetRequiredService<GridService>();
        GridEntry entry = grids.Create(TinyGrid.Of("Tiny", seeds: 2));
        Assert.Equal(HttpStatusCode.Conflict, (await GetAsync(server, "/api/experiments/tiny/report.html")).Status);
        grids.Start(entry, 1);
        await TinyGrid.UntilAsync(entry, view => view.Standing == GridStanding.Finished);

        foreach (string format in (string[])["html", "md", "tex", "csv", "json"])
        {
            (HttpStatusCode status, string text, string? name) = await GetAsync(server, $"/api/experiments/tiny/report.{format}");
            Assert.Equal(HttpStatusCode.OK, status);
            Assert.Contains("Random", text, StringComparison.Ordinal);
            Assert.Equal($"tiny-report.{format}", name);
        }

        using ZipArchive zip = new(new MemoryStream(await server.Client.GetByteArrayAsync(new Uri("/api/experiments/tiny/report.zip", UriKind.Relative))));
        Assert.Contains(zip.Entries, file => file.FullName == "report.html");
        ZipArchiveEntry figure = zip.Entries.First(file => file.FullName.EndsWith(".svg", StringComparison.Ordinal));
        (HttpStatusCode drawn, string svg, _) = await GetAsync(server, $"/api/experiments/tiny/figures/{Path.GetFileName(figure.FullName)}");
        Assert.Equal(HttpStatusCode.OK, drawn);
        Assert.Contains("<svg", svg, StringComparison.Ordinal);
        Assert.Equal(entry.View.Spec.ToJson(), GridSpec.FromJson((await GetAsync(server, "/api/experiments/tiny/grid.json")).Text).ToJson());
        Assert.Equal(HttpStatusCode.OK, (await GetAsync(server, "/experiments/tiny")).Status);
    }

    [Theory]
    [InlineData("/experiments/no-such")]
    [InlineData("/api/experiments/no-such/report.html")]
    [InlineData("/api/experiments/no-such/grid.json")]
    [InlineData("/api/experiments/..%2Fkeys/grid.json")]
    public async Task Grid_Unknown_IsNotFoundWithASentence(string path)
    {
        await using RunningServer server = await RunningServer.StartAsync();

        (HttpStatusCode status, string text, _) = await GetAsync(server, path);

        Assert.Equal(HttpStatusCode.NotFound, status);
        Assert.Contains("There is no experiment", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Page_BrokenStore_SaysItsSentenceAndTheOthersAreListed()
    {
        await using RunningServer server = await RunningServer.StartAsync();
        GridService grids = server.Application.Services.GetRequiredService<GridService>();
        grids.Create(TinyGrid.Of("Whole"));
        string broken = Directory.CreateDirectory(Path.Combine(grids.Root, "torn")).FullName;
        await File.WriteAllTextAsync(Path.Combine(broken, "grid.json"), "{ \"name\": \"torn\",");

        (HttpStatusCode status, string page, _) = await GetAsync(server, "/experiments/torn");
        string list = (await GetAsync(server, "/experiments")).Text;

        Assert.Equal(HttpStatusCode.OK, status);
        Assert.Contains("cannot be read at line 1", page, StringComparison.Ordinal);
        Assert.Contains("cannot be read at line 1", list, StringComparison.Ordinal);
        Assert.Contains("/experiments/whole", list, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Conflict, (await GetAsync(server, "/api/experiments/torn/report.html")).Status);
    }

    [Fact]
    public async Task New_Page_ShowsReadyDataAndThoseToGet()
    {
        await using RunningServer server = await RunningServer.StartAsync();

        string page = (await GetAsync(server, "/experiments/new")).Text;

        Assert.Contains("1 × 2 × 2 × 3 × 3 = 36 trainings", page, StringComparison.Ordinal);
        Assert.Contains("data-source=\"sp500\"", page, StringComparison.Ordinal);
    }

    private static async Task<(HttpStatusCode Status, string Text, string? FileName)> GetAsync(RunningServer server, string path)
    {
        using HttpResponseMessage answer = await server.SendAsync(path);
        return (answer.StatusCode, WebUtility.HtmlDecode(await answer.Content.ReadAsStringAsync()), answer.Content.Headers.ContentDisposition?.FileName);
    }
}
