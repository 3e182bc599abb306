using System.Globalization;
using System.Text;

namespace PruningLab.Engine.Experiments.Grids;

/// <summary>A runner's place at a store: its lock, its claims and its file of results. Not thread-safe but for <see cref="Append"/>.</summary>
/// <remarks>All locks are those of the system, which lets go of them when the process dies in whatever way; a lock file that
/// is left behind means nothing. Runners that share a store over a network need a file system that knows such locks there.</remarks>
internal sealed class RunnerSeat : IDisposable
{
    private static readonly TimeSpan s_longest = TimeSpan.FromMinutes(1);

    private readonly GridStore _store;
    private readonly Stream _life;
    private readonly Lock _appending = new();
    private Stream? _results;
    private long _length;

    private RunnerSeat(GridStore store, string name, Stream life) => (_store, Name, _life) = (store, name, life);

    /// <summary>Name of the runner, unlike any other.</summary>
    public string Name { get; }

    /// <summary>Sits down.</summary>
    /// <exception cref="GridStoreException">The store cannot be written, or is gone.</exception>
    public static RunnerSeat Take(GridStore store)
    {
        StoreFiles files = store.Files;
        string name = NewName();
        if (!File.Exists(store.Paths.Grid))
        {
            // Else its folders would be made anew, and what is trained would lie where nothing finds it.
            throw new GridStoreException($"{store.Folder}: the grid was deleted or moved away while it was open, so no training can be started; set it up anew.");
        }
        try
        {
            files.MakeFolder(store.Paths.Results);
            files.MakeFolder(store.Paths.Runners);
            files.MakeFolder(store.Paths.Claims);
            using IDisposable held = Hold(store, CancellationToken.None);
            return new RunnerSeat(store, name, Locked(files, store.Paths.LockOf(name)));
        }
        catch (Exception exception) when (StoreTrouble.Is(exception))
        {
            throw new GridStoreException(StoreTrouble.Sentence(store.Folder, "no training can be started", exception), exception);
        }
    }

    /// <summary>Holds the store while jobs are given out.</summary>
    /// <exception cref="GridStoreException">Somebody else held it for a minute.</exception>
    public static IDisposable Hold(GridStore store, CancellationToken cancellation)
    {
        for (long start = Environment.TickCount64; ;)
        {
            try
            {
                return store.Files.Open(store.Paths.Lock, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            }
            catch (IOException exception) when (StoreFiles.IsHeld(exception))
            {
                cancellation.ThrowIfCancellationRequested();
                if (Environment.TickCount64 - start > s_longest.TotalMilliseconds)
                {
                    throw new GridStoreException($"{store.Folder}: another process has held store.lock for a minute where a moment was expected; end that process and run the grid again.", exception);
                }
                Thread.Sleep(Random.Shared.Next(1, 10));
            }
        }
    }

    /// <summary>Whether a runner lives.</summary>
    public static bool IsAlive(StorePaths paths, StoreFiles files, string runner)
    {
        try
        {
            // Readers share, so that those who look do not get into each other's way.
            using Stream life = files.Open(paths.LockOf(runner), FileMode.Open, FileAccess.Read, FileShare.Read);
            return false;
        }
        catch (Exception exception) when (exception is FileNotFoundException or DirectoryNotFoundException)
        {
            return false;
        }
        catch (IOException exception) when (StoreFiles.IsHeld(exception))
        {
            return true;
        }
        catch (UnauthorizedAccessException)
        {
            // Not to be told: no job of it is given out anew.
            return true;
        }
    }

    /// <summary>The runner that a job was given to, if it lives; only while the store is held.</summary>
    public bool IsTaken(string job) =>
        _store.Files.Read(_store.Paths.ClaimOf(job)) is { Length: > 0 } claim && IsAlive(_store.Paths, _store.Files, Encoding.UTF8.GetString(claim));

    /// <summary>Takes a job; only while the store is held.</summary>
    public void Claim(string job)
    {
        using Stream claim = _store.Files.Open(_store.Paths.ClaimOf(job), FileMode.Create, FileAccess.Write, FileShare.Read);
        claim.Write(Encoding.UTF8.GetBytes(Name));
    }

    /// <summary>Gives up the claim on a job; only while the store is held.</summary>
    public void Release(string job) => _store.Files.Delete(_store.Paths.ClaimOf(job));

    /// <summary>Writes results down to the disk, all of them or none.</summary>
    /// <exception cref="IOException">It could not be written; the file is as before.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be written.</exception>
    public void Append(params IReadOnlyList<GridResult> results)
    {
        if (results.Count == 0)
        {
            return;
        }
        byte[] lines = [.. results.SelectMany(GridStoreJson.Line)];
        lock (_appending)
        {
            _results ??= _store.Files.Open(_store.Paths.ResultsOf(Name), FileMode.CreateNew, FileAccess.Write, FileShare.Read);
            try
            {
                _results.Seek(_length, SeekOrigin.Begin);
                _results.Write(lines);
                StoreFiles.Settle(_results);
                _length += lines.Length;
            }
            catch (Exception exception) when (StoreTrouble.Is(exception))
            {
                CutOff(_results);
                throw;
            }
        }
    }

    /// <summary>Writes down an error that nobody foresaw; when that fails too, the sentence in the results must do.</summary>
    public void Log(string text)
    {
        try
        {
            lock (_appending)
            {
                using Stream log = _store.Files.Open(_store.Paths.LogOf(Name), FileMode.Append, FileAccess.Write, FileShare.Read);
                log.Write(Encoding.UTF8.GetBytes(text + "\n"));
            }
        }
        catch (Exception exception) when (StoreTrouble.Is(exception))
        {
            // The result line says what happened; only the trace is lost.
        }
    }

    /// <summary>Stands up.</summary>
    public void Dispose()
    {
        _results?.Dispose();
        _life.Dispose();
        try
        {
            _store.Files.Delete(_store.Paths.LockOf(Name));
        }
        catch (Exception exception) when (StoreTrouble.Is(exception))
        {
            // Nobody holds it any more, which is all that counts.
        }
    }

    private void CutOff(Stream results)
    {
        try
        {
            results.SetLength(_length);
        }
        catch (Exception exception) when (StoreTrouble.Is(exception))
        {
            // Readers pass over a line without its end, and the next attempt writes over it.
        }
    }

    private static Stream Locked(StoreFiles files, string path)
    {
        for (int attempt = 0; ; attempt++)
        {
            try
            {
                return files.Open(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            }
            catch (IOException exception) when (StoreFiles.IsHeld(exception) && attempt < 100)
            {
                // Somebody looks whether the runner lives, which takes no time.
                Thread.Sleep(5);
            }
        }
    }

    private static string NewName()
    {
        string machine = string.Concat(Environment.MachineName.ToLowerInvariant().Where(c => c is (>= 'a' and <= 'z') or (>= '0' and <= '9') or '-').Take(32));
        return string.Create(CultureInfo.InvariantCulture, $"{machine}-{Environment.ProcessId}-{Guid.NewGuid().ToString("N")[..8]}");
    }
}
