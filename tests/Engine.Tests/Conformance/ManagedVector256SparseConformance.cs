using PruningLab.Engine.Kernels;

namespace PruningLab.Engine.Tests.Conformance;

/// <summary>The managed engine with <see cref="KernelPath.Vector256"/> and <see cref="KernelMode.Sparse"/> kernels always.</summary>
public sealed class ManagedVector256SparseConformance() : ManagedConformance(KernelPath.Vector256, KernelMode.Sparse);
