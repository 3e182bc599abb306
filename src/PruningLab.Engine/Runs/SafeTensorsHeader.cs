using System.Text.Json;
using PruningLab.Engine.Data;

namespace PruningLab.Engine.Runs;

/// <summary>The JSON at the start of a safetensors file, checked against the file's length.</summary>
/// <remarks>Refused are, besides what is no JSON: names that come twice, types that are unknown, offsets that go backwards,
/// overlap, leave gaps or end elsewhere than the file, and offsets that do not hold the shape.</remarks>
internal sealed class SafeTensorsHeader
{
    /// <summary>Longest header, in bytes, as the reference implementation has it.</summary>
    public const int MaxBytes = 100_000_000;

    /// <summary>Name under which the words about the file stand.</summary>
    public const string MetadataName = "__metadata__";

    private readonly string _file;
    private readonly List<TensorEntry> _tensors = [];
    private readonly Dictionary<string, string> _metadata = new(StringComparer.Ordinal);

    /// <summary>Reads and checks a header.</summary>
    /// <param name="json">The header.</param>
    /// <param name="dataBytes">Bytes that follow it.</param>
    /// <param name="file">Name of the file, for sentences.</param>
    /// <exception cref="DataException">It cannot be; the sentence names the tensor.</exception>
    public SafeTensorsHeader(ReadOnlySpan<byte> json, long dataBytes, string file)
    {
        _file = file;
        try
        {
            Utf8JsonReader reader = new(json);
            ReadAll(ref reader);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            // InvalidOperationException: a name that is no valid text.
            throw new DataException($"{file}: the header is not the JSON of a safetensors file where one was expected; save the file again.", e);
        }
        _tensors.Sort((a, b) => a.Begin != b.Begin ? a.Begin.CompareTo(b.Begin) : a.End.CompareTo(b.End));
        CheckOffsets(dataBytes);
    }

    /// <summary>The tensors in the order in which they lie in the file.</summary>
    public IReadOnlyList<TensorEntry> Tensors => _tensors;

    /// <summary>The words about the file.</summary>
    public IReadOnlyDictionary<string, string> Metadata => _metadata;

    private void ReadAll(ref Utf8JsonReader reader)
    {
        HashSet<string> names = new(StringComparer.Ordinal);
        reader.Read();
        Require(reader.TokenType == JsonTokenType.StartObject);
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            string name = reader.GetString()!;
            if (!names.Add(name))
            {
                throw new DataException($"{_file}: two tensors are called {name} where every name was expected once; save the file again with one of them renamed.");
            }
            reader.Read();
            Require(reader.TokenType == JsonTokenType.StartObject);
            if (name == MetadataName)
            {
                ReadMetadata(ref reader);
            }
            else
            {
                _tensors.Add(ReadTensor(ref reader, name));
            }
        }
        reader.Read();
    }

    private void ReadMetadata(ref Utf8JsonReader reader)
    {
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            string key = reader.GetString()!;
            reader.Read();
            if (reader.TokenType != JsonTokenType.String || !_metadata.TryAdd(key, reader.GetString()!))
            {
                throw new DataException($"{_file}: the metadata's {key} is no text, or comes twice, where one text was expected; save the file again.");
            }
        }
    }

    private TensorEntry ReadTensor(ref Utf8JsonReader reader, string name)
    {
        string? type = null;
        List<long>? shape = null, offsets = null;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            string part = reader.GetString()!;
            reader.Read();
            switch (part)
            {
                case "dtype":
                    type = reader.TokenType == JsonTokenType.String ? reader.GetString() : null;
                    break;
                case "shape":
                    shape = ReadNumbers(ref reader);
                    break;
                case "data_offsets":
                    offsets = ReadNumbers(ref reader);
                    break;
                default:
                    reader.Skip();
                    break;
            }
        }
        if (type is null || shape is null || offsets is not { Count: 2 })
        {
            throw new DataException($"{_file}: the tensor {name} lacks a dtype, a shape or two data_offsets of whole numbers from 0 up; save the file again.");
        }
        if (!Enum.TryParse(type, out TensorType known) || known.ToString() != type)
        {
            throw new DataException($"{_file}: the tensor {name} has the type {type} where a known one such as F32 was expected; save the file again in F32.");
        }
        return Checked(new TensorEntry(name, known, shape, offsets[0], offsets[1]));
    }

    private TensorEntry Checked(TensorEntry tensor)
    {
        UInt128 bytes = (UInt128)tensor.Type.Bytes();
        foreach (long length in tensor.Shape)
        {
            // Beyond what any file holds there is no need to go on, and no room either.
            bytes = bytes > long.MaxValue && length > 0 ? long.MaxValue : bytes * (UInt128)length;
        }
        if (tensor.Begin > tensor.End || bytes != (UInt128)(tensor.End - tensor.Begin))
        {
            throw new DataException($"{_file}: the tensor {tensor.Name} lies at bytes {tensor.Begin} to {tensor.End}, which do not hold {tensor.Type} numbers of the shape {TensorTypes.Text(tensor.Shape)}; save the file again.");
        }
        return tensor;
    }

    private static List<long>? ReadNumbers(ref Utf8JsonReader reader)
    {
        if (reader.TokenType != JsonTokenType.StartArray)
        {
            reader.Skip();
            return null;
        }
        List<long>? numbers = [];
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            if (reader.TokenType == JsonTokenType.Number && reader.TryGetInt64(out long number) && number >= 0)
            {
                numbers?.Add(number);
            }
            else
            {
                reader.Skip();
                numbers = null;
            }
        }
        return numbers;
    }

    private void CheckOffsets(long dataBytes)
    {
        long end = 0;
        string before = "the header";
        foreach (TensorEntry tensor in _tensors)
        {
            if (tensor.End > dataBytes)
            {
                throw new DataException($"{_file}: the tensor {tensor.Name} lies at bytes {tensor.Begin} to {tensor.End}, but the file holds only {dataBytes}: it is cut off; get it again.");
            }
            if (tensor.Begin != end)
            {
                string fault = tensor.Begin < end ? "overlap" : "leave a gap";
                throw new DataException($"{_file}: {before} and the tensor {tensor.Name} {fault} where one was expected right after the other; save the file again.");
            }
            end = tensor.End;
            before = $"the tensor {tensor.Name}";
        }
        if (end != dataBytes)
        {
            throw new DataException($"{_file}: {dataBytes - end} bytes follow {before} where the file was expected to end; save the file again.");
        }
    }

    private static void Require(bool holds)
    {
        if (!holds)
        {
            throw new JsonException();
        }
    }
}
