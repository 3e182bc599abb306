namespace PruningLab.Engine.Tests.Data;

/// <summary>A stream that cannot seek and hands out odd, small portions, as a slow connection does.</summary>
internal sealed class TrickleStream(byte[] bytes, Exception? atEnd = null) : Stream
{
    private int _position;
    private int _portion;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override int Read(byte[] buffer, int offset, int count)
    {
        _portion = (_portion % 997) + 1;
        int given = Math.Min(Math.Min(count, _portion), bytes.Length - _position);
        if (given == 0 && atEnd is not null)
            throw atEnd;
        bytes.AsSpan(_position, given).CopyTo(buffer.AsSpan(offset));
        _position += given;
        return given;
    }

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
}
