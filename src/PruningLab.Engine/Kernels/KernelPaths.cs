using System.Runtime.Intrinsics;

namespace PruningLab.Engine.Kernels;

/// <summary>Choice of the vector width.</summary>
internal static class KernelPaths
{
    /// <summary>The widest path that this machine runs in hardware.</summary>
    public static KernelPath Best =>
        Vector512.IsHardwareAccelerated ? KernelPath.Vector512
        : Vector256.IsHardwareAccelerated ? KernelPath.Vector256
        : Vector128.IsHardwareAccelerated ? KernelPath.Vector256
        : KernelPath.Scalar;
}
