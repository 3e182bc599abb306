using System.Collections.Concurrent;
using PruningLab.Components.Grids;
using PruningLab.Engine.Data;
using PruningLab.Engine.Devices;
using PruningLab.Engine.Experiments.Grids;
using PruningLab.Engine.Networks;
using PruningLab.Engine.Plasticity;
using PruningLab.Engine.Training;
using PruningLab.Server.Hosting;

namespace PruningLab.Server.Experiments;

/// <summary>The grids in the data folder: those set up here and those that the command line put there. Runs some of them, and tells the
/// pages what becomes of all.</summary>
/// <remarks>Thread-safe. State is what the stores hold: after a restart of the server a grid that was running is there as stopped.</remarks>
internal sealed partial class GridService : IHostedService, IAsyncDisposable
{
    private readonly ConcurrentDictionary<string, GridEntry> _entries = new(StringComparer.Ordinal);
    private readonly List<Action> _watchers = [];
    private readonly Lock _gate = new();
    private readonly CancellationTokenSource _ending = new();
    private readonly CatalogueWindowSource _source;
    private readonly IBackend _backend;
    private readonly RuleCatalogue _rules;
    private readonly GridServiceOptions _options;
    private readonly ILogger<GridService> _logger;
    private Task _loop = Task.CompletedTask;
    private bool _isDisposed;

    /// <summary>The grids of a data folder.</summary>
    /// <param name="data">The data folder.</param>
    /// <param name="catalogue">The data sets.</param>
    /// <param name="backend">What trains.</param>
    /// <param name="options">Limits and times.</param>
    /// <param name="logger">Where faults of our own go.</param>
    public GridService(DataFolder data, DataCatalogue catalogue, IBackend backend, GridServiceOptions options, ILogger<GridService> logger)
    {
        (Root, _backend, _options, _logger) = (data.Experiments, backend, options, logger);
        // A source of its own: a grid goes through many data sets and would push those of the labs out of theirs.
        _source = new CatalogueWindowSource(catalogue);
        _rules = RuleCatalogue.Default;
    }

    /// <summary>The folder that the stores lie in.</summary>
    public string Root { get; }

    /// <summary>All grids, the one that changed last first; looked up anew at each call.</summary>
    /// <returns>Their snapshots.</returns>
    public IReadOnlyList<GridView> List()
    {
        Discover();
        foreach (GridEntry entry in _entries.Values)
        {
            entry.Refresh(mayReport: false);
        }

        return [.. _entries.Values.Select(entry => entry.View).OrderByDescending(view => view.Changed).ThenBy(view => view.Slug, StringComparer.Ordinal)];
    }

    /// <summary>A grid by its address.</summary>
    /// <param name="slug">Name of its folder.</param>
    /// <returns>Null when there is none.</returns>
    public GridEntry? Find(string slug)
    {
        Discover();
        return _entries.GetValueOrDefault(slug);
    }

    /// <summary>Sets a grid up.</summary>
    /// <param name="spec">The grid.</param>
    /// <returns>The grid, not started.</returns>
    /// <exception cref="SettingException">The grid cannot be; one sentence.</exception>
    /// <exception cref="GridStoreException">The data folder cannot be written.</exception>
    public GridEntry Create(GridSpec spec)
    {
        _ = GridPlan.Of(spec, _rules);
        lock (_gate)
        {
            string slug = GridSlug.Of(spec.Name, name => Directory.Exists(Path.Combine(Root, name)) || File.Exists(Path.Combine(Root, name)));
            GridStore.Create(Path.Combine(Root, slug), spec);
            GridEntry entry = _entries.GetOrAdd(slug, NewEntry);
            entry.Refresh(mayReport: false);
            return entry;
        }
    }

    /// <summary>The devices that grids can be trained on; looked for when first asked.</summary>
    public DeviceList Devices => _backend.Devices;

    /// <summary>Starts a grid, or goes on with one that was stopped.</summary>
    /// <param name="entry">The grid.</param>
    /// <param name="workers">Trainings at the same time.</param>
    /// <param name="retryFailed">Whether trainings that failed are tried again.</param>
    /// <exception cref="SettingException">Others run already; the sentence names one. Or it has been deleted, or is for a device
    /// that is not here.</exception>
    /// <exception cref="GridStoreException">The store cannot be used.</exception>
    public void Start(GridEntry entry, int workers, bool retryFailed = false)
    {
        // One sentence for the grid, instead of the same one for each of its trainings.
        _ = Devices.Find(entry.View.Spec.Training.Device ?? DeviceId.Cpu);
        lock (_gate)
        {
            RequireRoom(entry);
            GridRunnerOptions options = new() { Workers = workers, RetryFailed = retryFailed };
            entry.Start(store => new GridRunner(store, _source, _backend, _rules, options), workers);
        }

        Awake();
    }

    /// <summary>Why a grid must wait: so many others train already that the pages and labs would not stay fluid.</summary>
    /// <param name="entry">The grid.</param>
    /// <returns>One sentence; null when it need not wait.</returns>
    public string? BusyWith(GridEntry entry)
    {
        GridEntry[] others = [.. _entries.Values.Where(other => other != entry && other.IsWorking)];
        return others.Length < _options.MaxRunning ? null
            : $"“{others[0].View.Spec.Name}” is being trained: pause or cancel it first, so that the pages and labs stay fluid.";
    }

    /// <summary>Goes on with a paused grid.</summary>
    /// <param name="entry">The grid.</param>
    /// <exception cref="SettingException">Others run meanwhile; the sentence names one.</exception>
    public void Resume(GridEntry entry)
    {
        lock (_gate)
        {
            RequireRoom(entry);
            entry.Resume();
        }
    }

    /// <summary>Deletes a grid with all its results.</summary>
    /// <param name="entry">The grid.</param>
    /// <exception cref="SettingException">It is being trained.</exception>
    /// <exception cref="GridStoreException">Its folder cannot be deleted.</exception>
    public void Delete(GridEntry entry)
    {
        // Held, so that nobody starts it between the look and the deletion.
        lock (_gate)
        {
            if (entry.HasRunner || GridStore.RunnersOf(entry.Folder).Count > 0)
            {
                throw new SettingException($"“{entry.View.Spec.Name}” is being trained: cancel it before it is deleted.");
            }

            RequireListed(entry);
            try
            {
                Directory.Delete(entry.Folder, recursive: true);
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
            {
                throw new GridStoreException($"“{entry.View.Spec.Name}” could not be deleted: check that its folder may be written and that nothing has its files open.", exception);
            }

            _entries.TryRemove(entry.Slug, out _);
        }

        Tell();
    }

    /// <summary>How long a grid may take, from what the stores here have measured.</summary>
    /// <param name="jobs">Its trainings.</param>
    /// <param name="workers">Trainings at the same time.</param>
    /// <returns>Null when some of its trainings are like none that was measured.</returns>
    public TimeSpan? Estimate(IReadOnlyList<GridJob> jobs, int workers)
    {
        Discover();
        GridCosts costs = new();
        foreach (GridEntry entry in _entries.Values)
        {
            if (entry.View.Jobs.Count == 0)
            {
                entry.Refresh(mayReport: false);
            }

            costs.Add(entry.View.Jobs, entry.View.Results.Results);
        }

        return costs.Estimate(jobs) is { } time ? time / Math.Max(1, workers) : null;
    }

    /// <inheritdoc/>
    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    public async Task StopAsync(CancellationToken cancellationToken)
    {
        await _ending.CancelAsync().ConfigureAwait(false);
        await Task.WhenAll(_entries.Values.Select(entry => entry.CancelAsync())).WaitAsync(cancellationToken).ConfigureAwait(false);
        await _loop.WaitAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        // The container knows the service under two names and disposes of it twice.
        if (!_isDisposed)
        {
            _isDisposed = true;
            await StopAsync(CancellationToken.None).ConfigureAwait(false);
            _ending.Dispose();
        }
    }

    private GridEntry NewEntry(string slug) => new(Path.Combine(Root, slug), _rules, _logger);

    private void RequireRoom(GridEntry entry)
    {
        RequireListed(entry);
        if (BusyWith(entry) is { } sentence)
        {
            throw new SettingException(sentence);
        }
    }

    /// <summary>A page may be open on a grid that another one deleted, and in whose folder a grid of the same name may lie by now.</summary>
    private void RequireListed(GridEntry entry)
    {
        if (_entries.GetValueOrDefault(entry.Slug) != entry)
        {
            throw new SettingException($"“{entry.View.Spec.Name}” has been deleted; go back to the list of experiments.");
        }
    }

    /// <summary>Takes in the folders that came, and lets go of those that went.</summary>
    private void Discover()
    {
        // Held, so that no grid is let go of that is set up between the look at the folders and the end.
        lock (_gate)
        {
            string[] folders;
            try
            {
                folders = Directory.Exists(Root) ? Directory.GetDirectories(Root) : [];
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
            {
                return;
            }

            HashSet<string> names = [.. folders.Where(GridStore.Exists).Select(folder => Path.GetFileName(folder)!).Where(GridSlug.IsListed)];
            foreach (string name in names)
            {
                _entries.GetOrAdd(name, NewEntry);
            }

            foreach (GridEntry gone in _entries.Values.Where(entry => !names.Contains(entry.Slug) && !entry.HasRunner))
            {
                _entries.TryRemove(gone.Slug, out _);
            }
        }
    }
}
