using System.Globalization;
using Microsoft.AspNetCore.Components.Server;
using Microsoft.AspNetCore.Components.Server.Circuits;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.Net.Http.Headers;
using PruningLab.Engine.Data;
using PruningLab.Engine.Devices;
using PruningLab.Engine.Networks;
using PruningLab.Engine.Plasticity;
using PruningLab.Engine.Sessions;
using PruningLab.Server.Experiments;

namespace PruningLab.Server.Hosting;

/// <summary>Builds the server: services, pipeline and endpoints.</summary>
public static class ServerHost
{
    private const int KibiByte = 1024;

    /// <summary>Creates the server without starting it.</summary>
    /// <param name="args">The command line: <c>--urls ADDRESS</c> and <c>--data FOLDER</c>; port 0 takes any free port.</param>
    /// <returns>The server; its addresses are known once it has started.</returns>
    public static WebApplication Create(string[] args)
    {
        // Rules that cannot be taken are a reason not to start; later they would be a fault in every lab.
        _ = RuleCatalogue.Default;
        WebApplicationBuilder builder = WebApplication.CreateBuilder(new WebApplicationOptions
        {
            Args = args,
            ApplicationName = typeof(ServerHost).Assembly.GetName().Name,

            // Files are found beside the server, whatever folder it was started from.
            ContentRootPath = AppContext.BaseDirectory,
        });

        // A built server finds the site's files where they lie; a published one has them in its own wwwroot.
        builder.WebHost.UseStaticWebAssets();
        PortChoice port = ChooseAddress(builder);
        ServerSettings settings = ServerSettings.Read(builder.Configuration);

        builder.Logging.AddFilter("Microsoft", LogLevel.Warning);
        builder.Logging.AddFilter("Microsoft.AspNetCore.DataProtection", LogLevel.Error);
        builder.Logging.AddFilter("Microsoft.AspNetCore.Server.Kestrel", LogLevel.Error);
        builder.Logging.AddFilter("Microsoft.Extensions.Hosting.Internal.Host", LogLevel.Critical);

        builder.Services.AddSingleton(port);
        builder.Services.AddSingleton(settings.Data);
        builder.Services.AddSingleton<AccessPolicy>();
        builder.Services.AddDataProtection().SetApplicationName("PruningLab").PersistKeysToFileSystem(new DirectoryInfo(settings.Data.Keys));
        AddLab(builder.Services, settings);
        builder.Services.AddScoped<PageConnection>();
        builder.Services.AddScoped<CircuitHandler>(provider => provider.GetRequiredService<PageConnection>());
        builder.Services.AddRazorComponents().AddInteractiveServerComponents();
        builder.Services.Configure<CircuitOptions>(options =>
        {
            options.DisconnectedCircuitMaxRetained = 20;
            options.DisconnectedCircuitRetentionPeriod = TimeSpan.FromMinutes(2);
            options.JSInteropDefaultCallTimeout = TimeSpan.FromSeconds(30);
        });

        // From the page come clicks, numbers and short texts; files come by InputFile in chunks of 32 KiB at most.
        builder.Services.AddSignalR(options => options.MaximumReceiveMessageSize = 64 * KibiByte);
        builder.WebHost.ConfigureKestrel(options =>
        {
            options.AddServerHeader = false;
            options.Limits.MaxRequestBodySize = 1024 * KibiByte;
        });

        WebApplication application = builder.Build();
        Configure(application);

        // Looking for devices may load a large library: better now than while the first page waits.
        application.Lifetime.ApplicationStarted.Register(() => Task.Run(() => application.Services.GetRequiredService<IBackend>().Devices));
        return application;
    }

    private static void AddLab(IServiceCollection services, ServerSettings settings)
    {
        services.AddSingleton(provider => new DataCatalogue(PackagesFolder(provider.GetRequiredService<IWebHostEnvironment>()), settings.Data.Uploads));
        services.AddSingleton<IWindowSource, CatalogueWindowSource>();
        services.AddSingleton<IBackend>(DeviceBackend.Find(new ManagedBackend { MaxThreads = settings.MaxThreads }));
        services.AddSingleton(provider =>
        {
            var registry = new SessionRegistry(provider.GetRequiredService<IWindowSource>(), provider.GetRequiredService<IBackend>(), settings.Sessions);
            ILogger<SessionRegistry> logger = provider.GetRequiredService<ILogger<SessionRegistry>>();
            registry.Faulted += (session, exception) => logger.LogError(exception, "Training broke off in lab {Id}.", session.Id);
            return registry;
        });
        services.AddSingleton(new GridServiceOptions { MaxRunning = settings.MaxRunningGrids });
        services.AddSingleton<GridService>();
        services.AddHostedService(provider => provider.GetRequiredService<GridService>());
    }

    /// <summary>Where the ready data sets lie: among the site's files, which a built server finds in the repository and a
    /// published one in its own folder.</summary>
    private static string PackagesFolder(IWebHostEnvironment environment)
    {
        string? file = environment.WebRootFileProvider.GetFileInfo("lib/vega-datasets/sp500-2000.csv").PhysicalPath;
        return Path.GetDirectoryName(file) ?? Path.Combine(AppContext.BaseDirectory, "wwwroot", "lib", "vega-datasets");
    }

    private static void Configure(WebApplication application)
    {
        application.UseSecurityHeaders();
        application.UseMiddleware<AccessMiddleware>();
        application.UseExceptionHandler("/error");
        application.UseStatusCodePagesWithReExecute("/not-found", createScopeForStatusCodePages: true);
        application.UseStaticFiles(new StaticFileOptions
        {
            // Asked for again each time, answered with 304 when unchanged: a new build is seen at the next reload.
            OnPrepareResponse = file => file.Context.Response.Headers[HeaderNames.CacheControl] = "no-cache",
        });
        application.UseLabGonePage();
        application.UseNoSuchRulePage();
        application.UseNoSuchGridPage();
        application.UseAntiforgery();
        application.MapErrorPage();
        application.MapLab();
        application.MapGrids();
        application.MapRazorComponents<Pages.App>().AddInteractiveServerRenderMode(options =>
        {
            // Frames are dense binary: packing them costs time and gains nothing.
            options.DisableWebSocketCompression = true;
            options.ContentSecurityFrameAncestorsPolicy = "'none'";
        });
    }

    private static PortChoice ChooseAddress(WebApplicationBuilder builder)
    {
        bool given = !string.IsNullOrWhiteSpace(builder.Configuration[WebHostDefaults.ServerUrlsKey])
            || builder.Configuration.GetSection("Kestrel:Endpoints").Exists();
        if (given)
        {
            return new PortChoice(0, null);
        }

        PortChoice choice = PortChoice.From(PortChoice.DefaultPort);
        builder.WebHost.UseUrls(string.Create(CultureInfo.InvariantCulture, $"http://localhost:{choice.Port}"));
        return choice;
    }
}
