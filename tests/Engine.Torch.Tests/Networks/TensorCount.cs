namespace PruningLab.Engine.Torch.Tests.Networks;

/// <summary>Tests that count all tensors of the process, which others must not make meanwhile.</summary>
[CollectionDefinition(nameof(TensorCount), DisableParallelization = true)]
public sealed class TensorCount;
