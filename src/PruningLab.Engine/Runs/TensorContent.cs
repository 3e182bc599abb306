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

    /// <summary>F32 or U8.</summary>
    public TensorType Type { get; }

    /// <summary>How many numbers.</summary>
    public int Count { get; }

    /// <summary>The numbers when the type is F32, else empty.</summary>
    public ReadOnlyMemory<float> Singles { get; }

    /// <summary>The numbers when the type is U8, else empty.</summary>
    public ReadOnlyMemory<byte> Bytes { get; }

    /// <summary>Bytes in the file.</summary>
    internal long ByteCount => (long)Count * Type.Bytes();
}
