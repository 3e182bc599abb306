using PruningLab.Engine.Experiments.Grids;

namespace PruningLab.Engine.Tests.Experiments.Grids;

/// <summary>A file system on which only so many bytes can be written, or nothing at all.</summary>
internal sealed class FaultyFiles : StoreFiles
{
    private readonly Lock _lock = new();

    /// <summary>Bytes that may still be written.</summary>
    public long Room { get; set; } = long.MaxValue;

    /// <summary>Failures after which there is room again.</summary>
    public int FailuresUntilRoom { get; init; } = int.MaxValue;

    /// <summary>What is thrown when somebody wants to write at all; null: nothing.</summary>
    public Exception? ReadOnly { get; init; }

    /// <summary>Whether what was written of a line can be cut off again.</summary>
    public bool CanCutOff { get; init; } = true;

    /// <summary>How often no room was left.</summary>
    public int Failures { get; private set; }

    public override Stream Open(string path, FileMode mode, FileAccess access, FileShare share)
    {
        if (access == FileAccess.Read)
        {
            return base.Open(path, mode, access, share);
        }
        if (ReadOnly is not null)
        {
            throw ReadOnly;
        }
        return new FaultyStream(this, base.Open(path, mode, access, share));
    }

    public override void MakeFolder(string path)
    {
        if (ReadOnly is not null && !Directory.Exists(path))
        {
            throw ReadOnly;
        }
        base.MakeFolder(path);
    }

    private int Take(int count)
    {
        lock (_lock)
        {
            if (Room >= count)
            {
                Room -= count;
                return count;
            }
            int taken = (int)Room;
            Failures++;
            Room = Failures >= FailuresUntilRoom ? long.MaxValue : 0;
            return taken;
        }
    }

    private sealed class FaultyStream(FaultyFiles files, Stream inner) : Stream
    {
        public override bool CanRead => inner.CanRead;

        public override bool CanSeek => inner.CanSeek;

        public override bool CanWrite => inner.CanWrite;

        public override long Length => inner.Length;

        public override long Position
        {
            get => inner.Position;
            set => inner.Position = value;
        }

        public override void Flush() => inner.Flush();

        public override int Read(byte[] buffer, int offset, int count) => inner.Read(buffer, offset, count);

        public override long Seek(long offset, SeekOrigin origin) => inner.Seek(offset, origin);

        public override void SetLength(long value)
        {
            if (!files.CanCutOff)
            {
                throw new IOException("Input/output error", 5);
            }
            inner.SetLength(value);
        }

        public override void Write(byte[] buffer, int offset, int count)
        {
            int taken = files.Take(count);
            inner.Write(buffer, offset, taken);
            if (taken < count)
            {
                throw new IOException("No space left on device", 28);
            }
        }

        protected override void Dispose(bool disposing)
        {
            if (disposing)
            {
                inner.Dispose();
            }
            base.Dispose(disposing);
        }
    }
}
