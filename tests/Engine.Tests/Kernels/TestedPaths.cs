using System.Runtime.Intrinsics;
using PruningLab.Engine.Kernels;

namespace PruningLab.Engine.Tests.Kernels;

/// <summary>Vector widths for tests to run over.</summary>
internal static class TestedPaths
{
    /// <summary>All; in software where the machine lacks them.</summary>
    public static KernelPath[] All { get; } = Enum.GetValues<KernelPath>();

    /// <summary>All but, in a run without any SIMD instruction, those in software, which would take a hundred times as long:
    /// for tests that train for long.</summary>
    public static KernelPath[] ForLongTests { get; } = Vector128.IsHardwareAccelerated ? All : [KernelPath.Scalar];
}
