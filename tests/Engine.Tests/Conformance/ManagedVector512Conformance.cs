using PruningLab.Engine.Kernels;

namespace PruningLab.Engine.Tests.Conformance;

/// <summary>The managed engine with <see cref="KernelPath.Vector512"/>.</summary>
public sealed class ManagedVector512Conformance() : ManagedConformance(KernelPath.Vector512);
