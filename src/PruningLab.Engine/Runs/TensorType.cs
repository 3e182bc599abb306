namespace PruningLab.Engine.Runs;

/// <summary>Types of numbers that safetensors files name and PyTorch commonly writes; the members are called as in the files.</summary>
/// <remarks>Source: the format's description in the repository huggingface/safetensors.</remarks>
public enum TensorType
{
    /// <summary>One byte, 0 or 1.</summary>
    BOOL,

    /// <summary>One byte, without sign.</summary>
    U8,

    /// <summary>One byte, with sign.</summary>
    I8,

    /// <summary>Two bytes, with sign.</summary>
    I16,

    /// <summary>Two bytes, without sign.</summary>
    U16,

    /// <summary>IEEE half precision.</summary>
    F16,

    /// <summary>The upper half of an IEEE single-precision number.</summary>
    BF16,

    /// <summary>Four bytes, with sign.</summary>
    I32,

    /// <summary>Four bytes, without sign.</summary>
    U32,

    /// <summary>IEEE single precision.</summary>
    F32,

    /// <summary>IEEE double precision.</summary>
    F64,

    /// <summary>Eight bytes, with sign.</summary>
    I64,

    /// <summary>Eight bytes, without sign.</summary>
    U64,
}
