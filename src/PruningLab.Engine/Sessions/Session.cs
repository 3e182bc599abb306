using System.Diagnostics;
using PruningLab.Engine.Data;
using PruningLab.Engine.Frames;
using PruningLab.Engine.Networks;
using PruningLab.Engine.Runs;
using PruningLab.Engine.Training;

namespace PruningLab.Engine.Sessions;

/// <summary>A trainer on its own thread: commands in, frames out.</summary>
/// <remarks>
/// Commands run between two batches, in the order in which they came; the task that a command returns ends when it has
/// taken effect. All members may be called from any thread. Watching changes nothing of the run's result.
/// </remarks>
public sealed partial class Session : IDisposable
{
    private readonly CommandQueue _commands = new();
    private readonly SnapshotHub _hub = new();
    private readonly RateMeter _meter = new();
    private readonly Pacer _pacer;
    private readonly IWindowSource _source;
    private readonly IBackend _backend;
    private readonly TimeProvider _time;
    private readonly TimeSpan _snapshotInterval;
    private readonly TimeSpan _speedInterval;
    private readonly Thread _thread;
    private SessionRun _run;
    private SessionView _view;
    private SessionState _state;
    private string _sentence = "";
    private long _version;
    private int _generation = 1;
    private long _lastSnapshot;
    private int _viewers;
    private long _lastWatched;

    /// <summary>Prepares the run; nothing trains before <see cref="PlayAsync"/>.</summary>
    /// <exception cref="SettingException">The spec cannot be.</exception>
    /// <exception cref="DataException">The data cannot be had.</exception>
    public Session(string id, ExperimentSpec spec, IWindowSource source, IBackend backend, SessionOptions? options = null, TimeProvider? time = null)
    {
        ArgumentNullException.ThrowIfNull(source);
        Id = id;
        _source = source;
        _backend = backend;
        _time = time ?? TimeProvider.System;
        options ??= new SessionOptions();
        _snapshotInterval = options.SnapshotInterval;
        _speedInterval = options.SpeedInterval;
        _pacer = new Pacer(options.InitialSpeed);
        _lastWatched = _time.GetTimestamp();
        _run = SessionRun.Create(spec, source, backend);
        _view = MakeView();
        Publish();
        _thread = new Thread(Loop) { IsBackground = true, Name = $"session {id}" };
        _thread.Start();
    }

    /// <summary>Raised after <see cref="View"/> changed, on the session's thread: handlers must be quick.</summary>
    public event Action? Changed;

    /// <summary>Raised when training broke off by an error that is not a person's doing.</summary>
    public event Action<Exception>? Faulted;

    /// <summary>Name in the address.</summary>
    public string Id { get; }

    /// <summary>What pages show of the session beside its frames.</summary>
    public SessionView View => Volatile.Read(ref _view);

    /// <summary>Viewers now.</summary>
    public int Viewers => Volatile.Read(ref _viewers);

    /// <summary>How long nobody has watched; zero while somebody does.</summary>
    public TimeSpan UnwatchedFor => Viewers > 0 ? TimeSpan.Zero : _time.GetElapsedTime(Volatile.Read(ref _lastWatched));

    /// <summary>Begins to watch.</summary>
    /// <exception cref="SettingException">The session has ended.</exception>
    public Viewer Watch()
    {
        // Counted before the snapshot is asked for, so that the snapshot counts this viewer.
        Interlocked.Increment(ref _viewers);
        if (!_commands.TryPost(Publish))
        {
            Interlocked.Decrement(ref _viewers);
            throw new SettingException(SnapshotHub.Ended);
        }

        return new Viewer(this);
    }

    /// <summary>Trains on; after an early stop it goes on without early stopping.</summary>
    public Task PlayAsync() => Do(() => Resume(int.MaxValue));

    /// <summary>Pauses after the batch in work.</summary>
    public Task PauseAsync() => Do(Rest);

    /// <summary>Trains one batch, then pauses.</summary>
    public Task StepBatchAsync() => Do(() => Resume(_run.Trainer.Clock.Batch + 1));

    /// <summary>Trains to the end of the epoch, then pauses.</summary>
    public Task StepEpochAsync() => Do(() =>
    {
        int perEpoch = _run.Trainer.BatchesPerEpoch;
        Resume(((_run.Trainer.Clock.Batch / perEpoch) + 1) * perEpoch);
    });

    /// <summary>Back to the same initial weights, with the settings as they are now and an empty log.</summary>
    public Task ResetAsync() => Do(() => Replace(_run.Again(_run.Trainer.CurrentSpec, _backend)));

    /// <summary>Starts over with other initial weights, shuffling and dropout.</summary>
    public Task ReseedAsync(int seed) => Do(() => Replace(_run.Again(_run.Trainer.CurrentSpec with { Seed = seed }, _backend)));

    /// <summary>Starts over from the spec the run began with and makes its edits again at the same batches; ends where the
    /// run stands now, unless told to play on.</summary>
    public Task ReplayAsync() => Do(() =>
    {
        Trainer old = _run.Trainer;
        SessionRun run = _run.Again(old.Spec, _backend);
        foreach (Edit edit in old.Edits)
        {
            run.Pending.Enqueue(edit);
        }
        int end = old.Clock.Batch;
        Replace(run);
        ReplayDueEdits();
        if (end > 0)
        {
            Resume(end);
        }
    });

    /// <summary>Starts over with another experiment; when it cannot be, the old run stays as it was.</summary>
    /// <exception cref="SettingException">The spec cannot be.</exception>
    /// <exception cref="DataException">The data cannot be had.</exception>
    public async Task RestartAsync(ExperimentSpec spec)
    {
        SessionRun run = await Task.Run(() => SessionRun.Create(spec, _source, _backend)).ConfigureAwait(false);
        await Do(() => Replace(run)).ConfigureAwait(false);
    }

    /// <summary>Changes a live setting before the next batch and logs the edit.</summary>
    /// <exception cref="SettingException">No such setting, not live, or the value cannot be.</exception>
    public Task RetuneAsync(string setting, double value) => Do(() =>
    {
        if (setting == TrainingSpec.StageId && _run.Trainer.IsFinished)
        {
            throw new SettingException("The run is finished, so that no other part of the data can come; reset starts it again.");
        }
        if (_run.Trainer.Retune(setting, value) is null)
        {
            return;
        }
        _run.Pending.Clear();
        if (setting == TrainingSpec.StageId && _state == SessionState.StoppedEarly)
        {
            // Other data have come, on which nothing has been tried yet.
            (_state, _sentence) = (SessionState.Paused, "");
        }
        if (setting == TrainingSpec.DeviceSetting && _state == SessionState.Paused)
        {
            // What was said of the former device's memory does not hold for this one.
            _sentence = "";
        }
    });

    /// <summary>Limits the speed.</summary>
    /// <param name="batchesPerSecond">At most so many batches a second; 0: unlimited.</param>
    /// <exception cref="SettingException">Negative or not a number.</exception>
    public Task SetSpeedAsync(double batchesPerSecond) => Do(() =>
    {
        if (!double.IsFinite(batchesPerSecond) || batchesPerSecond < 0)
        {
            throw new SettingException("The speed must be a number of batches per second from 0 (unlimited) up.");
        }
        _pacer.Limit = batchesPerSecond;
    });

    /// <summary>The run as it can be saved and replayed, taken between two batches.</summary>
    public async Task<RunRecord> RecordAsync()
    {
        RunRecord? record = null;
        await Do(() => record = RunRecord.Of(_run.Trainer), changes: false).ConfigureAwait(false);
        return record!;
    }

    /// <summary>Weights and masks as they can be written to a file, copied between two batches.</summary>
    public async Task<SavedNetwork> WeightsAsync()
    {
        SavedNetwork? network = null;
        await Do(() => network = SavedNetwork.Of(_run.Trainer), changes: false).ConfigureAwait(false);
        return network!;
    }

    /// <summary>Algorithm 6's statistics, counted in the weights' masks between two batches, with the zeros counted in the weights.</summary>
    public async Task<SessionStatistics> StatisticsAsync()
    {
        SessionStatistics? statistics = null;
        await Do(() => statistics = SessionStatistics.Of(View, _run.Trainer), changes: false).ConfigureAwait(false);
        return statistics!;
    }

    /// <summary>Ends the thread and frees the network.</summary>
    public void Dispose()
    {
        if (_commands.Close() && Thread.CurrentThread != _thread)
        {
            _thread.Join();
        }
    }

    internal Task<FrameSnapshot> NextSnapshotAsync(long version, CancellationToken cancellation) => _hub.NextAsync(version, cancellation);

    internal void Leave()
    {
        Volatile.Write(ref _lastWatched, _time.GetTimestamp());
        Interlocked.Decrement(ref _viewers);
        _commands.TryPost(Publish);
    }
}
