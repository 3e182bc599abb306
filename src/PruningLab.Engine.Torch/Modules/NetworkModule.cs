using static TorchSharp.torch;

namespace PruningLab.Engine.Torch.Modules;

/// <summary>One of the engine's networks as a TorchSharp module, whose parameters have the names of PyTorch's
/// <c>state_dict</c>.</summary>
/// <remarks>Takes the rows of a batch [windows × rows × features] and its dropout, which may be null; gives standardised
/// values or logits [windows × outputs]. Modules are made on the processor, and their parameters become parts of tensors on the
/// network's device afterwards: in TorchSharp 0.106.0 an error on the way, such as a full memory, ends the process where a module
/// is moved to a device.</remarks>
internal abstract class NetworkModule(string name) : nn.Module<Tensor, DropoutFactors?, Tensor>(name)
{
    /// <summary>What dropout may drop, in the order in which the managed engine draws it.</summary>
    public abstract IReadOnlyList<DropoutGroup> DropoutGroups { get; }

    /// <summary>For each row that the network reads, its distance in rows from the window's first one.</summary>
    public abstract long[] RowOffsets { get; }

    /// <summary>The distances 0, 1, … of the rows of a window.</summary>
    protected static long[] AllRows(int window) => [.. Enumerable.Range(0, window).Select(row => (long)row)];
}
