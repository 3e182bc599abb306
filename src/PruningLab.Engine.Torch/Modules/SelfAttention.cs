using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace PruningLab.Engine.Torch.Modules;

/// <summary>PyTorch's <c>nn.MultiheadAttention</c> of the patches of a window among themselves.</summary>
/// <remarks><c>[q; k; v] = W_in·x + b_in</c>; per head <c>softmax(q·kᵀ/√size)·v</c>; <c>y = W_out·context + b_out</c>. A
/// module of our own, because PyTorch's draws its dropout itself. Products by <c>bmm</c>: in TorchSharp 0.106.0 an error within
/// <c>matmul</c>, such as a full memory, ends the process instead of becoming an exception.</remarks>
internal sealed class SelfAttention : nn.Module<Tensor, DropoutFactors?, Tensor>
{
    private readonly Parameter _inWeight;
    private readonly Parameter _inBias;
    private readonly Linear _outProjection;
    private readonly int _heads;
    private readonly int _group;

    /// <summary>Allocates.</summary>
    /// <param name="width">Width of the stream.</param>
    /// <param name="heads">Heads.</param>
    /// <param name="group">Number of the attention weights' dropout group.</param>
    public SelfAttention(int width, int heads, int group)
        : base("MultiheadAttention")
    {
        (_heads, _group) = (heads, group);
        _inWeight = new Parameter(zeros(3 * width, width));
        _inBias = new Parameter(zeros(3 * width));
        _outProjection = nn.Linear(width, width);
        register_parameter("in_proj_weight", _inWeight);
        register_parameter("in_proj_bias", _inBias);
        register_module("out_proj", _outProjection);
    }

    /// <inheritdoc/>
    public override Tensor forward(Tensor input, DropoutFactors? dropout)
    {
        long windows = input.shape[0], patches = input.shape[1], width = input.shape[2], size = width / _heads;

        // [windows × patches × (q, k, v) × heads × size] → (q, k, v) × [windows · heads × patches × size]
        Tensor all = nn.functional.linear(input, _inWeight, _inBias).view(windows, patches, 3, _heads, size).permute(2, 0, 3, 1, 4)
            .reshape(3, windows * _heads, patches, size);
        using Scalar scale = 1 / Math.Sqrt(size);
        Tensor scores = all.select(0, 0).bmm(all.select(0, 1).transpose(1, 2)).mul(scale);
        Tensor weights = scores.softmax(-1);
        weights = dropout?.Apply(weights, _group) ?? weights;
        Tensor context = weights.bmm(all.select(0, 2)).view(windows, _heads, patches, size).transpose(1, 2).reshape(windows, patches, width);
        return _outProjection.call(context);
    }
}
