using PruningLab.Engine.Networks;
using PruningLab.Engine.Plasticity;
using PruningLab.Engine.Training;

namespace PruningLab.Engine.Runs;

/// <summary>A copy of a network's weights and masks that stays as it is while training goes on, ready to be written.</summary>
/// <remarks>
/// In the file stand all parameters under PyTorch's names as F32, in the network's order, then the mask of every weight
/// matrix as U8 under <c>name_mask</c>, the name that torch.nn.utils.prune gives its buffers: 1 active, 0 pruned. Masked
/// weights are 0. Metadata: <c>format</c> = <c>pt</c> and <see cref="SavedNetworkInfo"/>.
/// </remarks>
public sealed class SavedNetwork
{
    /// <summary>What a mask's name has behind its parameter's.</summary>
    public const string MaskSuffix = "_mask";

    private readonly SafeTensorsWriter _writer;

    private SavedNetwork(SavedNetworkInfo info, List<TensorContent> tensors)
    {
        Info = info;
        _writer = new SafeTensorsWriter(
            tensors, new Dictionary<string, string> { ["format"] = "pt", [SavedNetworkInfo.Key] = info.ToJson() });
    }

    /// <summary>What the file says about the network.</summary>
    public SavedNetworkInfo Info { get; }

    /// <summary>Bytes of the file.</summary>
    public long Length => _writer.Length;

    /// <summary>Copies a trainer's network, between two batches.</summary>
    public static SavedNetwork Of(Trainer trainer)
    {
        ArgumentNullException.ThrowIfNull(trainer);
        return Of(trainer.Network, trainer.Masks, SavedNetworkInfo.Of(trainer));
    }

    /// <summary>Copies a network.</summary>
    /// <param name="network">The network.</param>
    /// <param name="masks">Its masks.</param>
    /// <param name="info">What the file is to say about it.</param>
    public static SavedNetwork Of(INetwork network, MaskSet masks, SavedNetworkInfo info)
    {
        ArgumentNullException.ThrowIfNull(network);
        ArgumentNullException.ThrowIfNull(masks);
        List<TensorContent> tensors = [];
        for (int i = 0; i < network.Parameters.Count; i++)
        {
            ParameterInfo parameter = network.Parameters[i];
            tensors.Add(new TensorContent(parameter.Name, ShapeOf(parameter), network.Weights(i).ToArray()));
        }
        for (int i = 0; i < masks.Count; i++)
        {
            ParameterInfo parameter = masks.Parameters[i];
            tensors.Add(new TensorContent(parameter.Name + MaskSuffix, ShapeOf(parameter), masks[i].Bits.ToArray()));
        }
        return new SavedNetwork(info, tensors);
    }

    /// <summary>Writes the file.</summary>
    public Task WriteAsync(Stream stream, CancellationToken cancellation = default) => _writer.WriteAsync(stream, cancellation);

    /// <summary>Shape of a parameter in PyTorch: biases and LayerNorm's scales have one dimension, all others two.</summary>
    internal static long[] ShapeOf(ParameterInfo parameter) =>
        parameter.ShortName.Contains("bias", StringComparison.Ordinal) || parameter.Module == "LayerNorm"
            ? [parameter.Rows]
            : [parameter.Rows, parameter.Columns];
}
