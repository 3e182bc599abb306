using PruningLab.Engine.Kernels;
using PruningLab.Engine.Networks;

namespace PruningLab.Engine.Prediction;

/// <summary>Forward pass of a multi-layer perceptron: <c>h = a(W·h + b)</c> layer by layer, without activation after the last.</summary>
internal sealed unsafe class MlpModel<TVector, TLanes> : PredictionModel
    where TVector : struct
    where TLanes : ILanes<TVector>
{
    private readonly PredictionMatrix[] _matrices;
    private readonly AlignedBuffer[] _biases;
    private readonly AlignedBuffer[] _values;
    private readonly int[] _widths;
    private readonly ActivationKind _activation;

    /// <summary>Takes over the matrices and allocates.</summary>
    public MlpModel(MlpLayout layout, PredictionMatrix[] matrices, INetwork network)
    {
        _matrices = matrices;
        _activation = layout.Shape.Spec.Mlp.Activation;
        _widths = [layout.Matrices[0].Columns.Length, .. layout.Matrices.Select(matrix => matrix.Rows.Length)];
        _biases = [.. layout.Matrices.Select(matrix => Biases(matrix.Rows, network.Weights(matrix.Parameter + 1), default))];
        _values = [.. _widths.Select(width => Vector(KernelLayout.Pad(width) * Chunk))];
        Bytes = matrices.Sum(matrix => matrix.Bytes) + (sizeof(float) * layout.VectorValues);
    }

    /// <inheritdoc/>
    public override long Bytes { get; }

    /// <inheritdoc/>
    public override void One(float* window, Span<float> outputs)
    {
        new ReadOnlySpan<float>(window, _widths[0]).CopyTo(_values[0].Span);
        for (int layer = 0; layer < _matrices.Length; layer++)
        {
            float* y = _values[layer + 1].Pointer;
            _biases[layer].Span.CopyTo(_values[layer + 1].Span);
            _matrices[layer].Add(_values[layer].Pointer, y);
            if (layer + 1 < _matrices.Length)
            {
                int width = KernelLayout.Pad(_widths[layer + 1]);
                Activate(y, 1, width, width);
            }
        }
        _values[^1].Span[..outputs.Length].CopyTo(outputs);
        GC.KeepAlive(this);
    }

    /// <inheritdoc/>
    public override void Many(float* windows, int count, Span<float> outputs)
    {
        int lanes = KernelLayout.Pad(count);
        TransposeKernel.Transpose(windows, _widths[0], count, _widths[0], _values[0].Pointer, Chunk);
        for (int layer = 0; layer < _matrices.Length; layer++)
        {
            float* y = _values[layer + 1].Pointer;
            Spread(_biases[layer], y, _widths[layer + 1], Chunk, lanes);
            _matrices[layer].Add(_values[layer].Pointer, y, Chunk, lanes);
            if (layer + 1 < _matrices.Length)
            {
                Activate(y, _widths[layer + 1], Chunk, lanes);
            }
        }
        Collect(_values[^1].Pointer, Chunk, count, outputs);
        GC.KeepAlive(this);
    }

    private void Activate(float* h, int rows, int stride, int lanes)
    {
        switch (_activation)
        {
            case ActivationKind.Tanh:
                RnnCellKernel<TVector, TLanes>.Forward(h, rows, stride, lanes);
                break;
            case ActivationKind.Sigmoid:
                ElementKernel<TVector, TLanes>.Sigmoid(h, rows, stride, lanes);
                break;
            default:
                ElementKernel<TVector, TLanes>.Relu(h, rows, stride, lanes);
                break;
        }
    }
}
