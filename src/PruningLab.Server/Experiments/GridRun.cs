using PruningLab.Engine.Experiments.Grids;

namespace PruningLab.Server.Experiments;

/// <summary>A runner at work on this server.</summary>
internal sealed class GridRun
{
    private readonly Func<Task> _cancel;
    private readonly Action _changed;
    private readonly Task _work;

    /// <summary>Starts a runner.</summary>
    /// <param name="runner">The runner; disposed of when it has ended.</param>
    /// <param name="workers">Trainings at the same time.</param>
    /// <param name="changed">Called, on any thread, when something has changed.</param>
    /// <param name="ended">Called once with the sentence on why it ended before its end, or null.</param>
    public GridRun(GridRunner runner, int workers, Action changed, Action<GridRun, string?> ended)
    {
        (Runner, Workers, _changed) = (runner, workers, changed);
        runner.Changed += changed;
        CancellationTokenSource stop = new();
        _cancel = stop.CancelAsync;
        _work = Task.Run(() => WorkAsync(stop, ended));
    }

    /// <summary>The runner.</summary>
    public GridRunner Runner { get; }

    /// <summary>Trainings at the same time.</summary>
    public int Workers { get; }

    /// <summary>Whether it is held.</summary>
    public bool IsPaused { get; private set; }

    /// <summary>Holds it between two batches.</summary>
    public void Pause()
    {
        IsPaused = true;
        Runner.Pause();
        _changed();
    }

    /// <summary>Goes on.</summary>
    public void Resume()
    {
        IsPaused = false;
        Runner.Resume();
        _changed();
    }

    /// <summary>Ends it.</summary>
    /// <returns>When it has ended.</returns>
    public async Task CancelAsync()
    {
        try
        {
            await _cancel().ConfigureAwait(false);
        }
        catch (ObjectDisposedException)
        {
            // It has just ended by itself.
        }

        await _work.ConfigureAwait(false);
    }

    private async Task WorkAsync(CancellationTokenSource stop, Action<GridRun, string?> ended)
    {
        string? problem = null;
        try
        {
            problem = (await Runner.RunAsync(stop.Token).ConfigureAwait(false)).Problem;
        }
        catch (OperationCanceledException)
        {
            // Ended on request.
        }
        catch (GridStoreException exception)
        {
            problem = exception.Message;
        }
#pragma warning disable CA1031 // Whatever it is, the page says that the grid does not run any more.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            problem = $"The training of this grid was broken off by an error that nobody foresaw ({exception.GetType().Name}: {exception.Message.TrimEnd('.')}).";
        }
        finally
        {
            Runner.Changed -= _changed;
            Runner.Dispose();
            stop.Dispose();
            ended(this, problem);
        }
    }
}
