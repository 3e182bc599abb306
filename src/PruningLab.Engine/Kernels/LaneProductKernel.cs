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

    /// <summary><c>y[r, lane] += Σ_c w[r, c]·x[c, lane]</c>, in tiles of four rows by two vectors.</summary>
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
        nint width = TLanes.Width, row = 0;
        for (; row + 4 <= rows; row += 4)
        {
            nint lane = 0;
            for (; lane + (2 * width) <= lanes; lane += 2 * width)
            {
                Tile(weights + (row * rowStep), rowStep, columnStep, columns, x + lane, stride, y + (row * stride) + lane);
            }
            for (; lane < lanes; lane += width)
            {
                for (nint r = row; r < row + 4; r++)
                {
                    Single(weights + (r * rowStep), columnStep, columns, x + lane, stride, y + (r * stride) + lane);
                }
            }
        }
        for (; row < rows; row++)
        {
            for (nint lane = 0; lane < lanes; lane += width)
            {
                Single(weights + (row * rowStep), columnStep, columns, x + lane, stride, y + (row * stride) + lane);
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Tile(float* weights, nint rowStep, nint columnStep, nint columns, float* x, nint stride, float* y)
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
