using PruningLab.Engine.Networks;
using TorchSharp;
using static TorchSharp.torch;

namespace PruningLab.Engine.Torch.Modules;

/// <summary>Linear layers with an activation and dropout between them, over the whole window at once.</summary>
/// <remarks>Source of the layers: PyTorch's documentation of <c>nn.Linear</c>. Deviations: none.</remarks>
internal sealed class Perceptron : NetworkModule
{
    private readonly TorchSharp.Modules.ModuleList<nn.Module<Tensor, Tensor>> _layers;
    private readonly ActivationKind _activation;

    public Perceptron(NetworkShape shape)
        : base("MLP")
    {
        int[] widths = MlpArchitecture.Widths(shape);
        _layers = nn.ModuleList<nn.Module<Tensor, Tensor>>(
            [.. Enumerable.Range(0, widths.Length - 1).Select(layer => nn.Linear(widths[layer], widths[layer + 1]))]);
        register_module("layers", _layers);
        _activation = shape.Spec.Mlp.Activation;
        DropoutGroups = [.. shape.Spec.Mlp.HiddenLayers.Select(units => new DropoutGroup(units, units, IsDrawnByUnit: false))];
        RowOffsets = AllRows(shape.Window);
    }

    /// <inheritdoc/>
    public override IReadOnlyList<DropoutGroup> DropoutGroups { get; }

    /// <inheritdoc/>
    public override long[] RowOffsets { get; }

    /// <inheritdoc/>
    public override Tensor forward(Tensor input, DropoutFactors? dropout)
    {
        Tensor x = input.flatten(1);
        int last = _layers.Count - 1;
        for (int layer = 0; layer < last; layer++)
        {
            x = Activate(_layers[layer].call(x));
            x = dropout?.Apply(x, layer) ?? x;
        }
        return _layers[last].call(x);
    }

    private Tensor Activate(Tensor x) => _activation switch
    {
        ActivationKind.Tanh => x.tanh(),
        ActivationKind.Sigmoid => x.sigmoid(),
        _ => x.relu(),
    };
}
