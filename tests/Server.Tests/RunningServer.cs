using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using PruningLab.Server.Hosting;

namespace PruningLab.Server.Tests;

/// <summary>The real server on a free port of this machine, with a data folder of its own.</summary>
internal sealed class RunningServer : IAsyncDisposable
{
    private readonly string _data;

    private RunningServer(WebApplication application, string data)
    {
        Application = application;
        _data = data;
        Address = new Uri(application.Urls.First().Replace("0.0.0.0", "127.0.0.1", StringComparison.Ordinal));
        Client = new HttpClient(new HttpClientHandler { AllowAutoRedirect = false, UseCookies = false }) { BaseAddress = Address };
    }

    public WebApplication Application { get; }

    public Uri Address { get; }

    public HttpClient Client { get; }

    public AccessPolicy Policy => Application.Services.GetRequiredService<AccessPolicy>();

    public static async Task<RunningServer> StartAsync(string urls = "http://127.0.0.1:0", params string[] more)
    {
        string data = Directory.CreateTempSubdirectory("pruninglab-tests-").FullName;
        WebApplication application = ServerHost.Create(["--urls", urls, "--data", data, .. more]);
        await application.StartAsync();
        return new RunningServer(application, data);
    }

    public string[] UploadedFiles() => [.. Directory.GetFiles(Path.Combine(_data, "uploads")).Select(path => Path.GetFileName(path)!)];

    public async Task<HttpResponseMessage> SendAsync(string path, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        foreach ((string name, string value) in headers)
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        return await Client.SendAsync(request);
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await Application.DisposeAsync();
        Directory.Delete(_data, recursive: true);
    }
}
