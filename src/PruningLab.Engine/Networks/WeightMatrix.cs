using System.Runtime.CompilerServices;
using PruningLab.Engine.Kernels;

namespace PruningLab.Engine.Networks;

/// <summary>All products of one weight matrix W [rows × columns]: forward, data gradient, weight gradient.</summary>
/// <remarks>Operands are [units × lanes] with a row stride of <c>chunk</c>, in one or more blocks (time steps, patches) that
/// lie a given number of floats apart.</remarks>
internal sealed unsafe class WeightMatrix<TVector, TLanes>
    where TVector : struct
    where TLanes : ILanes<TVector>
{
    private readonly ManagedParameter _parameter;
    private readonly int _rows;
    private readonly int _columns;
    private readonly int _chunk;
    private readonly int _stride;
    private readonly AlignedBuffer _transposed;
    private readonly AlignedBuffer _byLane;
    private readonly AlignedBuffer _sums;

    /// <summary>Allocates.</summary>
    /// <param name="parameter">The matrix.</param>
    /// <param name="chunk">Row stride of all operands, in lanes.</param>
    public WeightMatrix(ManagedParameter parameter, int chunk)
    {
        _parameter = parameter;
        _rows = parameter.Info.Rows;
        _columns = parameter.Info.Columns;
        _chunk = chunk;
        _stride = KernelLayout.Pad(_columns);
        _transposed = new AlignedBuffer((long)_rows * _columns);
        _byLane = new AlignedBuffer((long)chunk * _stride);
        _sums = new AlignedBuffer((long)_rows * _stride);
    }

    /// <summary><c>y[b] = bias + W·x[b]</c> for every block b.</summary>
    /// <param name="x">Right factor [columns × lanes].</param>
    /// <param name="xStep">Distance between its blocks.</param>
    /// <param name="blocks">Blocks.</param>
    /// <param name="bias">One start value per row; null for 0.</param>
    /// <param name="y">Result [rows × lanes].</param>
    /// <param name="yStep">Distance between its blocks.</param>
    /// <param name="lanes">Lanes, a multiple of <see cref="KernelLayout.LaneMultiple"/>.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Forward(float* x, nint xStep, int blocks, float* bias, float* y, nint yStep, int lanes)
    {
        float* weights = _parameter.Values.Pointer;
        RowTile tile = default;
        tile.StrideA = _chunk;
        tile.DepthA = _columns;
        nint last = _rows - 1;
        for (int block = 0; block < blocks; block++)
        {
            tile.A = x + (block * xStep);
            float* destination = y + (block * yStep);
            for (nint row = 0; row < _rows; row += 4)
            {
                nint row1 = Math.Min(row + 1, last), row2 = Math.Min(row + 2, last), row3 = Math.Min(row + 3, last);
                tile.First0 = weights + (row * _columns);
                tile.First1 = weights + (row1 * _columns);
                tile.First2 = weights + (row2 * _columns);
                tile.First3 = weights + (row3 * _columns);
                tile.Out0 = destination + (row * _chunk);
                tile.Out1 = destination + (row1 * _chunk);
                tile.Out2 = destination + (row2 * _chunk);
                tile.Out3 = destination + (row3 * _chunk);
                if (bias != null)
                {
                    tile.Start0 = bias[row];
                    tile.Start1 = bias[row1];
                    tile.Start2 = bias[row2];
                    tile.Start3 = bias[row3];
                }
                MatrixKernel<TVector, TLanes>.Run(&tile, lanes);
            }
        }
    }

    /// <summary>Prepares backward passes with the present weights and empties the sums of gradients.</summary>
    public void BeginBackward()
    {
        _sums.Span.Clear();
        TransposeKernel.Transpose(_parameter.Values.Pointer, _columns, _rows, _columns, _transposed.Pointer, _rows);
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
        for (int block = 0; block < blocks; block++)
        {
            MatrixKernel<TVector, TLanes>.Multiply(
                _transposed.Pointer, _rows, _columns, _rows, dy + (block * dyStep), _chunk, lanes, 0f, accumulate,
                dx + (block * dxStep), _chunk);
        }
    }

    /// <summary>Adds <c>Σ_b δy[b]·x[b]ᵀ</c> to the sums of gradients.</summary>
    /// <param name="dy">Gradient of the result [rows × lanes]; 0 in lanes from <paramref name="count"/> on.</param>
    /// <param name="dyStep">Distance between its blocks.</param>
    /// <param name="x">Right factor [columns × lanes].</param>
    /// <param name="xStep">Distance between its blocks.</param>
    /// <param name="blocks">Blocks.</param>
    /// <param name="count">Windows.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void AddWeightGradients(float* dy, nint dyStep, float* x, nint xStep, int blocks, int count)
    {
        for (int block = 0; block < blocks; block++)
        {
            TransposeKernel.Transpose(x + (block * xStep), _chunk, _columns, count, _byLane.Pointer, _stride);
            MatrixKernel<TVector, TLanes>.Multiply(
                dy + (block * dyStep), _chunk, _rows, count, _byLane.Pointer, _stride, _stride, 0f, true, _sums.Pointer, _stride);
        }
    }

    /// <summary>Moves the sums of gradients into the parameter.</summary>
    public void EndBackward()
    {
        for (int row = 0; row < _rows; row++)
        {
            _sums.Span.Slice(row * _stride, _columns).CopyTo(_parameter.Gradients.Span[(row * _columns)..]);
        }
    }
}
