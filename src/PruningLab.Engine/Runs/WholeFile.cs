using PruningLab.Engine.Data;

namespace PruningLab.Engine.Runs;

/// <summary>Writes a file so that it is whole or not there: under another name beside its place, then renamed.</summary>
public static class WholeFile
{
    /// <summary>Writes a file; takes the place of one that is there.</summary>
    /// <param name="path">The file.</param>
    /// <param name="write">Writes its bytes.</param>
    /// <exception cref="DataException">It cannot be written.</exception>
    public static async Task WriteAsync(string path, Func<Stream, Task> write)
    {
        ArgumentNullException.ThrowIfNull(write);
        string full = Path.GetFullPath(path);
        if (Directory.Exists(full) || Path.EndsInDirectorySeparator(full))
        {
            throw new DataException($"{path}: this is a folder, where a file was to be written; name a file in it.");
        }
        string part = Path.Combine(Path.GetDirectoryName(full) ?? full, $".{Path.GetFileName(full)}.{Guid.NewGuid():N}.part");
        try
        {
            FileStream stream = File.Create(part);
            await using (stream.ConfigureAwait(false))
            {
                await write(stream).ConfigureAwait(false);
                await stream.FlushAsync().ConfigureAwait(false);
                stream.Flush(flushToDisk: true);
            }
            File.Move(part, full, overwrite: true);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new DataException($"{path}: the file could not be written ({exception.Message}); check that the folder is there, may be written, and the disk has room.", exception);
        }
        finally
        {
            Discard(part);
        }
    }

    private static void Discard(string part)
    {
        try
        {
            File.Delete(part);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // Nothing takes it for the file.
        }
    }
}
