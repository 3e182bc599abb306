using PruningLab.Engine.Networks;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace PruningLab.Engine.Torch.Modules;

/// <summary>PyTorch's <c>nn.TransformerEncoderLayer</c> with ReLU, post-norm.</summary>
/// <remarks><c>m = norm1(x + dropout(attention(x)))</c>,
/// <c>y = norm2(m + dropout(W₂·dropout(relu(W₁·m + b₁)) + b₂))</c>. Deviations: none.</remarks>
internal sealed class EncoderLayer : nn.Module<Tensor, DropoutFactors?, Tensor>
{
    /// <summary>Dropout groups of a layer: attention weights, the attention's result, feed-forward units, their result.</summary>
    public const int Groups = 4;

    private readonly SelfAttention _attention;
    private readonly Linear _linear1;
    private readonly Linear _linear2;
    private readonly LayerNorm _norm1;
    private readonly LayerNorm _norm2;
    private readonly int _firstGroup;

    /// <summary>Allocates.</summary>
    /// <param name="spec">Sizes.</param>
    /// <param name="block">Number of the block, from 0.</param>
    public EncoderLayer(PatchTstSpec spec, int block)
        : base("TransformerEncoderLayer")
    {
        int width = spec.Width, units = spec.FeedForwardOf(block);
        _firstGroup = block * Groups;
        _attention = new SelfAttention(width, spec.Heads, _firstGroup);
        _linear1 = nn.Linear(width, units);
        _linear2 = nn.Linear(units, width);
        _norm1 = nn.LayerNorm(width);
        _norm2 = nn.LayerNorm(width);
        register_module("self_attn", _attention);
        register_module("linear1", _linear1);
        register_module("linear2", _linear2);
        register_module("norm1", _norm1);
        register_module("norm2", _norm2);
    }

    /// <summary>What dropout may drop in a block, in the managed engine's order.</summary>
    public static IEnumerable<DropoutGroup> GroupsOf(PatchTstSpec spec, int block, int patches)
    {
        int units = spec.FeedForwardOf(block);
        return
        [
            new(spec.Heads * patches * patches, 0, IsDrawnByUnit: true),
            new(patches * spec.Width, 0, IsDrawnByUnit: true),
            new(patches * units, units, IsDrawnByUnit: true),
            new(patches * spec.Width, 0, IsDrawnByUnit: true),
        ];
    }

    /// <inheritdoc/>
    public override Tensor forward(Tensor input, DropoutFactors? dropout)
    {
        Tensor attended = _attention.call(input, dropout);
        attended = dropout?.Apply(attended, _firstGroup + 1) ?? attended;
        Tensor mixed = _norm1.call(input.Plus(attended));
        Tensor units = _linear1.call(mixed).relu();
        units = dropout?.Apply(units, _firstGroup + 2) ?? units;
        Tensor result = _linear2.call(units);
        result = dropout?.Apply(result, _firstGroup + 3) ?? result;
        return _norm2.call(mixed.Plus(result));
    }
}
