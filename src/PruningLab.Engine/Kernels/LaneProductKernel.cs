using System.Numerics;
using System.Runtime.CompilerServices;

namespace PruningLab.Engine.Kernels;

/// <summary>Matrix times [columns × lanes], added to [rows × lanes]: for predictions of many samples, the vector dimension.</summary>
internal static unsafe class LaneProductKernel<TVector, TLanes>
    where TVector : struct
    where TLanes : ILanes<TVector>
{
    /// <summary>One row that keeps only some columns: <c>y[lane] += Σ_k w[k]·x[column[k], lane]</c>.</summary>
    /// <param name="weights">Weights of the row, <paramref name="step"/> apart.</param>
    /// <param name="columns">Their columns, as far apart.</param>
    /// <param name="step">Distance between one and the next.</param>
    /// <param name="count">How many.</param>
    /// <param name="x">[columns × stride].</param>
    /// <param name="stride">Distance between columns' rows in x.</param>
    /// <param name="y">[lanes].</param>
    /// <param name="lanes">Lanes, a multiple of <see cref="KernelLayout.LaneMultiple"/>.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void AddSparseRow<TIndex>(
        float* weights, TIndex* columns, nint step, nint count, float* x, nint stride, float* y, nint lanes)
        where TIndex : unmanaged, IBinaryInteger<TIndex>
    {
        nint width = TLanes.Width, lane = 0;
        for (; lane + (4 * width) <= lanes; lane += 4 * width)
        {
            float* to = y + lane;
            TVector a = TLanes.Load(to), b = TLanes.Load(to + width), c = TLanes.Load(to + (2 * width)), d = TLanes.Load(to + (3 * width));
            for (nint k = 0; k < count; k++)
            {
                TVector factor = TLanes.Broadcast(weights[k * step]);
                float* from = x + (nint.CreateTruncating(columns[k * step]) * stride) + lane;
                a = TLanes.MultiplyAdd(factor, TLanes.Load(from), a);
                b = TLanes.MultiplyAdd(factor, TLanes.Load(from + width), b);
                c = TLanes.MultiplyAdd(factor, TLanes.Load(from + (2 * width)), c);
                d = TLanes.MultiplyAdd(factor, TLanes.Load(from + (3 * width)), d);
            }
            TLanes.Store(to, a);
            TLanes.Store(to + width, b);
            TLanes.Store(to + (2 * width), c);
            TLanes.Store(to + (3 * width), d);
        }
        for (; lane < lanes; lane += width)
        {
            TVector a = TLanes.Load(y + lane);
            for (nint k = 0; k < count; k++)
            {
                float* from = x + (nint.CreateTruncating(columns[k * step]) * stride) + lane;
                a = TLanes.MultiplyAdd(TLanes.Broadcast(weights[k * step]), TLanes.Load(from), a);
            }
            TLanes.Store(y + lane, a);
        }
    }

    /// <summary>The rows of one block of slices, two rows by four vectors or four rows by one at a time; see
    /// <see cref="SliceKernel"/>, whose parameters these are.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void AddBlock(
        float* weights, byte* columns, int* starts, ushort* rowNumbers, nint rows, float* x, nint stride, float* y, nint lanes)
    {
        nint width = TLanes.Width, lane = 0;
        nint* targets = stackalloc nint[4];
        for (; lane < lanes;)
        {
            bool isWide = lane + (4 * width) <= lanes;
            nint together = isWide ? 2 : 4, row = 0;
            for (; row < rows; row += together)
            {
                nint slice = row / SliceKernel.Rows, count = starts[slice + 1] - starts[slice];
                nint place = ((nint)starts[slice] * SliceKernel.Rows) + (row % SliceKernel.Rows);
                nint present = Math.Min(together, rows - row);
                for (nint i = 0; i < present; i++)
                {
                    targets[i] = (rowNumbers == null ? row + i : rowNumbers[row + i]) * stride;
                }
                if (present < together)
                {
                    for (nint i = 0; i < present; i++)
                    {
                        AddSparseRow(
                            weights + place + i, columns + place + i, SliceKernel.Rows, count, x + lane, stride,
                            y + targets[i] + lane, isWide ? 4 * width : width);
                    }
                }
                else if (isWide)
                {
                    Slice2x4(weights + place, columns + place, count, x + lane, stride, y + targets[0] + lane, y + targets[1] + lane);
                }
                else
                {
                    Slice4x1(weights + place, columns + place, count, x + lane, stride, y + lane, targets);
                }
            }
            lane += isWide ? 4 * width : width;
        }
    }

    /// <summary><c>y[r, lane] += Σ_c w[r, c]·x[c, lane]</c>, in tiles of four rows by two vectors or eight by one.</summary>
    /// <param name="weights">w[r, c] lies at <c>r·rowStep + c·columnStep</c>.</param>
    /// <param name="rowStep">Distance between rows.</param>
    /// <param name="columnStep">Distance between columns.</param>
    /// <param name="rows">Rows.</param>
    /// <param name="columns">Columns.</param>
    /// <param name="x">[columns × stride].</param>
    /// <param name="stride">Distance between rows of x and of y.</param>
    /// <param name="y">[rows × stride].</param>
    /// <param name="lanes">Lanes, a multiple of <see cref="KernelLayout.LaneMultiple"/>.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void AddDense(
        float* weights, nint rowStep, nint columnStep, nint rows, nint columns, float* x, nint stride, float* y, nint lanes)
    {
        nint width = TLanes.Width, lane = 0;
        for (; lane + (2 * width) <= lanes; lane += 2 * width)
        {
            nint row = 0;
            for (; row + 4 <= rows; row += 4)
            {
                Tile4x2(weights + (row * rowStep), rowStep, columnStep, columns, x + lane, stride, y + (row * stride) + lane);
            }
            for (; row < rows; row++)
            {
                Single(weights + (row * rowStep), columnStep, columns, x + lane, stride, y + (row * stride) + lane);
                Single(weights + (row * rowStep), columnStep, columns, x + lane + width, stride, y + (row * stride) + lane + width);
            }
        }
        for (; lane < lanes; lane += width)
        {
            nint row = 0;
            for (; row + 8 <= rows; row += 8)
            {
                Tile8x1(weights + (row * rowStep), rowStep, columnStep, columns, x + lane, stride, y + (row * stride) + lane);
            }
            for (; row < rows; row++)
            {
                Single(weights + (row * rowStep), columnStep, columns, x + lane, stride, y + (row * stride) + lane);
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Slice2x4(float* weights, byte* columns, nint count, float* x, nint stride, float* y0, float* y1)
    {
        nint width = TLanes.Width;
        TVector a0 = TLanes.Load(y0), b0 = TLanes.Load(y0 + width), c0 = TLanes.Load(y0 + (2 * width)), d0 = TLanes.Load(y0 + (3 * width));
        TVector a1 = TLanes.Load(y1), b1 = TLanes.Load(y1 + width), c1 = TLanes.Load(y1 + (2 * width)), d1 = TLanes.Load(y1 + (3 * width));
        for (nint k = 0; k < count; k++, weights += SliceKernel.Rows, columns += SliceKernel.Rows)
        {
            float* x0 = x + (columns[0] * stride), x1 = x + (columns[1] * stride);
            TVector w = TLanes.Broadcast(weights[0]);
            a0 = TLanes.MultiplyAdd(w, TLanes.Load(x0), a0);
            b0 = TLanes.MultiplyAdd(w, TLanes.Load(x0 + width), b0);
            c0 = TLanes.MultiplyAdd(w, TLanes.Load(x0 + (2 * width)), c0);
            d0 = TLanes.MultiplyAdd(w, TLanes.Load(x0 + (3 * width)), d0);
            w = TLanes.Broadcast(weights[1]);
            a1 = TLanes.MultiplyAdd(w, TLanes.Load(x1), a1);
            b1 = TLanes.MultiplyAdd(w, TLanes.Load(x1 + width), b1);
            c1 = TLanes.MultiplyAdd(w, TLanes.Load(x1 + (2 * width)), c1);
            d1 = TLanes.MultiplyAdd(w, TLanes.Load(x1 + (3 * width)), d1);
        }
        TLanes.Store(y0, a0);
        TLanes.Store(y0 + width, b0);
        TLanes.Store(y0 + (2 * width), c0);
        TLanes.Store(y0 + (3 * width), d0);
        TLanes.Store(y1, a1);
        TLanes.Store(y1 + width, b1);
        TLanes.Store(y1 + (2 * width), c1);
        TLanes.Store(y1 + (3 * width), d1);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Slice4x1(float* weights, byte* columns, nint count, float* x, nint stride, float* y, nint* targets)
    {
        TVector a = TLanes.Load(y + targets[0]), b = TLanes.Load(y + targets[1]);
        TVector c = TLanes.Load(y + targets[2]), d = TLanes.Load(y + targets[3]);
        for (nint k = 0; k < count; k++, weights += SliceKernel.Rows, columns += SliceKernel.Rows)
        {
            a = TLanes.MultiplyAdd(TLanes.Broadcast(weights[0]), TLanes.Load(x + (columns[0] * stride)), a);
            b = TLanes.MultiplyAdd(TLanes.Broadcast(weights[1]), TLanes.Load(x + (columns[1] * stride)), b);
            c = TLanes.MultiplyAdd(TLanes.Broadcast(weights[2]), TLanes.Load(x + (columns[2] * stride)), c);
            d = TLanes.MultiplyAdd(TLanes.Broadcast(weights[3]), TLanes.Load(x + (columns[3] * stride)), d);
        }
        TLanes.Store(y + targets[0], a);
        TLanes.Store(y + targets[1], b);
        TLanes.Store(y + targets[2], c);
        TLanes.Store(y + targets[3], d);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Tile4x2(float* weights, nint rowStep, nint columnStep, nint columns, float* x, nint stride, float* y)
    {
        nint width = TLanes.Width;
        float* y1 = y + stride, y2 = y1 + stride, y3 = y2 + stride;
        TVector a0 = TLanes.Load(y), a1 = TLanes.Load(y + width), b0 = TLanes.Load(y1), b1 = TLanes.Load(y1 + width);
        TVector c0 = TLanes.Load(y2), c1 = TLanes.Load(y2 + width), d0 = TLanes.Load(y3), d1 = TLanes.Load(y3 + width);
        for (nint column = 0; column < columns; column++, weights += columnStep, x += stride)
        {
            TVector x0 = TLanes.Load(x), x1 = TLanes.Load(x + width);
            TVector w = TLanes.Broadcast(weights[0]);
            a0 = TLanes.MultiplyAdd(w, x0, a0);
            a1 = TLanes.MultiplyAdd(w, x1, a1);
            w = TLanes.Broadcast(weights[rowStep]);
            b0 = TLanes.MultiplyAdd(w, x0, b0);
            b1 = TLanes.MultiplyAdd(w, x1, b1);
            w = TLanes.Broadcast(weights[2 * rowStep]);
            c0 = TLanes.MultiplyAdd(w, x0, c0);
            c1 = TLanes.MultiplyAdd(w, x1, c1);
            w = TLanes.Broadcast(weights[3 * rowStep]);
            d0 = TLanes.MultiplyAdd(w, x0, d0);
            d1 = TLanes.MultiplyAdd(w, x1, d1);
        }
        TLanes.Store(y, a0);
        TLanes.Store(y + width, a1);
        TLanes.Store(y1, b0);
        TLanes.Store(y1 + width, b1);
        TLanes.Store(y2, c0);
        TLanes.Store(y2 + width, c1);
        TLanes.Store(y3, d0);
        TLanes.Store(y3 + width, d1);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Tile8x1(float* weights, nint rowStep, nint columnStep, nint columns, float* x, nint stride, float* y)
    {
        float* below = weights + (4 * rowStep), lower = y + (4 * stride);
        TVector a = TLanes.Load(y), b = TLanes.Load(y + stride), c = TLanes.Load(y + (2 * stride)), d = TLanes.Load(y + (3 * stride));
        TVector e = TLanes.Load(lower), f = TLanes.Load(lower + stride), g = TLanes.Load(lower + (2 * stride)), h = TLanes.Load(lower + (3 * stride));
        for (nint column = 0; column < columns; column++, weights += columnStep, below += columnStep, x += stride)
        {
            TVector value = TLanes.Load(x);
            a = TLanes.MultiplyAdd(TLanes.Broadcast(weights[0]), value, a);
            b = TLanes.MultiplyAdd(TLanes.Broadcast(weights[rowStep]), value, b);
            c = TLanes.MultiplyAdd(TLanes.Broadcast(weights[2 * rowStep]), value, c);
            d = TLanes.MultiplyAdd(TLanes.Broadcast(weights[3 * rowStep]), value, d);
            e = TLanes.MultiplyAdd(TLanes.Broadcast(below[0]), value, e);
            f = TLanes.MultiplyAdd(TLanes.Broadcast(below[rowStep]), value, f);
            g = TLanes.MultiplyAdd(TLanes.Broadcast(below[2 * rowStep]), value, g);
            h = TLanes.MultiplyAdd(TLanes.Broadcast(below[3 * rowStep]), value, h);
        }
        TLanes.Store(y, a);
        TLanes.Store(y + stride, b);
        TLanes.Store(y + (2 * stride), c);
        TLanes.Store(y + (3 * stride), d);
        TLanes.Store(lower, e);
        TLanes.Store(lower + stride, f);
        TLanes.Store(lower + (2 * stride), g);
        TLanes.Store(lower + (3 * stride), h);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Single(float* weights, nint columnStep, nint columns, float* x, nint stride, float* y)
    {
        TVector a = TLanes.Load(y);
        for (nint column = 0; column < columns; column++, weights += columnStep, x += stride)
        {
            a = TLanes.MultiplyAdd(TLanes.Broadcast(*weights), TLanes.Load(x), a);
        }
        TLanes.Store(y, a);
    }
}
