using PruningLab.Engine.Kernels;

namespace PruningLab.Engine.Prediction;

/// <summary>All weights, pruned ones as zeros: column by column, so that rows are the vector dimension for a single sample, or
/// row by row when there are fewer rows than a vector has lanes.</summary>
internal sealed unsafe class DenseMatrix<TVector, TLanes> : PredictionMatrix
    where TVector : struct
    where TLanes : ILanes<TVector>
{
    private readonly AlignedBuffer _weights;
    private readonly bool _byColumn;
    private readonly int _rows;
    private readonly int _columns;
    private readonly int _stride;

    /// <summary>Copies the weights.</summary>
    public DenseMatrix(MatrixPart part, ReadOnlySpan<float> weights)
    {
        _rows = part.Rows.Length;
        _columns = part.Columns.Length;
        _byColumn = _rows >= KernelLayout.LaneMultiple;
        _stride = KernelLayout.Pad(_byColumn ? _rows : _columns);
        _weights = new AlignedBuffer((long)_stride * (_byColumn ? _columns : _rows));
        for (int row = 0; row < _rows; row++)
        {
            for (int column = 0; column < _columns; column++)
            {
                int source = part.Source(row, column);
                _weights.Span[_byColumn ? (column * _stride) + row : (row * _stride) + column] = source < 0 ? 0f : weights[source];
            }
        }
    }

    /// <inheritdoc/>
    public override long Bytes => sizeof(float) * (long)_weights.Length;

    /// <inheritdoc/>
    public override void Add(float* x, float* y)
    {
        if (_byColumn)
        {
            VectorProductKernel<TVector, TLanes>.AddColumns(_weights.Pointer, _stride, _columns, x, y);
        }
        else
        {
            VectorProductKernel<TVector, TLanes>.AddRows(_weights.Pointer, _stride, _rows, x, y);
        }
    }

    /// <inheritdoc/>
    public override void Add(float* x, float* y, nint stride, nint lanes) => LaneProductKernel<TVector, TLanes>.AddDense(
        _weights.Pointer, _byColumn ? 1 : _stride, _byColumn ? _stride : 1, _rows, _columns, x, stride, y, lanes);
}
