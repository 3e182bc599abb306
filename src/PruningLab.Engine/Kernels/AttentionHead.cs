namespace PruningLab.Engine.Kernels;

/// <summary>One attention head's operands for a chunk of windows; every lane is a window.</summary>
/// <remarks>Vectors of a patch are [<see cref="Size"/> × lanes] with a row stride of <see cref="Stride"/>; patches lie a given
/// number of floats apart.</remarks>
internal unsafe struct AttentionHead
{
    /// <summary>Number of patches P, vector length, distance between rows.</summary>
    public nint Patches, Size, Stride;

    /// <summary>Query, key and value of the first patch.</summary>
    public float* Query, Key, Value;

    /// <summary>Distance between patches of query, key and value, and of their gradients.</summary>
    public nint Step;

    /// <summary>Factor of the scores, 1/√size.</summary>
    public float Factor;

    /// <summary>Attention weights [P × P × <see cref="Stride"/>], query by query.</summary>
    public float* Weights;

    /// <summary>Dropout factors of the weights, in the same layout; null without dropout.</summary>
    public float* Dropout;

    /// <summary>Result of the first patch, and in the backward pass its gradient.</summary>
    public float* Context;

    /// <summary>Distance between patches of <see cref="Context"/>.</summary>
    public nint ContextStep;

    /// <summary>Receive the gradients of query, key and value of the first patch.</summary>
    public float* QueryGradient, KeyGradient, ValueGradient;

    /// <summary>Scratch memory [P × P × <see cref="KernelLayout.LaneMultiple"/>].</summary>
    public float* Scratch;
}
