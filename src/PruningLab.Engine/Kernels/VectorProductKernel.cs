using System.Runtime.CompilerServices;

namespace PruningLab.Engine.Kernels;

/// <summary>Dense matrix times one vector, added to the result: for predictions of a single sample, where there is no batch to
/// be the vector dimension.</summary>
internal static unsafe class VectorProductKernel<TVector, TLanes>
    where TVector : struct
    where TLanes : ILanes<TVector>
{
    /// <summary><c>y[r] += Σ_c w[c, r]·x[c]</c> for a matrix stored column by column: rows are the vector dimension and their
    /// sums stay in registers over all columns.</summary>
    /// <param name="weights">[columns × stride].</param>
    /// <param name="stride">Rows padded to <see cref="KernelLayout.LaneMultiple"/>; all of them are computed.</param>
    /// <param name="columns">Columns.</param>
    /// <param name="x">[columns].</param>
    /// <param name="y">[stride].</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void AddColumns(float* weights, nint stride, nint columns, float* x, float* y)
    {
        nint width = TLanes.Width, row = 0;
        for (; row + (8 * width) <= stride; row += 8 * width)
        {
            float* w = weights + row, to = y + row;
            TVector a = TLanes.Load(to), b = TLanes.Load(to + width), c = TLanes.Load(to + (2 * width)), d = TLanes.Load(to + (3 * width));
            TVector e = TLanes.Load(to + (4 * width)), f = TLanes.Load(to + (5 * width)), g = TLanes.Load(to + (6 * width)), h = TLanes.Load(to + (7 * width));
            for (nint column = 0; column < columns; column++, w += stride)
            {
                TVector factor = TLanes.Broadcast(x[column]);
                a = TLanes.MultiplyAdd(factor, TLanes.Load(w), a);
                b = TLanes.MultiplyAdd(factor, TLanes.Load(w + width), b);
                c = TLanes.MultiplyAdd(factor, TLanes.Load(w + (2 * width)), c);
                d = TLanes.MultiplyAdd(factor, TLanes.Load(w + (3 * width)), d);
                e = TLanes.MultiplyAdd(factor, TLanes.Load(w + (4 * width)), e);
                f = TLanes.MultiplyAdd(factor, TLanes.Load(w + (5 * width)), f);
                g = TLanes.MultiplyAdd(factor, TLanes.Load(w + (6 * width)), g);
                h = TLanes.MultiplyAdd(factor, TLanes.Load(w + (7 * width)), h);
            }
            TLanes.Store(to, a);
            TLanes.Store(to + width, b);
            TLanes.Store(to + (2 * width), c);
            TLanes.Store(to + (3 * width), d);
            TLanes.Store(to + (4 * width), e);
            TLanes.Store(to + (5 * width), f);
            TLanes.Store(to + (6 * width), g);
            TLanes.Store(to + (7 * width), h);
        }
        for (; row + (2 * width) <= stride; row += 2 * width)
        {
            // Two sums per vector of rows: a single chain of additions would wait for itself.
            float* w = weights + row, to = y + row;
            TVector a = TLanes.Load(to), b = TLanes.Load(to + width), c = TLanes.Broadcast(0f), d = c;
            nint column = 0;
            for (; column + 2 <= columns; column += 2, w += 2 * stride)
            {
                TVector first = TLanes.Broadcast(x[column]), second = TLanes.Broadcast(x[column + 1]);
                a = TLanes.MultiplyAdd(first, TLanes.Load(w), a);
                b = TLanes.MultiplyAdd(first, TLanes.Load(w + width), b);
                c = TLanes.MultiplyAdd(second, TLanes.Load(w + stride), c);
                d = TLanes.MultiplyAdd(second, TLanes.Load(w + stride + width), d);
            }
            if (column < columns)
            {
                TVector factor = TLanes.Broadcast(x[column]);
                a = TLanes.MultiplyAdd(factor, TLanes.Load(w), a);
                b = TLanes.MultiplyAdd(factor, TLanes.Load(w + width), b);
            }
            TLanes.Store(to, TLanes.Add(a, c));
            TLanes.Store(to + width, TLanes.Add(b, d));
        }
        for (; row < stride; row += width)
        {
            float* w = weights + row;
            TVector a = TLanes.Load(y + row);
            for (nint column = 0; column < columns; column++, w += stride)
            {
                a = TLanes.MultiplyAdd(TLanes.Broadcast(x[column]), TLanes.Load(w), a);
            }
            TLanes.Store(y + row, a);
        }
    }

    /// <summary><c>y[r] += Σ_c w[r, c]·x[c]</c> for a matrix stored row by row: columns are the vector dimension.</summary>
    /// <param name="weights">[rows × stride], 0 after the last column.</param>
    /// <param name="stride">Columns padded to <see cref="KernelLayout.LaneMultiple"/>.</param>
    /// <param name="rows">Rows.</param>
    /// <param name="x">[stride]; finite after the last column.</param>
    /// <param name="y">[rows].</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void AddRows(float* weights, nint stride, nint rows, float* x, float* y)
    {
        nint width = TLanes.Width;
        for (nint row = 0; row < rows; row++)
        {
            float* w = weights + (row * stride);
            TVector a = TLanes.Broadcast(0f), b = a;
            nint column = 0;
            for (; column + (2 * width) <= stride; column += 2 * width)
            {
                a = TLanes.MultiplyAdd(TLanes.Load(x + column), TLanes.Load(w + column), a);
                b = TLanes.MultiplyAdd(TLanes.Load(x + column + width), TLanes.Load(w + column + width), b);
            }
            for (; column < stride; column += width)
            {
                a = TLanes.MultiplyAdd(TLanes.Load(x + column), TLanes.Load(w + column), a);
            }
            y[row] += TLanes.Sum(TLanes.Add(a, b));
        }
    }
}
