namespace PruningLab.Engine.Torch.Tests.Conformance;

/// <summary>Batches in one part, dropout drawn on the processor.</summary>
public sealed class TorchWholeConformance() : TorchConformance(new TorchSettings());
