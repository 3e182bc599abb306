namespace PruningLab.Engine.Kernels;

/// <summary>Vector widths that the kernels are compiled for.</summary>
public enum KernelPath
{
    /// <summary>One value at a time.</summary>
    Scalar,

    /// <summary>Eight single-precision lanes.</summary>
    Vector256,

    /// <summary>Sixteen single-precision lanes.</summary>
    Vector512,
}
