using PruningLab.Engine.Networks;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace PruningLab.Engine.Torch.Modules;

/// <summary>PatchTST: patches of rows, embedded with learned positions, through post-norm encoder layers, their mean through a
/// linear head.</summary>
/// <remarks><c>x[p] = W_e·patch[p] + b_e + position[p]</c>; layers (<see cref="EncoderLayer"/>);
/// <c>y = W_h·mean_p(norm(dropout(x[p]))) + b_h</c>. The window's last row is repeated to fill the last patch. Source: Vos et
/// al. 2025, section 3.6, and its released code.</remarks>
internal sealed class PatchTst : NetworkModule
{
    private readonly Parameter _positions;
    private readonly Linear _embedding;
    private readonly EncoderLayer[] _layers;
    private readonly LayerNorm _norm;
    private readonly Linear _head;
    private readonly int _patches;

    public PatchTst(NetworkShape shape)
        : base("PatchTST")
    {
        PatchTstSpec spec = shape.Spec.PatchTst;
        int length = spec.PatchLengthFor(shape.Window);
        _patches = spec.PatchesFor(shape.Window);
        _positions = new Parameter(zeros(_patches, spec.Width));
        _embedding = nn.Linear(length * shape.Inputs, spec.Width);
        _layers = [.. Enumerable.Range(0, spec.Blocks).Select(block => new EncoderLayer(spec, block))];
        _norm = nn.LayerNorm(spec.Width);
        _head = nn.Linear(spec.Width, shape.Outputs);
        register_parameter("position_embedding", _positions);
        register_module("patch_embedding", _embedding);
        register_module("encoder", new Encoder(_layers));
        register_module("norm", _norm);
        register_module("head", _head);
        DropoutGroups =
        [
            .. Enumerable.Range(0, spec.Blocks).SelectMany(block => EncoderLayer.GroupsOf(spec, block, _patches)),
            new(_patches * spec.Width, 0, IsDrawnByUnit: true),
        ];
        RowOffsets = [.. Enumerable.Range(0, _patches * length).Select(row => (long)Math.Min(row, shape.Window - 1))];
    }

    /// <inheritdoc/>
    public override IReadOnlyList<DropoutGroup> DropoutGroups { get; }

    /// <inheritdoc/>
    public override long[] RowOffsets { get; }

    /// <inheritdoc/>
    public override Tensor forward(Tensor input, DropoutFactors? dropout)
    {
        Tensor x = _embedding.call(input.reshape(input.shape[0], _patches, -1)).Plus(_positions);
        foreach (EncoderLayer layer in _layers)
        {
            x = layer.call(x, dropout);
        }
        x = dropout?.Apply(x, DropoutGroups.Count - 1) ?? x;
        return _head.call(_norm.call(x).mean([1]));
    }

    /// <summary>Gives the layers their names, <c>encoder.layers.0</c> and so on.</summary>
    private sealed class Encoder : nn.Module
    {
        public Encoder(EncoderLayer[] layers)
            : base("TransformerEncoder") =>
            register_module("layers", nn.ModuleList<nn.Module<Tensor, DropoutFactors?, Tensor>>(layers));
    }
}
