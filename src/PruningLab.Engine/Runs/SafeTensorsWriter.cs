using System.Buffers;
using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace PruningLab.Engine.Runs;

/// <summary>Writes safetensors files; the same tensors and metadata give the same bytes.</summary>
/// <remarks>
/// <c>[8 bytes: length n of the header, little-endian][n bytes of JSON, padded with spaces to a multiple of 8][numbers,
/// little-endian, row-major, tensor after tensor without gaps]</c>. The header names <c>__metadata__</c> first, its keys in
/// ordinal order, then the tensors in the order given: wider types should come first, so that all are aligned.
/// Source: the format's description in the repository huggingface/safetensors. Deviations: none.
/// </remarks>
public sealed class SafeTensorsWriter
{
    private const int ChunkBytes = 1 << 16;
    private static readonly JsonWriterOptions Compact = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
    private readonly IReadOnlyList<TensorContent> _tensors;
    private readonly byte[] _head;

    /// <summary>Lays the file out.</summary>
    /// <param name="tensors">Tensors in the order in which they are to lie in the file.</param>
    /// <param name="metadata">Words about the file.</param>
    /// <exception cref="ArgumentException">A name comes twice or is <c>__metadata__</c>, or the header is too long.</exception>
    public SafeTensorsWriter(IReadOnlyList<TensorContent> tensors, IReadOnlyDictionary<string, string> metadata)
    {
        ArgumentNullException.ThrowIfNull(tensors);
        ArgumentNullException.ThrowIfNull(metadata);
        _tensors = tensors;
        _head = MakeHead(tensors, metadata);
        Length = _head.Length + tensors.Sum(tensor => tensor.ByteCount);
    }

    /// <summary>Bytes of the whole file.</summary>
    public long Length { get; }

    /// <summary>Writes the file, 64 KiB at a time.</summary>
    public async Task WriteAsync(Stream stream, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(stream);
        await stream.WriteAsync(_head, cancellation).ConfigureAwait(false);
        byte[] chunk = ArrayPool<byte>.Shared.Rent(ChunkBytes);
        try
        {
            foreach (TensorContent tensor in _tensors)
            {
                int step = ChunkBytes / tensor.Type.Bytes();
                for (int first = 0; first < tensor.Count; first += step)
                {
                    int bytes = Fill(tensor, first, Math.Min(step, tensor.Count - first), chunk);
                    await stream.WriteAsync(chunk.AsMemory(0, bytes), cancellation).ConfigureAwait(false);
                }
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(chunk);
        }
    }

    private static int Fill(TensorContent tensor, int first, int count, byte[] chunk)
    {
        if (tensor.Singles.IsEmpty)
        {
            int width = tensor.Type.Bytes();
            tensor.Bytes.Span.Slice(first * width, count * width).CopyTo(chunk);
            return count * width;
        }
        ReadOnlySpan<float> values = tensor.Singles.Span.Slice(first, count);
        if (BitConverter.IsLittleEndian)
        {
            MemoryMarshal.AsBytes(values).CopyTo(chunk);
        }
        else
        {
            for (int i = 0; i < values.Length; i++)
            {
                BinaryPrimitives.WriteSingleLittleEndian(chunk.AsSpan(i * sizeof(float)), values[i]);
            }
        }
        return count * sizeof(float);
    }

    private static byte[] MakeHead(IReadOnlyList<TensorContent> tensors, IReadOnlyDictionary<string, string> metadata)
    {
        ArrayBufferWriter<byte> head = new();
        head.Write(stackalloc byte[sizeof(ulong)]);
        using (Utf8JsonWriter json = new(head, Compact))
        {
            WriteJson(json, tensors, metadata);
        }
        int padding = -head.WrittenCount & 7;
        head.GetSpan(padding)[..padding].Fill((byte)' ');
        head.Advance(padding);
        int length = head.WrittenCount - sizeof(ulong);
        if (length > SafeTensorsHeader.MaxBytes)
        {
            throw new ArgumentException($"The header would have {length} bytes, but must not have more than {SafeTensorsHeader.MaxBytes}.", nameof(tensors));
        }
        byte[] bytes = head.WrittenSpan.ToArray();
        BinaryPrimitives.WriteUInt64LittleEndian(bytes, (ulong)length);
        return bytes;
    }

    private static void WriteJson(Utf8JsonWriter json, IReadOnlyList<TensorContent> tensors, IReadOnlyDictionary<string, string> metadata)
    {
        HashSet<string> names = new(StringComparer.Ordinal) { SafeTensorsHeader.MetadataName };
        json.WriteStartObject();
        if (metadata.Count > 0)
        {
            json.WriteStartObject(SafeTensorsHeader.MetadataName);
            foreach ((string key, string value) in metadata.OrderBy(pair => pair.Key, StringComparer.Ordinal))
            {
                json.WriteString(key, value);
            }
            json.WriteEndObject();
        }
        long begin = 0;
        foreach (TensorContent tensor in tensors)
        {
            if (!names.Add(tensor.Name))
            {
                throw new ArgumentException($"{tensor.Name} cannot be the name of two parts of one file.", nameof(tensors));
            }
            json.WriteStartObject(tensor.Name);
            json.WriteString("dtype", tensor.Type.ToString());
            json.WriteStartArray("shape");
            foreach (long length in tensor.Shape)
            {
                json.WriteNumberValue(length);
            }
            json.WriteEndArray();
            json.WriteStartArray("data_offsets");
            json.WriteNumberValue(begin);
            begin += tensor.ByteCount;
            json.WriteNumberValue(begin);
            json.WriteEndArray();
            json.WriteEndObject();
        }
        json.WriteEndObject();
    }
}
