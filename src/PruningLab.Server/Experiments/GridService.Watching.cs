using PruningLab.Components.Grids;

namespace PruningLab.Server.Experiments;

/// <summary>What tells the pages of changes: one loop for all grids that are watched or trained.</summary>
internal sealed partial class GridService
{
    /// <summary>Has the list of grids told of changes.</summary>
    /// <param name="watcher">Called on any thread.</param>
    /// <returns>Ends it.</returns>
    public IDisposable WatchAll(Action watcher)
    {
        lock (_watchers)
        {
            _watchers.Add(watcher);
        }

        Awake();
        return new Subscription(() =>
        {
            lock (_watchers)
            {
                _watchers.Remove(watcher);
            }
        });
    }

    /// <summary>Has a page told of changes of one grid.</summary>
    /// <param name="entry">The grid.</param>
    /// <param name="watcher">Called with each new snapshot, on any thread.</param>
    /// <returns>Ends it.</returns>
    public IDisposable Watch(GridEntry entry, Action<GridView> watcher)
    {
        IDisposable subscription = entry.Watch(watcher);
        Awake();
        return subscription;
    }

    private void Awake()
    {
        lock (_gate)
        {
            if (_loop.IsCompleted && !_ending.IsCancellationRequested)
            {
                _loop = Task.Run(LoopAsync);
            }
        }
    }

    /// <summary>Looks at what is watched or trained, again and again until the server ends.</summary>
    private async Task LoopAsync()
    {
        using PeriodicTimer timer = new(_options.UpdateEvery);
        Dictionary<string, (long Looked, long Reported)> times = [];
        long listed = 0;
        try
        {
            while (await timer.WaitForNextTickAsync(_ending.Token).ConfigureAwait(false))
            {
                try
                {
                    Look(times, ref listed);
                }
#pragma warning disable CA1031 // Whatever one grid or one page stumbles over, the others are told of changes all the same.
                catch (Exception exception)
#pragma warning restore CA1031
                {
                    _logger.LogError(exception, "A look at the grids broke off.");
                }
            }
        }
        catch (OperationCanceledException)
        {
            // The server ends.
        }
    }

    private void Look(Dictionary<string, (long Looked, long Reported)> times, ref long listed)
    {
        long now = Environment.TickCount64;
        bool all = now - listed >= (long)_options.LookEvery.TotalMilliseconds && IsListWatched();
        if (all)
        {
            listed = now;
            Discover();
        }

        bool changed = false;
        foreach (GridEntry entry in _entries.Values)
        {
            (long looked, long reported) = times.GetValueOrDefault(entry.Slug);
            bool isDue = now - looked >= (long)_options.LookEvery.TotalMilliseconds && (all || entry.IsWatched || entry.HasRunner);
            if (isDue || (entry.IsDirty && (entry.IsWatched || entry.HasRunner)))
            {
                GridView before = entry.View;

                // One that stands still is reported at once: nothing newer comes that would be worth waiting for.
                bool standsStill = !entry.IsWorking && before.Standing != GridStanding.Elsewhere;
                bool mayReport = entry.IsWatched && (standsStill || now - reported >= (long)_options.ReportEvery.TotalMilliseconds);
                times[entry.Slug] = (now, entry.Refresh(mayReport) ? now : reported);
                changed |= before != entry.View;
            }
        }

        if (changed || all)
        {
            Tell();
        }
    }

    private bool IsListWatched()
    {
        lock (_watchers)
        {
            return _watchers.Count > 0;
        }
    }

    private void Tell()
    {
        Action[] watchers;
        lock (_watchers)
        {
            watchers = [.. _watchers];
        }

        foreach (Action watcher in watchers)
        {
            Subscription.Tell(watcher, _logger);
        }
    }
}
