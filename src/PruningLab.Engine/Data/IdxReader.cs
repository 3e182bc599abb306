using System.Buffers.Binary;
using System.Globalization;
using System.IO.Compression;

namespace PruningLab.Engine.Data;

/// <summary>Reads an IDX file of unsigned bytes, plain or packed by gzip, item by item.</summary>
/// <remarks>
/// The format, big-endian: two bytes 0, a type byte (0x08: unsigned bytes), the number of dimensions, one 32-bit size per
/// dimension, then the values, the last dimension running fastest. Source: LeCun, Cortes, Burges, the MNIST database.
/// </remarks>
internal sealed class IdxReader : IDisposable
{
    /// <summary>Dimensions of a file of labels: its magic number is 0x00000801.</summary>
    public const int LabelDimensions = 1;

    /// <summary>Dimensions of a file of pictures: its magic number is 0x00000803.</summary>
    public const int PictureDimensions = 3;

    private const byte UnsignedBytes = 0x08;
    private const int LargestSide = 4096;
    private const int MostItems = 16 * 1024 * 1024;
    private const long MostValues = 512L * 1024 * 1024;

    private readonly Stream _stream;
    private readonly string _fileName;
    private readonly string _noun;

    /// <summary>Reads the header.</summary>
    /// <param name="stream">The file's bytes; needs to be able to seek; closed with the reader.</param>
    /// <param name="fileName">Name for sentences.</param>
    /// <param name="dimensions"><see cref="LabelDimensions"/> or <see cref="PictureDimensions"/>.</param>
    /// <exception cref="DataException">It is no such file; one sentence.</exception>
    public IdxReader(Stream stream, string fileName, int dimensions)
    {
        _fileName = fileName;
        _noun = dimensions == PictureDimensions ? "picture" : "label";
        _stream = Unpacked(stream);
        Span<byte> header = stackalloc byte[4 + (4 * dimensions)];
        int found = Fill(header);
        RequireMagic(header[..Math.Min(found, 4)], dimensions);
        if (found < header.Length)
            throw Broken($"the file ends in its header, after {Bytes(found)}, where {header.Length} bytes were expected");
        Count = Size(header, 0, $"{_noun}s", MostItems);
        Rows = dimensions > 1 ? Size(header, 1, "rows per picture", LargestSide) : 1;
        Columns = dimensions > 2 ? Size(header, 2, "columns per picture", LargestSide) : 1;
        if ((long)Count * Rows * Columns > MostValues)
            throw new DataException(string.Create(CultureInfo.InvariantCulture, $"{_fileName}: {Count:N0} pictures of "
                + $"{Rows} × {Columns} were found where at most {MostValues:N0} values were expected; leave pictures out."));
    }

    /// <summary>Pictures or labels in the file.</summary>
    public int Count { get; }

    /// <summary>Rows of a picture; 1 for labels.</summary>
    public int Rows { get; }

    /// <summary>Columns of a picture; 1 for labels.</summary>
    public int Columns { get; }

    /// <summary>Reads the next items.</summary>
    /// <param name="items">Takes a whole number of items.</param>
    /// <param name="first">Number of the first of them, from 0, for the sentence.</param>
    /// <exception cref="DataException">The file ends too early or its packing is broken.</exception>
    public void Read(Span<byte> items, int first)
    {
        int found = Fill(items);
        if (found < items.Length)
            throw Broken(string.Create(CultureInfo.InvariantCulture, $"the file ends after "
                + $"{Counted(first + (found / (Rows * Columns)))} where the {Count:N0} of its header were expected"));
    }

    /// <summary>Makes sure that nothing follows the last item.</summary>
    /// <exception cref="DataException">More bytes follow, or the packing is broken.</exception>
    public void RequireEnd()
    {
        Span<byte> more = stackalloc byte[1];
        if (Fill(more) > 0)
            throw Broken(string.Create(CultureInfo.InvariantCulture, $"more bytes follow where the end was expected after "
                + $"the {Counted(Count)} of its header"));
    }

    /// <inheritdoc/>
    public void Dispose() => _stream.Dispose();

    private static Stream Unpacked(Stream stream)
    {
        Span<byte> start = stackalloc byte[2];
        int found = stream.ReadAtLeast(start, 2, throwOnEndOfStream: false);
        stream.Position -= found;
        return found == 2 && start[0] == 0x1F && start[1] == 0x8B ? new GZipStream(stream, CompressionMode.Decompress) : stream;
    }

    private int Fill(Span<byte> bytes)
    {
        try
        {
            return _stream.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false);
        }
        catch (InvalidDataException exception)
        {
            throw new DataException($"{_fileName}: its gzip packing is broken where an IDX file of {_noun}s was expected; "
                + $"fetch the file again.", exception);
        }
    }

    private void RequireMagic(ReadOnlySpan<byte> magic, int dimensions)
    {
        string expected = $"an IDX file of {_noun}s, which begins with the bytes 00 00 08 0{dimensions},";
        if (magic.IsEmpty)
            throw Broken($"the file is empty where {expected} was expected");
        if (magic.Length < 4 || magic[0] != 0 || magic[1] != 0)
            throw Broken($"the file begins with {Convert.ToHexString(magic)} where {expected} was expected");
        if (magic[2] != UnsignedBytes)
            throw Broken($"the file holds values of IDX type {magic[2]:X2} where unsigned bytes, type 08, were expected");
        if (magic[3] != dimensions)
            throw Broken(magic[3] switch
            {
                LabelDimensions => $"the file holds labels where {expected} was expected",
                PictureDimensions => $"the file holds pictures where {expected} was expected",
                byte other => $"the file has {other} dimensions where {expected} was expected",
            });
    }

    private int Size(ReadOnlySpan<byte> header, int dimension, string what, int most)
    {
        uint size = BinaryPrimitives.ReadUInt32BigEndian(header[(4 + (4 * dimension))..]);
        return size >= 1 && size <= most
            ? (int)size
            : throw Broken(string.Create(CultureInfo.InvariantCulture,
                $"its header names {size:N0} {what} where 1 to {most:N0} were expected"));
    }

    private DataException Broken(string what) => new($"{_fileName}: {what}; fetch the file again.");

    private string Counted(int count) => string.Create(CultureInfo.InvariantCulture, $"{count:N0} {_noun}{(count == 1 ? "" : "s")}");

    private static string Bytes(int count) => count == 1 ? "1 byte" : $"{count} bytes";
}
