using PruningLab.Components.Grids;
using PruningLab.Engine.Experiments.Grids;
using PruningLab.Engine.Experiments.Reports;
using PruningLab.Engine.Plasticity;
using PruningLab.Engine.Training;

namespace PruningLab.Server.Experiments;

/// <summary>One grid of this server: its store, its runner while it has one, and the last snapshot of it.</summary>
/// <remarks>Thread-safe. <see cref="Refresh"/> reads files and is called off the circuits' threads.</remarks>
internal sealed class GridEntry
{
    private static readonly GridSpec s_unknown = new() { Name = string.Empty };

    private readonly Lock _gate = new();
    private readonly Lock _reading = new();
    private readonly RuleCatalogue _rules;
    private readonly ILogger _logger;
    private readonly List<Action<GridView>> _watchers = [];
    private GridStore? _store;
    private IReadOnlyList<GridJob> _jobs = [];
    private GridResults _results = new([], []);
    private GridRun? _run;
    private string? _problem;
    private long _length = -1;
    private DateTime _written;
    private GridReport? _report;
    private string? _reportProblem;
    private GridResults? _reported;
    private volatile bool _isReporting;
    private volatile bool _dirty = true;
    private volatile GridView _view;

    /// <summary>A grid whose store has not been looked at yet.</summary>
    /// <param name="folder">Its folder.</param>
    /// <param name="rules">All rules.</param>
    /// <param name="logger">Where faults of our own go.</param>
    public GridEntry(string folder, RuleCatalogue rules, ILogger logger)
    {
        (Folder, _rules, _logger) = (folder, rules, logger);
        Slug = Path.GetFileName(folder);
        _view = new GridView { Slug = Slug, Spec = s_unknown with { Name = Slug }, Standing = GridStanding.Ready };
    }

    /// <summary>Name of its folder.</summary>
    public string Slug { get; }

    /// <summary>Its folder.</summary>
    public string Folder { get; }

    /// <summary>The last snapshot.</summary>
    public GridView View => _view;

    /// <summary>Whether this server trains it, also while it is paused.</summary>
    public bool HasRunner => _run is not null;

    /// <summary>Whether this server trains it and it is not paused.</summary>
    public bool IsWorking => _run is { IsPaused: false };

    /// <summary>Whether somebody looks at it.</summary>
    public bool IsWatched
    {
        get
        {
            lock (_gate)
            {
                return _watchers.Count > 0;
            }
        }
    }

    /// <summary>Whether something has changed since the last look.</summary>
    public bool IsDirty => _dirty;

    /// <summary>Has a page told of changes.</summary>
    /// <param name="watcher">Called with each new snapshot, on any thread.</param>
    /// <returns>Ends it.</returns>
    public IDisposable Watch(Action<GridView> watcher)
    {
        lock (_gate)
        {
            _watchers.Add(watcher);
        }

        _dirty = true;
        return new Subscription(() =>
        {
            lock (_gate)
            {
                _watchers.Remove(watcher);
            }
        });
    }

    /// <summary>Starts a runner.</summary>
    /// <param name="make">Makes the runner for the store.</param>
    /// <param name="workers">Trainings at the same time.</param>
    /// <exception cref="GridStoreException">The store cannot be used.</exception>
    public void Start(Func<GridStore, GridRunner> make, int workers)
    {
        lock (_gate)
        {
            if (_run is not null)
            {
                return;
            }

            _problem = null;
            _store ??= GridStore.Open(Folder);
            _run = new GridRun(make(_store), workers, () => _dirty = true, Ended);
        }

        _dirty = true;
    }

    /// <summary>Holds it between two batches.</summary>
    public void Pause() => _run?.Pause();

    /// <summary>Goes on after a pause.</summary>
    public void Resume() => _run?.Resume();

    /// <summary>Ends its runner; what is unfinished is done by the next one.</summary>
    /// <returns>When the runner has ended.</returns>
    public Task CancelAsync() => _run?.CancelAsync() ?? Task.CompletedTask;

    /// <summary>Looks at the store and the runner, and tells the watchers when something is different.</summary>
    /// <param name="mayReport">Whether it is time for another report.</param>
    /// <returns>True when a report has been begun.</returns>
    public bool Refresh(bool mayReport)
    {
        Action<GridView>[] watchers;
        bool reports;
        lock (_reading)
        {
            _dirty = false;
            GridView now = Look();
            reports = mayReport && !_isReporting && !ReferenceEquals(_reported, _results) && _results.Results.Count > 0;
            if (reports)
            {
                _isReporting = true;
                _ = Task.Run(Report);
            }

            if (now == _view)
            {
                return reports;
            }

            _view = now;
            lock (_gate)
            {
                watchers = [.. _watchers];
            }
        }

        foreach (Action<GridView> watcher in watchers)
        {
            Subscription.Tell(() => watcher(_view), _logger);
        }

        return reports;
    }

    /// <summary>The report of what the store holds now.</summary>
    /// <returns>Null when nothing is done yet.</returns>
    /// <exception cref="GridStoreException">The store cannot be used.</exception>
    public GridReport? MakeReport()
    {
        Refresh(mayReport: false);
        GridView view = View;
        return view.Standing == GridStanding.Broken ? throw new GridStoreException(view.Problem!)
            : view.Results.Results.Count == 0 ? null
            : view.Report is { } report && ReferenceEquals(_reported, view.Results) ? report
            : GridReport.Of(view.Spec, view.Jobs.Count, view.Results);
    }

    private GridView Look()
    {
        try
        {
            DateTime written = File.GetLastWriteTimeUtc(Path.Combine(Folder, "grid.json"));
            if (_store is null || (written != _written && _run is null))
            {
                (_store, _written, _jobs, _length) = (GridStore.Open(Folder), written, [], -1);
            }

            if (_jobs.Count == 0)
            {
                _jobs = GridPlan.Of(_store.Spec, _rules);
            }

            long length = StoreFiles.Length(Folder);
            if (length != _length)
            {
                // Taken before the reading: a line that comes meanwhile is read again next time.
                _results = _store.Read();
                _length = length;
            }

            return Seen(_store, _run);
        }
        catch (Exception exception) when (exception is GridStoreException or SettingException)
        {
            return Broken(exception.Message);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return Broken("The folder of this grid could not be read; check that it is there and that PruningLab may read it.");
        }
    }

    private GridView Broken(string sentence) =>
        new() { Slug = Slug, Spec = _store?.Spec ?? s_unknown with { Name = Slug }, Standing = GridStanding.Broken, Problem = sentence, Changed = StoreFiles.Changed(Folder) };

    private GridView Seen(GridStore store, GridRun? run)
    {
        GridProgress? progress = run?.Runner.Progress;
        int done = _results.Results.Count, failed = _results.Results.Count(result => result.Failure is not null);
        GridStanding standing = run is not null ? (run.IsPaused ? GridStanding.Paused : GridStanding.Running)
            : done >= _jobs.Count && _jobs.Count > 0 ? GridStanding.Finished
            : store.Runners().Count > 0 ? GridStanding.Elsewhere
            : done > 0 || _length > 0 ? GridStanding.Stopped
            : GridStanding.Ready;
        return new GridView
        {
            Slug = Slug,
            Spec = store.Spec,
            Standing = standing,
            Jobs = _jobs,
            Results = _results,
            Done = done,
            Failed = failed,
            Running = progress?.Running ?? [],
            Workers = run?.Workers ?? 0,
            Elapsed = TimeSpan.FromSeconds(_results.Results.Sum(result => result.Seconds)),
            Left = progress?.Left,
            Problem = _problem,
            Changed = StoreFiles.Changed(Folder),
            Report = _report,
            ReportProblem = _reportProblem,
        };
    }

    private void Report()
    {
        GridResults results = _results;
        try
        {
            _report = GridReport.Of(_store!.Spec, _jobs.Count, results);
            _reportProblem = null;
        }
#pragma warning disable CA1031 // Whatever the report stumbles over, the grid goes on, and the page says that there is none.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            _logger.LogError(exception, "The report of grid {Slug} could not be made.", Slug);
            _reportProblem = "The report could not be made; what happened is in the server's log.";
        }

        _reported = results;
        _isReporting = false;
        _dirty = true;
    }

    private void Ended(GridRun run, string? problem)
    {
        lock (_gate)
        {
            if (_run == run)
            {
                (_run, _problem) = (null, problem);
            }
        }

        _dirty = true;
    }
}
