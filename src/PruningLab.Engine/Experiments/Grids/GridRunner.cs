using PruningLab.Engine.Data;
using PruningLab.Engine.Networks;
using PruningLab.Engine.Plasticity;

namespace PruningLab.Engine.Experiments.Grids;

/// <summary>Does the jobs of a store on a pool of workers. Several runners, also in other processes, may share one store.</summary>
/// <remarks>Thread-safe. A finished job is never done again; a job whose runner died is given out anew.</remarks>
public sealed class GridRunner : IDisposable
{
    /// <summary>A runner that has not begun.</summary>
    public GridRunner(GridStore store, IWindowSource source, IBackend backend, RuleCatalogue rules, GridRunnerOptions options)
    {
        ArgumentNullException.ThrowIfNull(store);
        Store = store;
    }

    /// <summary>Raised, on any thread, when a job began, ended an epoch or finished, and when the state changed.</summary>
    public event Action? Changed;

    /// <summary>The store.</summary>
    public GridStore Store { get; }

    /// <summary>How far it is.</summary>
    public GridProgress Progress => throw new NotImplementedException();

    /// <summary>Works until every job has a result, or until it is cancelled or the store cannot be written any more.</summary>
    /// <param name="cancellation">Stops between two batches; unfinished jobs are done by the next runner.</param>
    /// <returns>The last progress.</returns>
    public Task<GridProgress> RunAsync(CancellationToken cancellation) => throw new NotImplementedException();

    /// <summary>Holds all workers between two batches.</summary>
    public void Pause() => Changed?.Invoke();

    /// <summary>Goes on after <see cref="Pause"/>.</summary>
    public void Resume() => Changed?.Invoke();

    /// <summary>Lets go of the store.</summary>
    public void Dispose()
    {
    }
}
