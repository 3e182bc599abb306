using System.Collections.Concurrent;
using System.Diagnostics;
using System.Text.Json;

namespace PruningLab.Benchmarks.Lab;

/// <summary>The server as it was built in Release, as a process on a free port with a data folder of its own.</summary>
internal sealed class LabServer : IAsyncDisposable
{
    private const string OpenLine = "PruningLab is open at ";
    private readonly string _data = Directory.CreateTempSubdirectory("pruninglab-benchmark-").FullName;
    private readonly ConcurrentQueue<string> _log = new();
    private readonly TaskCompletionSource<Uri> _opened = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly HttpClient _client = new();
    private readonly Process _process;

    private LabServer(string assembly)
    {
        ProcessStartInfo start = new("dotnet", [assembly, "--urls", "http://127.0.0.1:0", "--data", _data, "--PruningLab:MaxSessions=500"])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = _data,
        };
        _process = new Process { StartInfo = start, EnableRaisingEvents = true };
        _process.OutputDataReceived += (_, line) => Read(line.Data);
        _process.ErrorDataReceived += (_, line) => Read(line.Data);
        _process.Exited += (_, _) => _opened.TrySetException(new InvalidOperationException("The server ended before it printed its address."));
    }

    /// <summary>Where it is open.</summary>
    public Uri Address { get; private set; } = new("http://127.0.0.1");

    /// <summary>Resident set in MB (10⁶ bytes).</summary>
    public double ResidentMegabytes
    {
        get
        {
            _process.Refresh();
            return _process.WorkingSet64 / 1e6;
        }
    }

    /// <summary>Processor time so far.</summary>
    public TimeSpan ProcessorTime
    {
        get
        {
            _process.Refresh();
            return _process.TotalProcessorTime;
        }
    }

    /// <summary>Path of the built server, or null when it is not built.</summary>
    public static string? FindAssembly()
    {
        for (DirectoryInfo? folder = new(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "PruningLab.sln")))
            {
                string assembly = Path.Combine(folder.FullName, "src", "PruningLab.Server", "bin", "Release", "net10.0", "PruningLab.Server.dll");
                return File.Exists(assembly) ? assembly : null;
            }
        }
        return null;
    }

    /// <summary>Starts a server.</summary>
    /// <param name="assembly">Path of the built server.</param>
    /// <returns>The server, once it has printed its address.</returns>
    public static async Task<LabServer> StartAsync(string assembly)
    {
        LabServer server = new(assembly);
        server._process.Start();
        server._process.BeginOutputReadLine();
        server._process.BeginErrorReadLine();
        try
        {
            server.Address = await server._opened.Task.WaitAsync(TimeSpan.FromSeconds(60)).ConfigureAwait(false);
            return server;
        }
        catch (Exception exception) when (exception is TimeoutException or InvalidOperationException)
        {
            await server.DisposeAsync().ConfigureAwait(false);
            throw new InvalidOperationException($"The server did not start; it printed: {string.Join(' ', server._log)}", exception);
        }
    }

    /// <summary>Batches done and state of a lab, read between two batches, with the time of the answer.</summary>
    /// <param name="lab">The lab's id.</param>
    public async Task<(int Batch, string State, long Time)> ProgressAsync(string lab)
    {
        using Stream answer = await _client.GetStreamAsync(new Uri(Address, $"/api/lab/{lab}/statistics")).ConfigureAwait(false);
        long time = Stopwatch.GetTimestamp();
        using JsonDocument statistics = await JsonDocument.ParseAsync(answer).ConfigureAwait(false);
        JsonElement root = statistics.RootElement;
        return (root.GetProperty("batch").GetInt32(), root.GetProperty("state").GetString()!, time);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        if (!_process.HasExited)
        {
            _process.Kill(entireProcessTree: true);
        }
        await _process.WaitForExitAsync().ConfigureAwait(false);
        _process.Dispose();
        Directory.Delete(_data, recursive: true);
    }

    private void Read(string? line)
    {
        if (line is null)
        {
            return;
        }
        _log.Enqueue(line);
        if (line.StartsWith(OpenLine, StringComparison.Ordinal))
        {
            _opened.TrySetResult(new Uri(line[OpenLine.Length..]));
        }
    }
}
