namespace PruningLab.Engine.Experiments.Grids;

/// <summary>Gives out the jobs of a store to the workers of one runner, and takes their results in. Thread-safe.</summary>
/// <remarks>A job is given out when it has no result that settles it and no runner that lives has it. That is looked up and
/// written down while the store is held, and a claim goes only after its result is on the disk, also while the store is held:
/// so no two runners get the same job, and whoever finds no claim finds the result. Results are looked at after claims, because
/// a runner that is found dead may have written one in its last moment.</remarks>
internal sealed class JobDesk : IDisposable
{
    private readonly GridStore _store;
    private readonly IReadOnlyList<GridJob> _jobs;
    private readonly IReadOnlyList<TimeSpan> _delays;
    private readonly Dictionary<string, int> _failuresBefore;
    private readonly HashSet<string> _mine = new(StringComparer.Ordinal);
    private readonly HashSet<string> _settledMine = new(StringComparer.Ordinal);
    private readonly StoreLedger _ledger;
    private readonly Lock _lock = new();
    private RunnerSeat? _seat;
    private int _first;

    /// <summary>Looks at a store without writing.</summary>
    /// <param name="store">The store.</param>
    /// <param name="jobs">The jobs that are given out, in order.</param>
    /// <param name="retryFailed">Whether jobs that failed before are given out again, once.</param>
    /// <param name="delays">How long is waited before each further attempt to write a result.</param>
    public JobDesk(GridStore store, IReadOnlyList<GridJob> jobs, bool retryFailed, IReadOnlyList<TimeSpan> delays)
    {
        (_store, _jobs, _delays) = (store, jobs, delays);
        _ledger = new StoreLedger(store.Paths, store.Files);
        Refresh();
        _failuresBefore = retryFailed
            ? jobs.Where(job => _ledger.FailuresOf(job.Id) > 0).ToDictionary(job => job.Id, job => _ledger.FailuresOf(job.Id), StringComparer.Ordinal)
            : [];
        Count = Counted();
    }

    /// <summary>Jobs that are settled, and those of them that failed.</summary>
    public (int Done, int Failed) Count { get; private set; }

    /// <summary>Whether every job is settled.</summary>
    public bool IsDone => Count.Done == _jobs.Count;

    /// <summary>Jobs that other runners have, as far as known.</summary>
    public int Elsewhere { get; private set; }

    /// <summary>Name of the runner.</summary>
    public string Runner => _seat?.Name ?? "";

    /// <summary>Sits down at the store.</summary>
    /// <exception cref="GridStoreException">It cannot be written.</exception>
    public void Open() => _seat = RunnerSeat.Take(_store);

    /// <summary>The next job.</summary>
    /// <returns>Null when all jobs are settled or in somebody's hands.</returns>
    /// <exception cref="GridStoreException">The store can no longer be used.</exception>
    public GridJob? Next(CancellationToken cancellation)
    {
        lock (_lock)
        {
            try
            {
                using IDisposable held = RunnerSeat.Hold(_store, cancellation);
                ReleaseSettled();
                _ledger.Refresh();
                Count = Counted();
                for (int i = _first; i < _jobs.Count; i++)
                {
                    string id = _jobs[i].Id;
                    if (IsSettled(id))
                    {
                        _first += i == _first ? 1 : 0;
                    }
                    else if (!_mine.Contains(id) && !_seat!.IsTaken(id) && !HasBeenSettled(id))
                    {
                        _seat.Claim(id);
                        _mine.Add(id);
                        return _jobs[i];
                    }
                }
                return null;
            }
            catch (Exception exception) when (StoreTrouble.Is(exception))
            {
                throw Trouble("no further training can be given out", exception);
            }
        }
    }

    /// <summary>Takes a result in; it is on the disk when this returns.</summary>
    /// <exception cref="GridStoreException">It could not be written, several times.</exception>
    public void Finish(GridResult result, CancellationToken cancellation)
    {
        for (int attempt = 0; ; attempt++)
        {
            try
            {
                _seat!.Append(result);
                break;
            }
            catch (Exception exception) when (StoreTrouble.Is(exception))
            {
                if (attempt == _delays.Count)
                {
                    throw Trouble($"the result of a training could not be written ({result.Place})", exception);
                }
                cancellation.WaitHandle.WaitOne(_delays[attempt]);
            }
        }
        lock (_lock)
        {
            _settledMine.Add(result.Job);
            Refresh();
            Count = Counted();
        }
    }

    /// <summary>Gives a job back that was not finished.</summary>
    public void GiveBack(GridJob job)
    {
        lock (_lock)
        {
            _settledMine.Add(job.Id);
        }
    }

    /// <summary>Looks what other runners have done.</summary>
    /// <returns>True when there was something new.</returns>
    public bool Look()
    {
        lock (_lock)
        {
            (int, int) before = Count;
            try
            {
                _ledger.Refresh();
                Elsewhere = Math.Max(0, Directory.EnumerateFiles(_store.Paths.Claims).Count() - _mine.Count);
            }
            catch (Exception exception) when (StoreTrouble.Is(exception))
            {
                return false;
            }
            Count = Counted();
            return Count != before;
        }
    }

    /// <summary>Jobs with what is known of them: the result that settles them, or null.</summary>
    public IReadOnlyList<(GridJob Job, GridResult? Result)> Overview()
    {
        lock (_lock)
        {
            return [.. _jobs.Select(job => (job, IsSettled(job.Id) ? _ledger.Best[job.Id] : null))];
        }
    }

    /// <summary>Writes down an error that nobody foresaw.</summary>
    public void Log(string text) => _seat?.Log(text);

    /// <summary>Gives up all claims and stands up.</summary>
    public void Dispose()
    {
        lock (_lock)
        {
            if (_seat is null)
            {
                return;
            }
            try
            {
                using IDisposable held = RunnerSeat.Hold(_store, CancellationToken.None);
                _settledMine.UnionWith(_mine);
                ReleaseSettled();
            }
            catch (Exception exception) when (StoreTrouble.Is(exception) || exception is GridStoreException)
            {
                // A claim of a runner that is gone is given out anew.
            }
            _seat.Dispose();
            _seat = null;
        }
    }

    private void ReleaseSettled()
    {
        foreach (string job in _settledMine)
        {
            _seat!.Release(job);
            _mine.Remove(job);
        }
        _settledMine.Clear();
    }

    /// <summary>Looks once more: who had the job may have written its result and died since the first look.</summary>
    private bool HasBeenSettled(string job) => _ledger.Refresh() && IsSettled(job);

    private bool IsSettled(string job) => _ledger.Best.TryGetValue(job, out GridResult? best)
        && (best.Failure is null || _ledger.FailuresOf(job) > _failuresBefore.GetValueOrDefault(job));

    private (int Done, int Failed) Counted()
    {
        int done = 0, failed = 0;
        foreach (GridJob job in _jobs)
        {
            if (IsSettled(job.Id))
            {
                done++;
                failed += _ledger.Best[job.Id].Failure is null ? 0 : 1;
            }
        }
        return (done, failed);
    }

    private void Refresh()
    {
        try
        {
            _ledger.Refresh();
        }
        catch (Exception exception) when (StoreTrouble.Is(exception))
        {
            throw Trouble("the results could not be read", exception);
        }
    }

    private GridStoreException Trouble(string what, Exception exception) => new(StoreTrouble.Sentence(_store.Folder, what, exception), exception);
}
