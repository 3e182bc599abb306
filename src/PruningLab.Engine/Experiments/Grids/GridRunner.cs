using System.Diagnostics;
using System.Globalization;
using PruningLab.Engine.Data;
using PruningLab.Engine.Devices;
using PruningLab.Engine.Networks;
using PruningLab.Engine.Plasticity;
using PruningLab.Engine.Training;

namespace PruningLab.Engine.Experiments.Grids;

/// <summary>Does the jobs of a store on a pool of workers. Several runners, also in other processes, may share one store.</summary>
/// <remarks>Thread-safe. A finished job is never done again; a job whose runner died is given out anew. Each worker is one
/// thread; jobs are given out in the order of the plan, so that seed after seed is complete.</remarks>
public sealed class GridRunner : IDisposable
{
    private static readonly TimeSpan s_look = TimeSpan.FromMilliseconds(500);

    private readonly IBackend _backend;
    private readonly RuleCatalogue _rules;
    private readonly IReadOnlyList<GridJob> _jobs;
    private readonly JobDesk _desk;
    private readonly WindowShelf _shelf;
    private readonly GridEstimate _estimate = new();
    private readonly WorkGate _gate = new();
    private readonly Stopwatch _clock = new();
    private readonly CancellationTokenSource _stop = new();
    private readonly List<RunningJob> _running = [];
    private readonly Lock _lock = new();
    private readonly int _workers;
    private GridState _state = GridState.Ready;
    private string? _problem;
    private IReadOnlyDictionary<string, double>? _seconds;

    /// <summary>A runner that has not begun; nothing is written yet.</summary>
    /// <exception cref="SettingException">The grid or the shard cannot be, or its device is not here.</exception>
    /// <exception cref="GridStoreException">The store cannot be read.</exception>
    public GridRunner(GridStore store, IWindowSource source, IBackend backend, RuleCatalogue rules, GridRunnerOptions options)
        : this(store, source, backend, rules, options, [TimeSpan.FromSeconds(0.2), TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(5)])
    {
    }

    internal GridRunner(
        GridStore store, IWindowSource source, IBackend backend, RuleCatalogue rules, GridRunnerOptions options, IReadOnlyList<TimeSpan> delays)
    {
        ArgumentNullException.ThrowIfNull(store);
        ArgumentNullException.ThrowIfNull(source);
        ArgumentNullException.ThrowIfNull(backend);
        ArgumentNullException.ThrowIfNull(rules);
        ArgumentNullException.ThrowIfNull(options);
        if (options.Workers is < 0 or > GridRunnerOptions.MostWorkers)
        {
            throw new SettingException($"The number of workers is {options.Workers}, but must be from 1 to {GridRunnerOptions.MostWorkers}, or 0 for one per core.");
        }
        Store = store;
        (_backend, _rules) = (backend, rules);
        _jobs = GridPlan.Shard(GridPlan.Of(store.Spec, rules), options.Shard.Index, options.Shard.Count);
        // A grid that names a device which is not here is refused as a whole, rather than job by job.
        backend.Open(store.Spec.Training.Device);
        int workers = options.Workers > 0 ? options.Workers : DeviceId.Card(GridDevices.Of(store.Spec)) >= 0 ? 1 : Environment.ProcessorCount;
        _workers = Math.Clamp(workers, 1, Math.Max(1, _jobs.Count));
        _shelf = new WindowShelf(source, _workers + 1);
        _desk = new JobDesk(store, _jobs, options.RetryFailed, delays);
        Reckon();
    }

    /// <summary>Raised, on any thread, when a job began, ended an epoch or finished, and when the state changed.</summary>
    public event Action? Changed;

    /// <summary>The store.</summary>
    public GridStore Store { get; }

    /// <summary>How far it is.</summary>
    public GridProgress Progress
    {
        get
        {
            (int done, int failed) = _desk.Count;
            lock (_lock)
            {
                return new GridProgress
                {
                    State = _state == GridState.Running && _gate.IsClosed ? GridState.Paused : _state,
                    Total = _jobs.Count,
                    Done = done,
                    Failed = failed,
                    Running = [.. _running.Select(job => job.Progress)],
                    Elapsed = _clock.Elapsed,
                    Left = Left(done),
                    Problem = _problem,
                };
            }
        }
    }

    /// <summary>Works until every job has a result, or until it is cancelled or the store cannot be written any more.</summary>
    /// <remarks>A problem with the store is no exception but the state <see cref="GridState.Stopped"/>, with its sentence.</remarks>
    /// <param name="cancellation">Stops between two batches; unfinished jobs are done by the next runner.</param>
    /// <returns>The last progress.</returns>
    /// <exception cref="InvalidOperationException">It was begun before.</exception>
    public Task<GridProgress> RunAsync(CancellationToken cancellation)
    {
        lock (_lock)
        {
            if (_state != GridState.Ready)
            {
                throw new InvalidOperationException("A runner runs once; make another one.");
            }
            _state = GridState.Running;
        }
        return Task.Factory.StartNew(() => Run(cancellation), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
    }

    /// <summary>Holds all workers between two batches.</summary>
    public void Pause()
    {
        lock (_lock)
        {
            _gate.Close();
            _clock.Stop();
        }
        Tell();
    }

    /// <summary>Goes on after <see cref="Pause"/>.</summary>
    public void Resume()
    {
        lock (_lock)
        {
            _gate.Open();
            if (_state == GridState.Running)
            {
                _clock.Start();
            }
        }
        Tell();
    }

    /// <summary>Stops between two batches, as a cancellation does; the task of <see cref="RunAsync"/> then lets go of the store.</summary>
    public void Dispose() => _stop.Cancel();

    private GridProgress Run(CancellationToken cancellation)
    {
        using CancellationTokenSource stop = CancellationTokenSource.CreateLinkedTokenSource(cancellation, _stop.Token);
        lock (_lock)
        {
            if (!_gate.IsClosed)
            {
                _clock.Start();
            }
        }
        Tell();
        if (!_desk.IsDone)
        {
            Guard(_desk.Open, stop);
            Thread[] workers = [.. Enumerable.Range(1, stop.IsCancellationRequested ? 0 : _workers).Select(number =>
                new Thread(() => Guard(() => Work(stop.Token), stop)) { IsBackground = true, Name = $"grid worker {number}" })];
            Array.ForEach(workers, worker => worker.Start());
            foreach (Thread worker in workers)
            {
                while (!worker.Join(s_look))
                {
                    Guard(Look, stop);
                }
            }
        }
        _desk.Dispose();
        lock (_lock)
        {
            _clock.Stop();
            _state = _problem is not null ? GridState.Stopped : _desk.IsDone ? GridState.Finished : GridState.Cancelled;
        }
        Tell();
        return Progress;
    }

    private void Look()
    {
        if (_desk.Look())
        {
            Reckon();
            Tell();
        }
    }

    /// <summary>Tells those who listen. What one of them throws is written down, and is no failure of a training.</summary>
    private void Tell()
    {
        try
        {
            Changed?.Invoke();
        }
        catch (Exception exception)
        {
            _desk.Log($"{DateTime.UtcNow:u} A listener failed: {exception}");
        }
    }

    /// <summary>What goes wrong with the store, and what nobody foresaw, stops the runner and is told, but harms nobody else.</summary>
    private void Guard(Action action, CancellationTokenSource stop)
    {
        try
        {
            action();
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // Sent home.
        }
        catch (Exception exception)
        {
            lock (_lock)
            {
                _problem ??= exception is GridStoreException ? exception.Message
                    : $"{Store.Folder}: the runner was stopped by an error that nobody foresaw ({exception.GetType().Name}: {exception.Message.TrimEnd('.')}).";
            }
            _desk.Log(exception.ToString());
            stop.Cancel();
        }
    }

    private void Work(CancellationToken cancellation)
    {
        while (true)
        {
            _gate.Pass(null, cancellation);
            if (_desk.Next(cancellation) is { } job)
            {
                Do(job, cancellation);
            }
            else if (_desk.IsDone)
            {
                return;
            }
            else
            {
                // What is left is in other hands: it is done there, or given out anew when they die.
                cancellation.WaitHandle.WaitOne(s_look);
            }
        }
    }

    private void Do(GridJob job, CancellationToken cancellation)
    {
        RunningJob running = new(job);
        lock (_lock)
        {
            _running.Add(running);
        }
        try
        {
            Tell();
            GridResult result = Train(running, job, cancellation);
            _desk.Finish(result with { Runner = _desk.Runner, Finished = DateTime.UtcNow }, cancellation);
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            _desk.GiveBack(job);
            throw;
        }
        finally
        {
            lock (_lock)
            {
                _running.Remove(running);
            }
        }
        Reckon();
        Tell();
    }

    private GridResult Train(RunningJob running, GridJob job, CancellationToken cancellation)
    {
        try
        {
            LoadedWindows data = _shelf.Get(job.Spec.Data);
            _estimate.Learn(job.Place.Data, data.Windows);
            return GridTraining.Run(job, data, _backend, _rules,
                clock =>
                {
                    running.Clock = clock;
                    _gate.Pass(clock, cancellation);
                },
                (epoch, sparsity) =>
                {
                    running.Progress = running.Progress with { Epoch = epoch.Epoch, Mae = GridTraining.Errors(epoch.Test, data.Windows).Mae, Sparsity = sparsity };
                    Tell();
                });
        }
        catch (Exception exception) when (exception is not OperationCanceledException || !cancellation.IsCancellationRequested)
        {
            return new GridResult { Job = job.Id, Place = job.Place, Failure = Sentence(job, exception), Seconds = running.Clock?.Elapsed.TotalSeconds ?? 0 };
        }
    }

    private string Sentence(GridJob job, Exception exception)
    {
        if (exception is OutOfDeviceMemoryException && _workers > 1)
        {
            return string.Create(CultureInfo.InvariantCulture, $"{exception.Message} The device was shared by up to {_workers} trainings: use fewer workers, and try the failed trainings again.");
        }
        if (exception is DataException or SettingException or TrainingException)
        {
            return exception.Message;
        }
        if (exception is OutOfMemoryException)
        {
            return "The memory did not suffice for this training; use fewer workers, a smaller network or smaller batches, and try the failed trainings again.";
        }
        _desk.Log($"{DateTime.UtcNow:u} {job.Place}: {exception}");
        return $"An error that nobody foresaw broke the training off ({exception.GetType().Name}: {exception.Message.TrimEnd('.')}); its trace is in runners/{_desk.Runner}.log.";
    }

    /// <summary>Estimates anew what is left, away from those who ask for the progress.</summary>
    private void Reckon()
    {
        IReadOnlyDictionary<string, double>? seconds = _estimate.SecondsLeft(_desk.Overview());
        lock (_lock)
        {
            _seconds = seconds;
        }
    }

    /// <summary>Time left; called while the lock is held.</summary>
    private TimeSpan? Left(int done)
    {
        if (done == _jobs.Count)
        {
            return TimeSpan.Zero;
        }
        if (_seconds is not { Count: > 0 } seconds)
        {
            return null;
        }
        double sum = seconds.Values.Sum() - _running.Sum(job => Math.Min(
            job.Clock?.Elapsed.TotalSeconds ?? 0, seconds.GetValueOrDefault(job.Progress.Job.Id)));
        return TimeSpan.FromSeconds(Math.Max(0, sum) / (Math.Min(_workers, seconds.Count) + _desk.Elsewhere));
    }
}
