namespace PruningLab.Engine.Runs;

/// <summary>What the types of numbers have in common.</summary>
internal static class TensorTypes
{
    /// <summary>Bytes of one number.</summary>
    public static int Bytes(this TensorType type) => type switch
    {
        TensorType.BOOL or TensorType.U8 or TensorType.I8 => 1,
        TensorType.I16 or TensorType.U16 or TensorType.F16 or TensorType.BF16 => 2,
        TensorType.I32 or TensorType.U32 or TensorType.F32 => 4,
        _ => 8,
    };

    /// <summary>True for types that can be read as single-precision numbers.</summary>
    public static bool IsReal(this TensorType type) =>
        type is TensorType.F32 or TensorType.F16 or TensorType.BF16 or TensorType.F64;

    /// <summary>A shape for a sentence: <c>[256, 64]</c>.</summary>
    public static string Text(IReadOnlyList<long> shape) => $"[{string.Join(", ", shape)}]";
}
