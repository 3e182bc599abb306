using PruningLab.Engine.Data;
using PruningLab.Engine.Training;

namespace PruningLab.Engine.Runs;

/// <summary>The folder of one run: all that is needed to read it, to go on with its network, and to repeat it.</summary>
/// <remarks>
/// <code>
/// spec.json             the experiment it began with
/// run.json              the same with its live edits and its fingerprint: what repeats it
/// epochs.csv            errors after each epoch
/// batches.csv           loss of each batch
/// updates.csv           updates of the masks
/// layers.csv            weights and pruned weights per matrix (Algorithm 6 of Vos et al. 2025)
/// journal.csv           what the rule did, in sentences
/// predictions.csv       the test part, true and predicted
/// weights.safetensors   weights and masks
/// metrics.json          what came of it; written last
/// </code>
/// It is written under another name beside its place and then renamed, so that a crash leaves no folder that looks whole.
/// </remarks>
public sealed class RunFolder
{
    /// <summary>Names of the files.</summary>
    public const string Spec = "spec.json", Run = "run.json", Epochs = "epochs.csv", Batches = "batches.csv", Updates = "updates.csv",
        Layers = "layers.csv", Journal = "journal.csv", Predictions = "predictions.csv", Weights = "weights.safetensors",
        MetricsFile = "metrics.json";

    private RunFolder(string path, RunRecord record, RunMetrics metrics) => (Path, Record, Metrics) = (path, record, metrics);

    /// <summary>The folder.</summary>
    public string Path { get; }

    /// <summary>The run as it can be repeated.</summary>
    public RunRecord Record { get; }

    /// <summary>What came of it.</summary>
    public RunMetrics Metrics { get; }

    /// <summary>The file of weights and masks.</summary>
    public string WeightsPath => System.IO.Path.Combine(Path, Weights);

    /// <summary>Requires that a folder can be written: it is not there, or empty.</summary>
    /// <exception cref="DataException">Something is in its place; one sentence.</exception>
    public static void RequireFree(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        if (File.Exists(path) || (Directory.Exists(path) && Directory.EnumerateFileSystemEntries(path).Any()))
        {
            throw new DataException($"{path}: there is something at this place already, where a new folder was to be made; choose another folder or remove what is there.");
        }
    }

    /// <summary>Writes the folder of a run.</summary>
    /// <param name="path">The folder; not there yet, or empty.</param>
    /// <param name="trainer">The trainer, between two batches.</param>
    /// <param name="metrics">What came of it.</param>
    /// <exception cref="DataException">Something is in its place, or it cannot be written.</exception>
    public static async Task<RunFolder> SaveAsync(string path, Trainer trainer, RunMetrics metrics)
    {
        ArgumentNullException.ThrowIfNull(trainer);
        ArgumentNullException.ThrowIfNull(metrics);
        string full = System.IO.Path.TrimEndingDirectorySeparator(System.IO.Path.GetFullPath(path));
        RequireFree(full);
        string parent = System.IO.Path.GetDirectoryName(full) ?? full;
        string part = System.IO.Path.Combine(parent, $".{System.IO.Path.GetFileName(full)}.{Guid.NewGuid():N}.part");
        try
        {
            Directory.CreateDirectory(part);
            RunRecord record = new(trainer.Spec, [.. trainer.Edits], trainer.Clock.Batch, metrics.Fingerprint);
            await WriteAsync(part, trainer, record, metrics).ConfigureAwait(false);
            if (Directory.Exists(full))
            {
                Directory.Delete(full);
            }
            Directory.Move(part, full);
            return new RunFolder(full, record, metrics);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new DataException($"{path}: the run could not be written ({exception.Message}); check that the folder may be written and the disk has room.", exception);
        }
        finally
        {
            Discard(part);
        }
    }

    /// <summary>Opens the folder of a run.</summary>
    /// <exception cref="DataException">It is none, or not whole.</exception>
    public static RunFolder Open(string path)
    {
        string metrics = Read(path, MetricsFile), run = Read(path, Run);
        try
        {
            return new RunFolder(path, RunRecord.FromJson(run), RunMetrics.FromJson(metrics, System.IO.Path.Combine(path, MetricsFile)));
        }
        catch (SettingException exception)
        {
            throw new DataException($"{System.IO.Path.Combine(path, Run)}: {exception.Message}", exception);
        }
    }

    private static string Read(string path, string name)
    {
        try
        {
            return File.ReadAllText(System.IO.Path.Combine(path, name));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new DataException($"{path}: {name} could not be read where the folder of a whole run was expected; choose a folder that pruninglab train has written.", exception);
        }
    }

    private static async Task WriteAsync(string folder, Trainer trainer, RunRecord record, RunMetrics metrics)
    {
        Text(folder, Spec, writer => writer.Write(trainer.Spec.ToJson()));
        Text(folder, Run, writer => writer.Write(record.ToJson()));
        Text(folder, Epochs, writer => RunTables.Epochs(trainer, writer));
        Text(folder, Batches, writer => RunTables.Batches(trainer, writer));
        Text(folder, Updates, writer => RunTables.Updates(trainer, writer));
        Text(folder, Layers, writer => RunTables.Layers(trainer, writer));
        Text(folder, Journal, writer => RunTables.Journal(trainer, writer));
        Text(folder, Predictions, writer => RunTables.Predictions(trainer, writer));
        FileStream weights = File.Create(System.IO.Path.Combine(folder, Weights));
        await using (weights.ConfigureAwait(false))
        {
            await SavedNetwork.Of(trainer).WriteAsync(weights).ConfigureAwait(false);
            weights.Flush(flushToDisk: true);
        }
        Text(folder, MetricsFile, writer => writer.Write(metrics.ToJson()));
    }

    private static void Text(string folder, string name, Action<TextWriter> write)
    {
        using FileStream file = File.Create(System.IO.Path.Combine(folder, name));
        using (StreamWriter writer = new(file, leaveOpen: true))
        {
            write(writer);
        }
        file.Flush(flushToDisk: true);
    }

    private static void Discard(string part)
    {
        try
        {
            if (Directory.Exists(part))
            {
                Directory.Delete(part, recursive: true);
            }
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // Nothing takes it for a run: its name begins with a dot and ends in .part.
        }
    }
}
