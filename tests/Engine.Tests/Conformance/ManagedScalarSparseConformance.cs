using PruningLab.Engine.Kernels;

namespace PruningLab.Engine.Tests.Conformance;

/// <summary>The managed engine with <see cref="KernelPath.Scalar"/> and <see cref="KernelMode.Sparse"/> kernels always.</summary>
public sealed class ManagedScalarSparseConformance() : ManagedConformance(KernelPath.Scalar, KernelMode.Sparse);
