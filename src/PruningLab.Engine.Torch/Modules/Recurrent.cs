using PruningLab.Engine.Networks;
using static TorchSharp.torch;

namespace PruningLab.Engine.Torch.Modules;

/// <summary>A recurrent layer, dropout on its last hidden state, a linear layer.</summary>
/// <remarks>Source of the layers: PyTorch's documentation of <c>nn.RNN</c>, <c>nn.LSTM</c>, <c>nn.Linear</c>. Deviations:
/// none.</remarks>
internal sealed class Recurrent : NetworkModule
{
    private readonly TorchSharp.Modules.LSTM? _lstm;
    private readonly TorchSharp.Modules.RNN? _rnn;
    private readonly TorchSharp.Modules.Linear _head;

    public Recurrent(NetworkShape shape)
        : base(shape.Spec.Kind == NetworkKind.Lstm ? "LSTM" : "RNN")
    {
        int hidden = shape.Spec.HiddenUnits;
        if (shape.Spec.Kind == NetworkKind.Lstm)
        {
            _lstm = nn.LSTM(shape.Inputs, hidden, batchFirst: true);
            register_module("lstm", _lstm);
        }
        else
        {
            _rnn = nn.RNN(shape.Inputs, hidden, batchFirst: true);
            register_module("rnn", _rnn);
        }
        _head = nn.Linear(hidden, shape.Outputs);
        register_module("fc", _head);
        DropoutGroups = [new DropoutGroup(hidden, hidden, IsDrawnByUnit: false)];
        RowOffsets = AllRows(shape.Window);
    }

    /// <inheritdoc/>
    public override IReadOnlyList<DropoutGroup> DropoutGroups { get; }

    /// <inheritdoc/>
    public override long[] RowOffsets { get; }

    /// <inheritdoc/>
    public override Tensor forward(Tensor input, DropoutFactors? dropout)
    {
        Tensor last = (_lstm is not null ? _lstm.call(input).Item2 : _rnn!.call(input).Item2).squeeze(0);
        return _head.call(dropout?.Apply(last, 0) ?? last);
    }
}
