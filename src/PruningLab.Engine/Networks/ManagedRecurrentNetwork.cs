using PruningLab.Engine.Data;
using PruningLab.Engine.Kernels;
using PruningLab.Engine.Training;

namespace PruningLab.Engine.Networks;

/// <summary>A recurrent layer, dropout on its last hidden state, a linear layer.</summary>
/// <remarks>Source of the layers: PyTorch's documentation of <c>nn.RNN</c>, <c>nn.LSTM</c>, <c>nn.Linear</c>. Deviations:
/// none.</remarks>
internal sealed unsafe class ManagedRecurrentNetwork<TVector, TLanes> : ManagedNetwork<TVector, TLanes>
    where TVector : struct
    where TLanes : ILanes<TVector>
{
    private readonly int _hidden;
    private readonly InputBatch _batch;
    private readonly RecurrentLayer<TVector, TLanes> _recurrent;
    private readonly DropoutScale _dropout;
    private readonly LinearLayer<TVector, TLanes> _head;
    private readonly AlignedBuffer _kept;
    private readonly AlignedBuffer _stateGradient;

    /// <summary>Allocates and draws the initial weights.</summary>
    public ManagedRecurrentNetwork(NetworkShape shape, RandomStream weights)
        : base(shape, weights, shape.Spec.HiddenUnits)
    {
        _hidden = shape.Spec.HiddenUnits;
        _batch = new InputBatch(shape.Inputs, 1, shape.Window, Chunk);
        _recurrent = shape.Spec.Kind == NetworkKind.Lstm
            ? new LstmLayer<TVector, TLanes>(shape, Store, Chunk)
            : new RnnLayer<TVector, TLanes>(shape, Store, Chunk);
        _dropout = new DropoutScale(_hidden, Chunk);
        _head = new LinearLayer<TVector, TLanes>(
            Store[RecurrentArchitecture.HeadWeights], Store[RecurrentArchitecture.HeadBias], Chunk);
        _kept = new AlignedBuffer((long)_hidden * Chunk);
        _stateGradient = new AlignedBuffer((long)_hidden * Chunk);
    }

    /// <inheritdoc/>
    protected override void BeginForward() => _recurrent.BeginForward();

    /// <inheritdoc/>
    protected override void DrawDropout(double rate, RandomStream stream, int count, Span<byte> dropped) =>
        _dropout.Draw(rate, stream, count, dropped);

    /// <inheritdoc/>
    protected override void Forward(WindowSet data, ReadOnlySpan<int> windows, int first, int count, int lanes)
    {
        _batch.Gather(data, windows, first, count, lanes);
        _recurrent.Forward(_batch, lanes);
        ElementKernel<TVector, TLanes>.Multiply(
            _recurrent.State(Shape.Window - 1), _dropout.Pointer, _hidden, Chunk, lanes, _kept.Pointer);
        _head.Forward(_kept.Pointer, 0, 1, Outputs, 0, lanes);
    }

    /// <inheritdoc/>
    protected override void BeginBackward(bool maskedGradients)
    {
        _recurrent.BeginBackward();
        _head.BeginBackward();
    }

    /// <inheritdoc/>
    protected override void Backward(int count, int lanes)
    {
        float* gradient = _stateGradient.Pointer;
        _head.AddGradients(OutputGradients, 0, _kept.Pointer, 0, 1, count, lanes);
        _head.BackwardData(OutputGradients, 0, 1, false, gradient, 0, lanes);
        ElementKernel<TVector, TLanes>.Multiply(gradient, _dropout.Pointer, _hidden, Chunk, lanes, gradient);
        _recurrent.Backward(_batch, gradient, count, lanes);
    }

    /// <inheritdoc/>
    protected override void EndBackward()
    {
        _head.EndBackward();
        _recurrent.EndBackward();
    }
}
