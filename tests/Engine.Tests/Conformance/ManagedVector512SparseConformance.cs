using PruningLab.Engine.Kernels;

namespace PruningLab.Engine.Tests.Conformance;

/// <summary>The managed engine with <see cref="KernelPath.Vector512"/> and <see cref="KernelMode.Sparse"/> kernels always.</summary>
public sealed class ManagedVector512SparseConformance() : ManagedConformance(KernelPath.Vector512, KernelMode.Sparse);
