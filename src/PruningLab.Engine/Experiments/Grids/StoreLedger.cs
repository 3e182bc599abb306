using System.Globalization;

namespace PruningLab.Engine.Experiments.Grids;

/// <summary>What is known of a store's results; each look reads only what was written since the last. Not thread-safe.</summary>
internal sealed class StoreLedger(StorePaths paths, StoreFiles files)
{
    private readonly SortedDictionary<string, ResultFile> _files = new(StringComparer.Ordinal);
    private readonly Dictionary<string, GridResult> _best = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int> _failures = new(StringComparer.Ordinal);
    private readonly List<string> _notes = [];

    /// <summary>One result per job: the first success, else the last failure.</summary>
    public IReadOnlyDictionary<string, GridResult> Best => _best;

    /// <summary>How often a job failed.</summary>
    public int FailuresOf(string job) => _failures.GetValueOrDefault(job);

    /// <summary>Sentences on lines that do not count.</summary>
    public IReadOnlyList<string> Notes =>
        [.. _notes, .. _files.Where(file => file.Value.IsCutOff).Select(file => $"results/{file.Key}: the last line was cut off when its runner ended; its training is done again.")];

    /// <summary>Reads what is new.</summary>
    /// <returns>True when there was something.</returns>
    /// <exception cref="IOException">The store cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be read.</exception>
    public bool Refresh()
    {
        if (!Directory.Exists(paths.Results))
        {
            return false;
        }
        string[] names = [.. Directory.EnumerateFiles(paths.Results, "*" + StorePaths.ResultEnding).Select(path => Path.GetFileName(path))];
        if (_files.Any(file => StoreFiles.Length(Path.Combine(paths.Results, file.Key)) < file.Value.Read))
        {
            // Somebody took results away: nothing that is known holds any more.
            _files.Clear();
            _best.Clear();
            _failures.Clear();
            _notes.Clear();
        }
        bool any = false;
        foreach (string name in names.Order(StringComparer.Ordinal))
        {
            if (!_files.TryGetValue(name, out ResultFile? file))
            {
                _files[name] = file = new ResultFile();
            }
            any |= Refresh(name, file);
        }
        return any;
    }

    private bool Refresh(string name, ResultFile file)
    {
        string path = Path.Combine(paths.Results, name);
        if (StoreFiles.Length(path) == file.Read || files.Read(path, file.Read) is not { Length: > 0 } content)
        {
            file.IsCutOff = false;
            return false;
        }
        int start = 0;
        for (int length; (length = content.AsSpan(start).IndexOf((byte)'\n')) >= 0; start += length + 1)
        {
            file.Lines++;
            Take(name, file.Lines, content.AsSpan(start, length));
        }
        file.Read += start;
        // While its runner lives, the rest of the line may still come.
        file.IsCutOff = start < content.Length && !RunnerSeat.IsAlive(paths, files, Path.GetFileNameWithoutExtension(name));
        return start > 0;
    }

    private void Take(string name, int number, ReadOnlySpan<byte> line)
    {
        if (line.Trim((byte)' ').IsEmpty)
        {
            return;
        }
        if (GridStoreJson.Read(line) is not { } result)
        {
            Note(name, number, "is not a result that this version knows; it does not count");
            return;
        }
        if (result.Failure is not null)
        {
            _failures[result.Job] = FailuresOf(result.Job) + 1;
        }
        if (!_best.TryGetValue(result.Job, out GridResult? known) || known.Failure is not null)
        {
            if (known is null || result.Failure is null || result.Finished >= known.Finished)
            {
                _best[result.Job] = result;
            }
            return;
        }
        if (result.Failure is null)
        {
            Note(name, number, result.Fingerprint == known.Fingerprint
                ? $"repeats a training that has a result already ({result.Place}); the first one counts"
                : $"contradicts the result that a training has already ({result.Place}): the weights differ; the first one counts");
        }
    }

    private void Note(string name, int number, string what) =>
        _notes.Add(string.Create(CultureInfo.InvariantCulture, $"results/{name}, line {number}: it {what}."));

    private sealed class ResultFile
    {
        public long Read { get; set; }

        public int Lines { get; set; }

        public bool IsCutOff { get; set; }
    }
}
