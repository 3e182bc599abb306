namespace PruningLab.Engine.Runs;

/// <summary>One tensor to be written, row-major: its name, shape and numbers, which are not copied.</summary>
public sealed class TensorContent
{
    /// <summary>Single-precision numbers (F32).</summary>
    /// <exception cref="ArgumentException">The shape does not have that many places.</exception>
    public TensorContent(string name, IReadOnlyList<long> shape, ReadOnlyMemory<float> values)
        : this(name, shape, TensorType.F32, values.Length) => Singles = values;

    /// <summary>Bytes (U8).</summary>
    /// <exception cref="ArgumentException">The shape does not have that many places.</exception>
    public TensorContent(string name, IReadOnlyList<long> shape, ReadOnlyMemory<byte> values)
        : this(name, shape, TensorType.U8, values.Length) => Bytes = values;

    /// <summary>Numbers of any type as they stand in a file, little-endian.</summary>
    /// <exception cref="ArgumentException">There are not as many bytes as the shape and the type ask for.</exception>
    internal TensorContent(string name, IReadOnlyList<long> shape, TensorType type, ReadOnlyMemory<byte> bytes)
        : this(name, shape, type, bytes.Length / type.Bytes()) => Bytes = bytes;

    private TensorContent(string name, IReadOnlyList<long> shape, TensorType type, int count)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        ArgumentNullException.ThrowIfNull(shape);
        if (shape.Aggregate(1L, (product, length) => checked(product * length)) != count)
        {
            throw new ArgumentException($"{name} has the shape {TensorTypes.Text(shape)}, but {count} numbers.", nameof(shape));
        }
        Name = name;
        Shape = shape;
        Type = type;
        Count = count;
    }

    /// <summary>Name.</summary>
    public string Name { get; }

    /// <summary>Length of each dimension.</summary>
    public IReadOnlyList<long> Shape { get; }

    /// <summary>Type of the numbers.</summary>
    public TensorType Type { get; }

    /// <summary>How many numbers.</summary>
    public int Count { get; }

    /// <summary>The numbers, when they were given as single-precision numbers; else empty.</summary>
    public ReadOnlyMemory<float> Singles { get; }

    /// <summary>The numbers as they stand in the file, when they were given as bytes; else empty.</summary>
    public ReadOnlyMemory<byte> Bytes { get; }

    /// <summary>Bytes in the file.</summary>
    internal long ByteCount => (long)Count * Type.Bytes();
}
