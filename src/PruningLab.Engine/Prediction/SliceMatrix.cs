using PruningLab.Engine.Kernels;

namespace PruningLab.Engine.Prediction;

/// <summary>Active weights in slices of 16 rows with 8-bit column numbers within blocks of 64 columns; see
/// <see cref="SliceKernel"/>.</summary>
internal sealed unsafe class SliceMatrix<TVector, TLanes> : PredictionMatrix
    where TVector : struct
    where TLanes : ILanes<TVector>
{
    private readonly SlicePlan _plan;
    private readonly AlignedBuffer _weights;
    private readonly byte[] _columns;
    private readonly KernelPath _path;

    /// <summary>Collects the active weights.</summary>
    public SliceMatrix(MatrixPart part, ReadOnlySpan<float> weights, KernelPath path)
    {
        _plan = new SlicePlan(part);
        _path = path;
        _weights = new AlignedBuffer(_plan.Places);
        _columns = new byte[_plan.Places];
        for (int block = 0; block < _plan.BlockRows.Length; block++)
        {
            for (int row = 0; row < _plan.BlockRows[block]; row++)
            {
                Fill(part, weights, block, row);
            }
        }
    }

    /// <inheritdoc/>
    public override long Bytes => _plan.Bytes;

    /// <inheritdoc/>
    public override void Add(float* x, float* y)
    {
        fixed (byte* columns = _columns)
        fixed (int* starts = _plan.Starts)
        {
            for (int block = 0; block < _plan.BlockRows.Length; block++)
            {
                fixed (ushort* rows = _plan.RowNumbers[block])
                {
                    SliceKernel.AddBlock(
                        _weights.Pointer, columns, starts + _plan.BlockStarts[block], rows, _plan.BlockRows[block],
                        x + ((nint)block * SliceKernel.BlockColumns), y, _path);
                }
            }
        }
    }

    /// <inheritdoc/>
    public override void Add(float* x, float* y, nint stride, nint lanes)
    {
        fixed (byte* columns = _columns)
        fixed (int* starts = _plan.Starts)
        {
            for (int block = 0; block < _plan.BlockRows.Length; block++)
            {
                fixed (ushort* rows = _plan.RowNumbers[block])
                {
                    LaneProductKernel<TVector, TLanes>.AddBlock(
                        _weights.Pointer, columns, starts + _plan.BlockStarts[block], rows, _plan.BlockRows[block],
                        x + (block * SliceKernel.BlockColumns * stride), stride, y, lanes);
                }
            }
        }
    }

    private void Fill(MatrixPart part, ReadOnlySpan<float> weights, int block, int row)
    {
        int first = block * SliceKernel.BlockColumns, last = Math.Min(first + SliceKernel.BlockColumns, part.Columns.Length);
        int target = _plan.RowNumber(block, row);
        int slice = _plan.BlockStarts[block] + (row / SliceKernel.Rows);
        int place = (_plan.Starts[slice] * SliceKernel.Rows) + (row % SliceKernel.Rows);
        for (int column = first; column < last; column++)
        {
            int source = part.Source(target, column);
            if (source >= 0)
            {
                _weights.Span[place] = weights[source];
                _columns[place] = (byte)(column - first);
                place += SliceKernel.Rows;
            }
        }
    }
}
