using System.Buffers;
using System.Buffers.Binary;
using System.Runtime.InteropServices;
using PruningLab.Engine.Data;

namespace PruningLab.Engine.Runs;

/// <summary>Reads safetensors files, tensor by tensor; see <see cref="SafeTensorsWriter"/> for the format.</summary>
/// <remarks>The constructor checks everything but the numbers, so that a file that can be opened can be read.</remarks>
public sealed class SafeTensorsReader : IDisposable
{
    private const int ChunkBytes = 1 << 16;
    private readonly Stream _stream;
    private readonly SafeTensorsHeader _header;
    private readonly Dictionary<string, TensorEntry> _byName = new(StringComparer.Ordinal);
    private readonly long _dataStart;

    /// <summary>Reads the header.</summary>
    /// <param name="stream">The file, from its present position on; must be able to seek. Closed by <see cref="Dispose"/>.</param>
    /// <param name="name">Name of the file, for sentences.</param>
    /// <exception cref="DataException">It is no whole, sound safetensors file; the sentence says what to do.</exception>
    public SafeTensorsReader(Stream stream, string name)
    {
        ArgumentNullException.ThrowIfNull(stream);
        if (!stream.CanSeek)
        {
            throw new ArgumentException("The stream must be able to seek.", nameof(stream));
        }
        _stream = stream;
        Name = name;
        byte[] header = ReadHeader();
        _dataStart = stream.Position;
        _header = new SafeTensorsHeader(header, stream.Length - _dataStart, name);
        foreach (TensorEntry tensor in _header.Tensors)
        {
            _byName.Add(tensor.Name, tensor);
        }
    }

    /// <summary>Name of the file.</summary>
    public string Name { get; }

    /// <summary>The tensors in the order in which they lie in the file.</summary>
    public IReadOnlyList<TensorEntry> Tensors => _header.Tensors;

    /// <summary>Words about the file; may be empty.</summary>
    public IReadOnlyDictionary<string, string> Metadata => _header.Metadata;

    /// <summary>Opens a file.</summary>
    /// <exception cref="DataException">It is no whole, sound safetensors file; the sentence says what to do.</exception>
    public static SafeTensorsReader Open(string path)
    {
        FileStream stream = File.OpenRead(path);
        try
        {
            return new SafeTensorsReader(stream, Path.GetFileName(path));
        }
        catch
        {
            stream.Dispose();
            throw;
        }
    }

    /// <summary>A tensor by its name; null when there is none.</summary>
    public TensorEntry? Find(string name) => _byName.GetValueOrDefault(name);

    /// <summary>Reads a tensor as single-precision numbers; F16, BF16 and F64 are converted.</summary>
    /// <param name="tensor">A tensor of this file.</param>
    /// <param name="destination">Receives its numbers, row-major; exactly as long.</param>
    /// <exception cref="DataException">Its numbers are of another type, or the file ended early.</exception>
    public void Read(TensorEntry tensor, Span<float> destination)
    {
        Begin(tensor, destination.Length);
        if (!tensor.Type.IsReal())
        {
            throw new DataException($"{Name}: the tensor {tensor.Name} has the type {tensor.Type} where F32 was expected; save the file again in F32.");
        }
        if (tensor.Type == TensorType.F32 && BitConverter.IsLittleEndian)
        {
            Fill(tensor, MemoryMarshal.AsBytes(destination));
            return;
        }
        byte[] chunk = ArrayPool<byte>.Shared.Rent(ChunkBytes);
        int width = tensor.Type.Bytes(), step = ChunkBytes / width;
        for (int first = 0; first < destination.Length; first += step)
        {
            Span<float> part = destination[first..Math.Min(first + step, destination.Length)];
            Fill(tensor, chunk.AsSpan(0, part.Length * width));
            for (int i = 0; i < part.Length; i++)
            {
                part[i] = Single(tensor.Type, chunk.AsSpan(i * width));
            }
        }
        ArrayPool<byte>.Shared.Return(chunk);
    }

    /// <summary>Reads a tensor of bytes (U8) or truth values (BOOL).</summary>
    /// <param name="tensor">A tensor of this file.</param>
    /// <param name="destination">Receives its bytes, row-major; exactly as long.</param>
    /// <exception cref="DataException">Its numbers are of another type, or the file ended early.</exception>
    public void Read(TensorEntry tensor, Span<byte> destination)
    {
        Begin(tensor, destination.Length);
        if (tensor.Type is not (TensorType.U8 or TensorType.BOOL))
        {
            throw new DataException($"{Name}: the tensor {tensor.Name} has the type {tensor.Type} where U8 was expected; save the file again in U8.");
        }
        Fill(tensor, destination);
    }

    /// <summary>Reads a tensor's numbers as they stand in the file, whatever their type.</summary>
    /// <exception cref="DataException">The tensor is too large, or the file ended early.</exception>
    internal byte[] ReadBytes(TensorEntry tensor)
    {
        long length = tensor.End - tensor.Begin;
        if (length > Array.MaxLength)
        {
            throw new DataException($"{Name}: the tensor {tensor.Name} has {length} bytes where at most {Array.MaxLength} were expected; split it.");
        }
        byte[] bytes = new byte[length];
        _stream.Position = _dataStart + tensor.Begin;
        Fill(tensor, bytes);
        return bytes;
    }

    /// <summary>Closes the file.</summary>
    public void Dispose() => _stream.Dispose();

    private static float Single(TensorType type, ReadOnlySpan<byte> bytes) => type switch
    {
        TensorType.F16 => (float)BinaryPrimitives.ReadHalfLittleEndian(bytes),
        TensorType.BF16 => BitConverter.Int32BitsToSingle(BinaryPrimitives.ReadUInt16LittleEndian(bytes) << 16),
        TensorType.F64 => (float)BinaryPrimitives.ReadDoubleLittleEndian(bytes),
        _ => BinaryPrimitives.ReadSingleLittleEndian(bytes),
    };

    private byte[] ReadHeader()
    {
        long bytes = _stream.Length - _stream.Position;
        Span<byte> start = stackalloc byte[sizeof(ulong)];
        if (_stream.ReadAtLeast(start, start.Length, throwOnEndOfStream: false) < start.Length)
        {
            throw new DataException($"{Name}: the file has {bytes} bytes where a safetensors file was expected; get it again.");
        }
        ulong length = BinaryPrimitives.ReadUInt64LittleEndian(start);
        if (length > SafeTensorsHeader.MaxBytes)
        {
            throw new DataException($"{Name}: the header is said to have {length} bytes where at most {SafeTensorsHeader.MaxBytes} were expected; this is no safetensors file, so choose another.");
        }
        if ((long)length > bytes - sizeof(ulong))
        {
            throw new DataException($"{Name}: the header is said to have {length} bytes, but only {bytes - sizeof(ulong)} follow: the file is cut off or no safetensors file; get it again.");
        }
        byte[] header = new byte[length];
        _stream.ReadExactly(header);
        return header;
    }

    private void Begin(TensorEntry tensor, int length)
    {
        ArgumentNullException.ThrowIfNull(tensor);
        if (length != tensor.Count || !ReferenceEquals(Find(tensor.Name), tensor))
        {
            throw new ArgumentException($"The tensor {tensor.Name} of {tensor.Count} numbers cannot be read into {length} places.", nameof(length));
        }
        _stream.Position = _dataStart + tensor.Begin;
    }

    private void Fill(TensorEntry tensor, Span<byte> bytes)
    {
        try
        {
            _stream.ReadExactly(bytes);
        }
        catch (EndOfStreamException e)
        {
            throw new DataException($"{Name}: the file ended within the tensor {tensor.Name}: it was shortened while it was read; get it again.", e);
        }
    }
}
