using System.Runtime.CompilerServices;
using PruningLab.Engine.Kernels;

namespace PruningLab.Engine.Networks;

/// <summary>All products of one weight matrix W [rows × columns]: forward, data gradient, weight gradient, each dense or
/// sparse as <see cref="ManagedParameter.Kernels"/> says.</summary>
/// <remarks>Operands are [units × lanes] with a row stride of <c>chunk</c>, in one or more blocks (time steps, patches) that
/// lie a given number of floats apart. With gates, row <c>unit·gates + gate</c> of the operands belongs to row
/// <c>gate·units + unit</c> of W.</remarks>
internal sealed unsafe class WeightMatrix<TVector, TLanes>
    where TVector : struct
    where TLanes : ILanes<TVector>
{
    private readonly ManagedParameter _parameter;
    private readonly int _rows;
    private readonly int _columns;
    private readonly int _gates;
    private readonly int _chunk;
    private readonly int _stride;
    private readonly int _transposedStride;
    private readonly AlignedBuffer _weightRows;
    private readonly AlignedBuffer _zeros;
    private readonly AlignedBuffer _transposed;
    private readonly AlignedBuffer _byLane;
    private readonly AlignedBuffer _sums;
    private readonly SparseProducts _sparse;
    private bool _isTransposed;

    /// <summary>Allocates.</summary>
    /// <param name="parameter">The matrix.</param>
    /// <param name="chunk">Row stride of all operands, in lanes.</param>
    /// <param name="gates">Gates per unit.</param>
    /// <param name="isRepeated">True when several blocks use the matrix in each pass.</param>
    public WeightMatrix(ManagedParameter parameter, int chunk, int gates = 1, bool isRepeated = false)
    {
        _parameter = parameter;
        _rows = parameter.Info.Rows;
        _columns = parameter.Info.Columns;
        _gates = gates;
        _chunk = chunk;
        // Rows a multiple of 1 KiB apart would crowd into a quarter of the first-level cache's sets.
        _stride = KernelLayout.Pad(_columns) + (KernelLayout.Pad(_columns) % 256 == 0 ? KernelLayout.LaneMultiple : 0);
        _weightRows = new AlignedBuffer(_rows);
        for (int row = 0; row < _rows; row++)
        {
            WeightRows[row] = (row % gates * (_rows / gates)) + (row / gates);
        }
        _zeros = new AlignedBuffer(Math.Max(_rows, _columns));
        // Not a power of two: writing columns into lines whose addresses share their low bits is ten times slower.
        _transposedStride = _rows + KernelLayout.LaneMultiple;
        _transposed = new AlignedBuffer((long)_transposedStride * _columns);
        _byLane = new AlignedBuffer((long)chunk * _stride);
        _sums = new AlignedBuffer((long)_rows * _stride);
        _sparse = new SparseProducts(parameter, WeightRows, chunk);
        parameter.UseAsMatrix(
            TLanes.Width switch { 16 => KernelPath.Vector512, 8 => KernelPath.Vector256, _ => KernelPath.Scalar }, isRepeated);
    }

    /// <summary>Row of W for each row of the operands.</summary>
    public int* WeightRows => (int*)_weightRows.Pointer;

    /// <summary><c>y[b] = bias + W·x[b]</c> for every block b.</summary>
    /// <param name="x">Right factor [columns × lanes].</param>
    /// <param name="xStep">Distance between its blocks.</param>
    /// <param name="blocks">Blocks.</param>
    /// <param name="bias">One start value per row; null for 0.</param>
    /// <param name="y">Result [rows × lanes].</param>
    /// <param name="yStep">Distance between its blocks.</param>
    /// <param name="lanes">Lanes, a multiple of <see cref="KernelLayout.LaneMultiple"/>.</param>
    public void Forward(float* x, nint xStep, int blocks, float* bias, float* y, nint yStep, int lanes)
    {
        float* start = bias == null ? _zeros.Pointer : bias;
        if (_parameter.Kernels.Forward)
        {
            SparseRows rows = _sparse.Forward();
            for (int block = 0; block < blocks; block++)
            {
                for (int segment = 0; segment < rows.Segments; segment++)
                {
                    SparseKernel<TVector, TLanes>.Multiply(
                        rows, segment * rows.Pairs, (segment + 1) * rows.Pairs, x + (block * xStep), lanes,
                        segment == 0 ? start : null, y + (block * yStep), _chunk);
                }
            }
            return;
        }
        for (int block = 0; block < blocks; block++)
        {
            MultiplyRows(0, _rows, x + (block * xStep), lanes, start, y + (block * yStep));
        }
    }

    /// <summary>Rows <paramref name="first"/> to <paramref name="end"/> of <c>y = start + W·x</c>, dense.</summary>
    /// <param name="first">First row.</param>
    /// <param name="end">Row after the last.</param>
    /// <param name="x">Right factor [columns × lanes].</param>
    /// <param name="lanes">Lanes, a multiple of <see cref="KernelLayout.LaneMultiple"/>.</param>
    /// <param name="start">One start value per row; null to add to what <paramref name="y"/> holds.</param>
    /// <param name="y">Result, from row 0 on.</param>
    /// <param name="other">A second matrix with the same rows whose product is added; null for none.</param>
    /// <param name="otherX">Its right factor.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void MultiplyRows(
        nint first, nint end, float* x, int lanes, float* start, float* y,
        WeightMatrix<TVector, TLanes>? other = null, float* otherX = null)
    {
        float* weights = _parameter.Values.Pointer, otherWeights = weights;
        nint columns = _columns, otherColumns = 0, last = end - 1;
        if (other is not null)
        {
            otherWeights = other._parameter.Values.Pointer;
            otherColumns = other._columns;
        }
        int* weightRows = WeightRows;
        RowTile tile = default;
        tile.A = x;
        tile.StrideA = tile.StrideB = _chunk;
        tile.DepthA = columns;
        tile.B = otherX;
        tile.DepthB = otherColumns;
        tile.Accumulate = start == null;
        for (nint row = first; row < end; row += 4)
        {
            nint row1 = Math.Min(row + 1, last), row2 = Math.Min(row + 2, last), row3 = Math.Min(row + 3, last);
            nint from0 = weightRows[row], from1 = weightRows[row1], from2 = weightRows[row2], from3 = weightRows[row3];
            tile.First0 = weights + (from0 * columns);
            tile.First1 = weights + (from1 * columns);
            tile.First2 = weights + (from2 * columns);
            tile.First3 = weights + (from3 * columns);
            tile.Second0 = otherWeights + (from0 * otherColumns);
            tile.Second1 = otherWeights + (from1 * otherColumns);
            tile.Second2 = otherWeights + (from2 * otherColumns);
            tile.Second3 = otherWeights + (from3 * otherColumns);
            tile.Out0 = y + (row * _chunk);
            tile.Out1 = y + (row1 * _chunk);
            tile.Out2 = y + (row2 * _chunk);
            tile.Out3 = y + (row3 * _chunk);
            if (start != null)
            {
                tile.Start0 = start[row];
                tile.Start1 = start[row1];
                tile.Start2 = start[row2];
                tile.Start3 = start[row3];
            }
            MatrixKernel<TVector, TLanes>.Run(&tile, lanes);
        }
    }

    /// <summary>Prepares backward passes with the present weights and empties the sums of gradients.</summary>
    public void BeginBackward()
    {
        _isTransposed = false;
        if (_parameter.HasSparseGradient)
        {
            _sparse.Gradient().Clear();
        }
        else
        {
            _sums.Span.Clear();
        }
    }

    /// <summary><c>δx[b] = Wᵀ·δy[b]</c>, or added to what <paramref name="dx"/> holds.</summary>
    /// <param name="dy">Gradient of the result [rows × lanes].</param>
    /// <param name="dyStep">Distance between its blocks.</param>
    /// <param name="blocks">Blocks.</param>
    /// <param name="accumulate">True to add.</param>
    /// <param name="dx">Gradient of the right factor [columns × lanes].</param>
    /// <param name="dxStep">Distance between its blocks.</param>
    /// <param name="lanes">Lanes, a multiple of <see cref="KernelLayout.LaneMultiple"/>.</param>
    public void BackwardData(float* dy, nint dyStep, int blocks, bool accumulate, float* dx, nint dxStep, int lanes)
    {
        if (_parameter.Kernels.DataGradient)
        {
            for (int block = 0; block < blocks; block++)
            {
                for (int segment = 0; segment < _sparse.Transposed().Segments; segment++)
                {
                    BackwardSegment(segment, dy + (block * dyStep), accumulate, dx + (block * dxStep), lanes);
                }
            }
            return;
        }
        Transpose();
        for (int block = 0; block < blocks; block++)
        {
            MatrixKernel<TVector, TLanes>.Multiply(
                _transposed.Pointer, _transposedStride, _columns, _rows, dy + (block * dyStep), _chunk, lanes, 0f, accumulate,
                dx + (block * dxStep), _chunk);
        }
    }

    /// <summary>What <see cref="SparseRows.SegmentRows"/> rows of δy contribute to <c>δx = Wᵀ·δy</c>, sparse.</summary>
    /// <param name="segment">Number of the segment; the first one starts the sum.</param>
    /// <param name="dy">Gradient of the result, from row 0 on.</param>
    /// <param name="accumulate">True to add to what <paramref name="dx"/> holds, even in the first segment.</param>
    /// <param name="dx">Gradient of the right factor [columns × lanes].</param>
    /// <param name="lanes">Lanes, a multiple of <see cref="KernelLayout.LaneMultiple"/>.</param>
    public void BackwardSegment(int segment, float* dy, bool accumulate, float* dx, int lanes)
    {
        SparseRows columns = _sparse.Transposed();
        SparseKernel<TVector, TLanes>.Multiply(
            columns, segment * columns.Pairs, (segment + 1) * columns.Pairs, dy, lanes,
            accumulate || segment > 0 ? null : _zeros.Pointer, dx, _chunk);
    }

    /// <summary>Adds <c>Σ_b δy[b]·x[b]ᵀ</c> to the sums of gradients.</summary>
    /// <param name="dy">Gradient of the result [rows × lanes]; 0 in lanes from <paramref name="count"/> on.</param>
    /// <param name="dyStep">Distance between its blocks.</param>
    /// <param name="x">Right factor [columns × lanes].</param>
    /// <param name="xStep">Distance between its blocks.</param>
    /// <param name="blocks">Blocks.</param>
    /// <param name="count">Windows.</param>
    public void AddWeightGradients(float* dy, nint dyStep, float* x, nint xStep, int blocks, int count)
    {
        if (_parameter.HasSparseGradient)
        {
            SparseGradient gradient = _sparse.Gradient();
            int lanes = KernelLayout.Pad(count);
            if (gradient.HoldsColumns)
            {
                SparseGradientKernel<TVector, TLanes>.Add(gradient, x, xStep, dy, dyStep, blocks, lanes);
            }
            else
            {
                SparseGradientKernel<TVector, TLanes>.Add(gradient, dy, dyStep, x, xStep, blocks, lanes);
            }
            return;
        }
        for (int block = 0; block < blocks; block++)
        {
            TransposeKernel.Transpose(x + (block * xStep), _chunk, _columns, count, _byLane.Pointer, _stride);
            MatrixKernel<TVector, TLanes>.Multiply(
                dy + (block * dyStep), _chunk, _rows, count, _byLane.Pointer, _stride, KernelLayout.Pad(_columns), 0f, true,
                _sums.Pointer, _stride);
        }
    }

    /// <summary>Moves the sums of gradients into the parameter.</summary>
    public void EndBackward()
    {
        if (_parameter.HasSparseGradient)
        {
            _sparse.Gradient().Store(_parameter.CompactGradients, _parameter.Pattern!.Count);
            return;
        }
        Span<float> gradients = _parameter.DenseGradients.Span;
        for (int row = 0; row < _rows; row++)
        {
            _sums.Span.Slice(row * _stride, _columns).CopyTo(gradients[(WeightRows[row] * _columns)..]);
        }
    }

    private void Transpose()
    {
        if (_isTransposed)
        {
            return;
        }
        _isTransposed = true;
        float* weights = _parameter.Values.Pointer;
        int units = _rows / _gates;
        if (_gates == 1)
        {
            TransposeKernel.Transpose(weights, _columns, _rows, _columns, _transposed.Pointer, _transposedStride);
            return;
        }
        for (int unit = 0; unit < units; unit++)
        {
            TransposeKernel.Transpose(
                weights + ((nint)unit * _columns), (nint)units * _columns, _gates, _columns,
                _transposed.Pointer + ((nint)unit * _gates), _transposedStride);
        }
    }
}
