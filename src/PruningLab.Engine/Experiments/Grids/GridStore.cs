namespace PruningLab.Engine.Experiments.Grids;

/// <summary>The folder of a grid: its spec, and one line per finished job. May be read while others write.</summary>
/// <remarks>
/// <code>
/// grid.json                the spec
/// results/RUNNER.jsonl     one line per finished job; a runner only appends to its own file
/// runners/RUNNER.lock      held while the runner lives; the system lets go of it when the process dies
/// claims/JOB               the runner that a job was given to
/// store.lock               held for the moment in which jobs are given out
/// </code>
/// </remarks>
public sealed class GridStore
{
    private GridStore(string folder, GridSpec spec) => (Folder, Spec) = (folder, spec);

    /// <summary>The folder.</summary>
    public string Folder { get; }

    /// <summary>The grid.</summary>
    public GridSpec Spec { get; }

    /// <summary>Makes a store for a grid, or opens the one that is there when it holds the same grid.</summary>
    /// <exception cref="GridStoreException">The folder holds another grid, is broken, or cannot be written.</exception>
    public static GridStore Create(string folder, GridSpec spec) => throw new NotImplementedException();

    /// <summary>Opens a store; reading needs no right to write.</summary>
    /// <exception cref="GridStoreException">There is none, or it is broken.</exception>
    public static GridStore Open(string folder) => throw new NotImplementedException();

    /// <summary>All results so far: the first line of each job counts, a line that was cut off by a crash does not.</summary>
    public GridResults Read() => throw new NotImplementedException();
}
