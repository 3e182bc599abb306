using PruningLab.Engine.Kernels;

namespace PruningLab.Engine.Tests.Conformance;

/// <summary>The managed engine with <see cref="KernelPath.Vector512"/> and <see cref="KernelMode.Dense"/> kernels always.</summary>
public sealed class ManagedVector512DenseConformance() : ManagedConformance(KernelPath.Vector512, KernelMode.Dense);
