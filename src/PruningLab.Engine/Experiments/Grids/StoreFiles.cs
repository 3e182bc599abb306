namespace PruningLab.Engine.Experiments.Grids;

/// <summary>All that a store asks of the file system; tests put a full or read-only disk in its place.</summary>
internal class StoreFiles
{
    /// <summary>Codes of "somebody else holds the file": EAGAIN on Linux, on macOS, and sharing and lock violations on Windows.</summary>
    private static readonly int[] s_held = [11, 35, unchecked((int)0x80070020), unchecked((int)0x80070021)];

    /// <summary>The real file system.</summary>
    public static StoreFiles Real { get; } = new();

    /// <summary>Whether an exception means that somebody else holds the file.</summary>
    public static bool IsHeld(IOException exception) => s_held.Contains(exception.HResult);

    /// <summary>Opens a file. Nothing is buffered: what is written is at once visible to other processes.</summary>
    /// <param name="path">The file.</param>
    /// <param name="mode">Whether it must be there.</param>
    /// <param name="access">What is done with it.</param>
    /// <param name="share"><see cref="FileShare.None"/> holds it alone until it is closed or the process dies.</param>
    public virtual Stream Open(string path, FileMode mode, FileAccess access, FileShare share) =>
        new FileStream(path, mode, access, share, bufferSize: 0);

    /// <summary>Makes a folder, unless it is there.</summary>
    public virtual void MakeFolder(string path) => Directory.CreateDirectory(path);

    /// <summary>Removes a file, unless it is gone.</summary>
    public virtual void Delete(string path) => File.Delete(path);

    /// <summary>Puts a file where none is, at one stroke.</summary>
    /// <exception cref="IOException">There is one.</exception>
    public virtual void Move(string from, string to) => File.Move(from, to, overwrite: false);

    /// <summary>Writes a whole file, down to the disk.</summary>
    public void Write(string path, ReadOnlySpan<byte> content)
    {
        using Stream stream = Open(path, FileMode.Create, FileAccess.Write, FileShare.Read);
        stream.Write(content);
        Settle(stream);
    }

    /// <summary>Waits until what was written is on the disk.</summary>
    public static void Settle(Stream stream)
    {
        if (stream is FileStream file)
        {
            file.Flush(flushToDisk: true);
        }
        else
        {
            stream.Flush();
        }
    }

    /// <summary>Reads a file from a place on; null when it is not there.</summary>
    public byte[]? Read(string path, long from = 0)
    {
        try
        {
            using Stream stream = Open(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            long length = stream.Length;
            if (length <= from)
            {
                return [];
            }
            stream.Seek(from, SeekOrigin.Begin);
            byte[] content = new byte[length - from];
            int count = stream.ReadAtLeast(content, content.Length, throwOnEndOfStream: false);
            return count == content.Length ? content : content[..count];
        }
        catch (Exception exception) when (exception is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
    }

    /// <summary>Length of a file in bytes; 0 when it is not there.</summary>
    public static long Length(string path) => new FileInfo(path) is { Exists: true } file ? file.Length : 0;
}
