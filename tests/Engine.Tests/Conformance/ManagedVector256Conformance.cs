using PruningLab.Engine.Kernels;

namespace PruningLab.Engine.Tests.Conformance;

/// <summary>The managed engine with <see cref="KernelPath.Vector256"/>.</summary>
public sealed class ManagedVector256Conformance() : ManagedConformance(KernelPath.Vector256);
