using System.Text;
using PruningLab.Engine.Training;

namespace PruningLab.Engine.Experiments.Grids;

/// <summary>The folder of a grid: its spec, and one line per finished job. May be read while others write.</summary>
/// <remarks>
/// <code>
/// grid.json                the spec
/// results/RUNNER.jsonl     one line per finished job; a runner only appends to its own file
/// runners/RUNNER.lock      held while the runner lives; the system lets go of it when the process dies
/// runners/RUNNER.log       errors that nobody foresaw, with their traces
/// claims/JOB               the runner that a job was given to
/// store.lock               held for the moment in which jobs are given out
/// </code>
/// Thread-safe.
/// </remarks>
public sealed class GridStore
{
    private readonly Lock _lock = new();
    private readonly StoreLedger _ledger;

    private GridStore(StorePaths paths, StoreFiles files, GridSpec spec)
    {
        (Paths, Files, Spec) = (paths, files, spec);
        _ledger = new StoreLedger(paths, files);
    }

    /// <summary>The folder.</summary>
    public string Folder => Paths.Folder;

    /// <summary>The grid; all values of its rules are filled in.</summary>
    public GridSpec Spec { get; }

    internal StorePaths Paths { get; }

    internal StoreFiles Files { get; }

    /// <summary>Makes a store for a grid, or opens the one that is there when it holds the same grid.</summary>
    /// <exception cref="GridStoreException">The folder holds another grid, is broken, or cannot be written.</exception>
    /// <exception cref="SettingException">The grid names a rule or a value that there is not.</exception>
    public static GridStore Create(string folder, GridSpec spec) => Create(folder, spec, StoreFiles.Real);

    /// <summary>Opens a store; reading needs no right to write.</summary>
    /// <exception cref="GridStoreException">There is none, or it is broken.</exception>
    public static GridStore Open(string folder) => Open(folder, StoreFiles.Real);

    /// <summary>Whether a folder holds a store.</summary>
    public static bool Exists(string folder) => File.Exists(new StorePaths(Path.GetFullPath(folder)).Grid);

    /// <summary>All results so far, in the grid's order: the first line of each job counts, a line that was cut off by a crash does not.</summary>
    /// <exception cref="GridStoreException">The folder cannot be read.</exception>
    public GridResults Read()
    {
        lock (_lock)
        {
            try
            {
                _ledger.Refresh();
            }
            catch (Exception exception) when (StoreTrouble.Is(exception))
            {
                throw new GridStoreException(StoreTrouble.Sentence(Folder, "the results could not be read", exception), exception);
            }
            return new GridResults([.. _ledger.Best.Values.OrderBy(result => result.Place, new GridPlaceOrder(Spec))], _ledger.Notes);
        }
    }

    /// <summary>Names of the runners that live, on whichever machine.</summary>
    /// <exception cref="GridStoreException">The folder cannot be read.</exception>
    public IReadOnlyList<string> Runners() => RunnersOf(Paths, Files);

    /// <summary>Names of the runners that live at a folder, whether its grid can be read or not.</summary>
    /// <exception cref="GridStoreException">The folder cannot be read.</exception>
    public static IReadOnlyList<string> RunnersOf(string folder) => RunnersOf(new StorePaths(Path.GetFullPath(folder)), StoreFiles.Real);

    internal static GridStore Create(string folder, GridSpec spec, StoreFiles files)
    {
        ArgumentException.ThrowIfNullOrEmpty(folder);
        ArgumentNullException.ThrowIfNull(spec);
        StorePaths paths = new(Path.GetFullPath(folder));
        // Through the text, so that the values that a rule has by default are in it, however the spec was made.
        string text = GridSpec.FromJson(spec.ToJson()).ToJson();
        try
        {
            if (!File.Exists(paths.Grid))
            {
                files.MakeFolder(paths.Folder);
                Write(paths, files, text);
            }
        }
        catch (Exception exception) when (StoreTrouble.Is(exception))
        {
            throw new GridStoreException(StoreTrouble.Sentence(paths.Folder, "the store could not be made", exception), exception);
        }
        GridStore store = Open(folder, files);
        return store.Spec.ToJson() == text ? store : throw new GridStoreException(GridDevices.DifferByDevice(store.Spec, GridSpec.FromJson(text))
            ? $"{paths.Folder}: the folder holds this grid trained on {GridDevices.Of(store.Spec)}, not on {GridDevices.Of(spec)}, and results of different devices do not go into one store: train it on {GridDevices.Of(store.Spec)}, or choose another folder."
            : $"{paths.Folder}: the folder holds the grid “{store.Spec.Name}”, which is not the one asked for (“{spec.Name}”): choose another folder, or the grid that is there.");
    }

    internal static GridStore Open(string folder, StoreFiles files)
    {
        ArgumentException.ThrowIfNullOrEmpty(folder);
        StorePaths paths = new(Path.GetFullPath(folder));
        try
        {
            byte[] content = files.Read(paths.Grid)
                ?? throw new GridStoreException($"{paths.Folder}: there is no grid in this folder (no grid.json); start one with “grid run”, or choose the folder of one.");
            return new GridStore(paths, files, GridSpec.FromJson(Encoding.UTF8.GetString(content)));
        }
        catch (SettingException exception)
        {
            throw new GridStoreException($"{paths.Grid}: {exception.Message}", exception);
        }
        catch (Exception exception) when (StoreTrouble.Is(exception))
        {
            throw new GridStoreException(StoreTrouble.Sentence(paths.Folder, "the store could not be read", exception), exception);
        }
    }

    private static IReadOnlyList<string> RunnersOf(StorePaths paths, StoreFiles files)
    {
        try
        {
            return !Directory.Exists(paths.Runners) ? [] :
            [
                .. Directory.EnumerateFiles(paths.Runners, "*" + StorePaths.LockEnding).Select(path => Path.GetFileNameWithoutExtension(path))
                    .Where(runner => RunnerSeat.IsAlive(paths, files, runner)).Order(StringComparer.Ordinal),
            ];
        }
        catch (Exception exception) when (StoreTrouble.Is(exception))
        {
            throw new GridStoreException(StoreTrouble.Sentence(paths.Folder, "the runners could not be looked up", exception), exception);
        }
    }

    /// <summary>Writes beside the place and moves: whoever looks finds all of it or nothing.</summary>
    private static void Write(StorePaths paths, StoreFiles files, string text)
    {
        string beside = Path.Combine(paths.Folder, $".grid-{Guid.NewGuid():N}.json");
        try
        {
            files.Write(beside, Encoding.UTF8.GetBytes(text));
            files.Move(beside, paths.Grid);
        }
        catch (IOException) when (File.Exists(paths.Grid))
        {
            // Somebody else made the store in this moment; the caller looks whether it holds the same grid.
            Discard(files, beside);
        }
        catch (Exception exception) when (StoreTrouble.Is(exception))
        {
            Discard(files, beside);
            throw;
        }
    }

    private static void Discard(StoreFiles files, string path)
    {
        try
        {
            files.Delete(path);
        }
        catch (Exception exception) when (StoreTrouble.Is(exception))
        {
            // Nothing looks at it, and the sentence about the store matters more.
        }
    }
}
