using PruningLab.Engine.Kernels;

namespace PruningLab.Engine.Tests.Conformance;

/// <summary>The managed engine with <see cref="KernelPath.Scalar"/>.</summary>
public sealed class ManagedScalarConformance() : ManagedConformance(KernelPath.Scalar);
