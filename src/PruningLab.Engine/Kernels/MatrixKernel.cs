using System.Runtime.CompilerServices;

namespace PruningLab.Engine.Kernels;

/// <summary>Dense matrix products in register tiles of four rows by up to four vectors.</summary>
/// <remarks>Each tile keeps its sums in registers over the whole depth: one load per vector, one broadcast per row, four
/// multiply-adds for each. The order of summation is fixed, so equal inputs give equal bits.</remarks>
internal static unsafe partial class MatrixKernel<TVector, TLanes>
    where TVector : struct
    where TLanes : ILanes<TVector>
{
    /// <summary>Computes the four rows of <paramref name="tile"/> over <paramref name="columns"/> columns.</summary>
    /// <param name="tile">The rows.</param>
    /// <param name="columns">Columns, a multiple of the path's width.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Run(RowTile* tile, nint columns)
    {
        nint column = 0, width = TLanes.Width;
        if (TLanes.TileVectors >= 4)
        {
            for (; column + (4 * width) <= columns; column += 4 * width)
            {
                Tile4x4(tile, column);
            }
        }
        if (TLanes.TileVectors >= 2)
        {
            for (; column + (2 * width) <= columns; column += 2 * width)
            {
                Tile4x2(tile, column);
            }
        }
        for (; column < columns; column += width)
        {
            Tile4x1(tile, column);
        }
    }

    /// <summary><c>out [rows × columns] = start + weights [rows × depth] · x [depth × columns]</c>, or added to what
    /// <paramref name="destination"/> holds.</summary>
    /// <param name="weights">Left factor; its rows are contiguous.</param>
    /// <param name="weightStride">Distance between its rows.</param>
    /// <param name="rows">Rows, at least 1.</param>
    /// <param name="depth">Length of the sum.</param>
    /// <param name="x">Right factor.</param>
    /// <param name="stride">Distance between rows of the right factor.</param>
    /// <param name="columns">Columns, a multiple of the path's width.</param>
    /// <param name="start">Start value; ignored when accumulating.</param>
    /// <param name="accumulate">True to add to the destination.</param>
    /// <param name="destination">Result.</param>
    /// <param name="destinationStride">Distance between its rows.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Multiply(
        float* weights, nint weightStride, int rows, nint depth, float* x, nint stride, nint columns,
        float start, bool accumulate, float* destination, nint destinationStride)
    {
        RowTile tile = default;
        tile.A = x;
        tile.StrideA = stride;
        tile.DepthA = depth;
        tile.Accumulate = accumulate;
        tile.Start0 = tile.Start1 = tile.Start2 = tile.Start3 = start;
        nint last = rows - 1;
        for (nint row = 0; row < rows; row += 4)
        {
            nint row1 = Math.Min(row + 1, last), row2 = Math.Min(row + 2, last), row3 = Math.Min(row + 3, last);
            tile.First0 = weights + (row * weightStride);
            tile.First1 = weights + (row1 * weightStride);
            tile.First2 = weights + (row2 * weightStride);
            tile.First3 = weights + (row3 * weightStride);
            tile.Out0 = destination + (row * destinationStride);
            tile.Out1 = destination + (row1 * destinationStride);
            tile.Out2 = destination + (row2 * destinationStride);
            tile.Out3 = destination + (row3 * destinationStride);
            Run(&tile, columns);
        }
    }
}
