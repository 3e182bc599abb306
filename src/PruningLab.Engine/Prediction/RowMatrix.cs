using PruningLab.Engine.Kernels;

namespace PruningLab.Engine.Prediction;

/// <summary>Active weights row by row with 16-bit column numbers, for matrices of few rows.</summary>
internal sealed unsafe class RowMatrix<TVector, TLanes> : PredictionMatrix
    where TVector : struct
    where TLanes : ILanes<TVector>
{
    private readonly float[] _weights;
    private readonly ushort[] _columns;
    private readonly int[] _starts;

    /// <summary>Collects the active weights.</summary>
    public RowMatrix(MatrixPart part, ReadOnlySpan<float> weights)
    {
        _starts = new int[part.Rows.Length + 1];
        List<float> kept = [];
        List<ushort> columns = [];
        for (int row = 0; row < part.Rows.Length; row++)
        {
            for (int column = 0; column < part.Columns.Length; column++)
            {
                int source = part.Source(row, column);
                if (source >= 0)
                {
                    kept.Add(weights[source]);
                    columns.Add(checked((ushort)column));
                }
            }
            _starts[row + 1] = kept.Count;
        }
        _weights = [.. kept];
        _columns = [.. columns];
    }

    /// <inheritdoc/>
    public override long Bytes => Size(_weights.Length, _starts.Length - 1);

    /// <summary>Bytes for a number of active weights in a number of rows.</summary>
    public static long Size(long active, int rows) => (active * (sizeof(float) + sizeof(ushort))) + (sizeof(int) * (rows + 1L));

    /// <inheritdoc/>
    public override void Add(float* x, float* y)
    {
        fixed (float* weights = _weights)
        fixed (ushort* columns = _columns)
        {
            for (int row = 0; row + 1 < _starts.Length; row++)
            {
                y[row] += SparseRowKernel.Dot(weights + _starts[row], columns + _starts[row], _starts[row + 1] - _starts[row], x);
            }
        }
    }

    /// <inheritdoc/>
    public override void Add(float* x, float* y, nint stride, nint lanes)
    {
        fixed (float* weights = _weights)
        fixed (ushort* columns = _columns)
        {
            for (int row = 0; row + 1 < _starts.Length; row++)
            {
                LaneProductKernel<TVector, TLanes>.AddSparseRow(
                    weights + _starts[row], columns + _starts[row], 1, _starts[row + 1] - _starts[row], x, stride,
                    y + (row * stride), lanes);
            }
        }
    }
}
