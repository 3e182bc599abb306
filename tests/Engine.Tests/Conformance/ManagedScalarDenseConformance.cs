using PruningLab.Engine.Kernels;

namespace PruningLab.Engine.Tests.Conformance;

/// <summary>The managed engine with <see cref="KernelPath.Scalar"/> and <see cref="KernelMode.Dense"/> kernels always.</summary>
public sealed class ManagedScalarDenseConformance() : ManagedConformance(KernelPath.Scalar, KernelMode.Dense);
