using PruningLab.Engine.Kernels;
using PruningLab.Engine.Networks;

namespace PruningLab.Engine.Prediction;

/// <summary>Forward pass of an RNN or LSTM: <c>z = W_ih·x(t) + W_hh·h(t−1) + b</c>, the cell, and the head on the last state.</summary>
/// <remarks>For one sample the units are the vector dimension of the cell, and time that of <c>W_ih·x</c>, which is computed
/// ahead for up to 64 steps; for many samples they are the vector dimension.</remarks>
internal sealed unsafe class RecurrentModel<TVector, TLanes> : PredictionModel
    where TVector : struct
    where TLanes : ILanes<TVector>
{
    private readonly NetworkShape _shape;
    private readonly bool _isLstm;
    private readonly int _units;
    private readonly int _gateStride;
    private readonly int _rows;
    private readonly PredictionMatrix _input;
    private readonly PredictionMatrix _hidden;
    private readonly PredictionMatrix _head;
    private readonly AlignedBuffer _bias;
    private readonly AlignedBuffer _headBias;
    private readonly AlignedBuffer _x;
    private readonly AlignedBuffer _sums;
    private readonly AlignedBuffer _ahead;
    private readonly AlignedBuffer _state;
    private readonly AlignedBuffer _cell;
    private readonly AlignedBuffer _cellTanh;
    private readonly AlignedBuffer _outputs;

    /// <summary>Takes over the matrices and allocates.</summary>
    public RecurrentModel(RecurrentLayout layout, PredictionMatrix[] matrices, INetwork network)
    {
        _shape = layout.Shape;
        _isLstm = layout.Gates > 1;
        _units = layout.Units.Length;
        _gateStride = layout.GateStride;
        _rows = layout.Rows.Length;
        (_input, _hidden, _head) = (matrices[0], matrices[1], matrices[2]);
        _bias = Biases(layout.Rows, network.Weights(RecurrentArchitecture.InputBias), network.Weights(RecurrentArchitecture.HiddenBias));
        _headBias = Biases(layout.Matrices[2].Rows, network.Weights(RecurrentArchitecture.HeadBias), default);
        _x = Vector(_shape.Inputs * Chunk);
        _sums = Vector(_rows * Chunk);
        _ahead = Vector(_rows * Math.Min(Chunk, _shape.Window));
        _state = Vector(_gateStride * Chunk);
        _cell = Vector(_gateStride * Chunk);
        _cellTanh = Vector(_gateStride * Chunk);
        _outputs = Vector(_shape.Outputs * Chunk);
        Bytes = matrices.Sum(matrix => matrix.Bytes) + (sizeof(float) * layout.VectorValues);
    }

    /// <inheritdoc/>
    public override long Bytes { get; }

    /// <inheritdoc/>
    public override void One(float* window, Span<float> outputs)
    {
        float* h = _state.Pointer, c = _cell.Pointer;
        _cell.Span[.._gateStride].Clear();
        for (int t = 0; t < _shape.Window; t++)
        {
            if (t % Chunk == 0)
            {
                LookAhead(window + ((nint)t * _shape.Inputs), Math.Min(Chunk, _shape.Window - t));
            }
            float* z = _ahead.Pointer + ((nint)(t % Chunk) * _rows);
            if (t > 0)
            {
                _hidden.Add(h, z);
            }
            if (_isLstm)
            {
                LstmCellKernel<TVector, TLanes>.Forward(z, _gateStride, c, c, _cellTanh.Pointer, h, _gateStride);
            }
            else
            {
                new ReadOnlySpan<float>(z, _rows).CopyTo(_state.Span);
                RnnCellKernel<TVector, TLanes>.Forward(h, 1, _rows, _rows);
            }
        }
        _headBias.Span.CopyTo(_outputs.Span);
        _head.Add(h, _outputs.Pointer);
        _outputs.Span[..outputs.Length].CopyTo(outputs);
        GC.KeepAlive(this);
    }

    /// <inheritdoc/>
    public override void Many(float* windows, int count, Span<float> outputs)
    {
        int lanes = KernelLayout.Pad(count);
        float* z = _isLstm ? _sums.Pointer : _state.Pointer, h = _state.Pointer, c = _cell.Pointer;
        _cell.Span.Clear();
        for (int t = 0; t < _shape.Window; t++)
        {
            TransposeKernel.Transpose(
                windows + ((nint)t * _shape.Inputs), (nint)_shape.Window * _shape.Inputs, count, _shape.Inputs, _x.Pointer, Chunk);
            if (!_isLstm && t > 0)
            {
                // h(t−1) is still read while h(t) comes into being.
                _state.Span.CopyTo(_sums.Span);
            }
            Spread(_bias, z, _rows, Chunk, lanes);
            _input.Add(_x.Pointer, z, Chunk, lanes);
            if (t > 0)
            {
                _hidden.Add(_isLstm ? h : _sums.Pointer, z, Chunk, lanes);
            }
            if (_isLstm)
            {
                nint gates = (nint)_gateStride * Chunk;
                for (nint unit = 0; unit < _units; unit++)
                {
                    nint at = unit * Chunk;
                    LstmCellKernel<TVector, TLanes>.Forward(z + at, gates, c + at, c + at, _cellTanh.Pointer + at, h + at, lanes);
                }
            }
            else
            {
                RnnCellKernel<TVector, TLanes>.Forward(h, _units, Chunk, lanes);
            }
        }
        Spread(_headBias, _outputs.Pointer, _shape.Outputs, Chunk, lanes);
        _head.Add(h, _outputs.Pointer, Chunk, lanes);
        Collect(_outputs.Pointer, Chunk, count, outputs);
        GC.KeepAlive(this);
    }

    /// <summary><c>W_ih·x(t) + b</c> for some steps, step by step in <see cref="_ahead"/>.</summary>
    private void LookAhead(float* x, int steps)
    {
        if (steps < Predictor.FewestTogether)
        {
            for (int t = 0; t < steps; t++)
            {
                new ReadOnlySpan<float>(x + ((nint)t * _shape.Inputs), _shape.Inputs).CopyTo(_x.Span);
                _bias.Span[.._rows].CopyTo(_ahead.Span[(t * _rows)..]);
                _input.Add(_x.Pointer, _ahead.Pointer + ((nint)t * _rows));
            }
            return;
        }
        int lanes = KernelLayout.Pad(steps);
        TransposeKernel.Transpose(x, _shape.Inputs, steps, _shape.Inputs, _x.Pointer, Chunk);
        Spread(_bias, _sums.Pointer, _rows, Chunk, lanes);
        _input.Add(_x.Pointer, _sums.Pointer, Chunk, lanes);
        TransposeKernel.Transpose(_sums.Pointer, Chunk, _rows, steps, _ahead.Pointer, _rows);
    }
}
