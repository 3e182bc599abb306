using System.Runtime.CompilerServices;

namespace PruningLab.Engine.Kernels;

/// <summary>Products of sparse rows with a dense right factor whose columns are the lanes of a batch.</summary>
/// <remarks>The sums of two rows over up to four vectors stay in registers over the whole row: for each active weight one
/// broadcast and one multiply-add per vector. One chain of additions per sum, columns ascending: the bits are those of
/// <see cref="MatrixKernel{TVector, TLanes}"/>.</remarks>
internal static unsafe class SparseKernel<TVector, TLanes>
    where TVector : struct
    where TLanes : ILanes<TVector>
{
    /// <summary><c>destination[row] = start[row] + Σ w · x[offset of w]</c> for the rows of some pairs.</summary>
    /// <param name="rows">The sparse rows.</param>
    /// <param name="firstPair">First pair.</param>
    /// <param name="endPair">Pair after the last.</param>
    /// <param name="x">Right factor, at the position that the offsets count from.</param>
    /// <param name="lanes">Lanes, a multiple of the path's width.</param>
    /// <param name="start">Start value of each row; null to add to what the destination holds.</param>
    /// <param name="destination">Result.</param>
    /// <param name="stride">Distance between its rows.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Multiply(
        SparseRows rows, int firstPair, int endPair, float* x, nint lanes, float* start, float* destination, nint stride)
    {
        nint lane = 0, width = TLanes.Width;
        for (; lane + (4 * width) <= lanes; lane += 4 * width)
        {
            Pairs4(rows, firstPair, endPair, x + lane, destination + lane, stride, start);
        }
        for (; lane + (2 * width) <= lanes; lane += 2 * width)
        {
            Pairs2(rows, firstPair, endPair, x + lane, destination + lane, stride, start);
        }
        for (; lane < lanes; lane += width)
        {
            Pairs1(rows, firstPair, endPair, x + lane, destination + lane, stride, start);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Pairs4(SparseRows rows, int firstPair, int endPair, float* x, float* destination, nint stride, float* start)
    {
        nint width = TLanes.Width;
        int* pairRows = rows.PairRows, pairStarts = rows.PairStarts;
        for (int pair = firstPair; pair < endPair; pair++)
        {
            nint row0 = pairRows[2 * pair], row1 = pairRows[(2 * pair) + 1];
            float* out0 = destination + (row0 * stride), out1 = destination + (row1 * stride);
            TVector s00, s01, s02, s03, s10, s11, s12, s13;
            if (start == null)
            {
                s00 = TLanes.Load(out0);
                s01 = TLanes.Load(out0 + width);
                s02 = TLanes.Load(out0 + (2 * width));
                s03 = TLanes.Load(out0 + (3 * width));
                s10 = TLanes.Load(out1);
                s11 = TLanes.Load(out1 + width);
                s12 = TLanes.Load(out1 + (2 * width));
                s13 = TLanes.Load(out1 + (3 * width));
            }
            else
            {
                s00 = TLanes.Broadcast(start[row0]);
                s01 = s00;
                s02 = s00;
                s03 = s00;
                s10 = TLanes.Broadcast(start[row1]);
                s11 = s10;
                s12 = s10;
                s13 = s10;
            }
            long* entries = rows.Entries + pairStarts[pair], end = rows.Entries + pairStarts[pair + 1];
            for (; entries < end; entries += 2)
            {
                long e0 = entries[0], e1 = entries[1];
                float* x0 = x + (int)e0, x1 = x + (int)e1;
                TVector w0 = TLanes.BroadcastBits((int)(e0 >> 32));
                s00 = TLanes.MultiplyAdd(w0, TLanes.Load(x0), s00);
                s01 = TLanes.MultiplyAdd(w0, TLanes.Load(x0 + width), s01);
                s02 = TLanes.MultiplyAdd(w0, TLanes.Load(x0 + (2 * width)), s02);
                s03 = TLanes.MultiplyAdd(w0, TLanes.Load(x0 + (3 * width)), s03);
                TVector w1 = TLanes.BroadcastBits((int)(e1 >> 32));
                s10 = TLanes.MultiplyAdd(w1, TLanes.Load(x1), s10);
                s11 = TLanes.MultiplyAdd(w1, TLanes.Load(x1 + width), s11);
                s12 = TLanes.MultiplyAdd(w1, TLanes.Load(x1 + (2 * width)), s12);
                s13 = TLanes.MultiplyAdd(w1, TLanes.Load(x1 + (3 * width)), s13);
            }
            // The second row first: in the last pair of an odd number of rows it is the first one again, without entries.
            TLanes.Store(out1, s10);
            TLanes.Store(out1 + width, s11);
            TLanes.Store(out1 + (2 * width), s12);
            TLanes.Store(out1 + (3 * width), s13);
            TLanes.Store(out0, s00);
            TLanes.Store(out0 + width, s01);
            TLanes.Store(out0 + (2 * width), s02);
            TLanes.Store(out0 + (3 * width), s03);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Pairs2(SparseRows rows, int firstPair, int endPair, float* x, float* destination, nint stride, float* start)
    {
        nint width = TLanes.Width;
        int* pairRows = rows.PairRows, pairStarts = rows.PairStarts;
        for (int pair = firstPair; pair < endPair; pair++)
        {
            nint row0 = pairRows[2 * pair], row1 = pairRows[(2 * pair) + 1];
            float* out0 = destination + (row0 * stride), out1 = destination + (row1 * stride);
            TVector s00, s01, s10, s11;
            if (start == null)
            {
                s00 = TLanes.Load(out0);
                s01 = TLanes.Load(out0 + width);
                s10 = TLanes.Load(out1);
                s11 = TLanes.Load(out1 + width);
            }
            else
            {
                s00 = TLanes.Broadcast(start[row0]);
                s01 = s00;
                s10 = TLanes.Broadcast(start[row1]);
                s11 = s10;
            }
            long* entries = rows.Entries + pairStarts[pair], end = rows.Entries + pairStarts[pair + 1];
            for (; entries < end; entries += 2)
            {
                long e0 = entries[0], e1 = entries[1];
                float* x0 = x + (int)e0, x1 = x + (int)e1;
                TVector w0 = TLanes.BroadcastBits((int)(e0 >> 32));
                s00 = TLanes.MultiplyAdd(w0, TLanes.Load(x0), s00);
                s01 = TLanes.MultiplyAdd(w0, TLanes.Load(x0 + width), s01);
                TVector w1 = TLanes.BroadcastBits((int)(e1 >> 32));
                s10 = TLanes.MultiplyAdd(w1, TLanes.Load(x1), s10);
                s11 = TLanes.MultiplyAdd(w1, TLanes.Load(x1 + width), s11);
            }
            // The second row first: in the last pair of an odd number of rows it is the first one again, without entries.
            TLanes.Store(out1, s10);
            TLanes.Store(out1 + width, s11);
            TLanes.Store(out0, s00);
            TLanes.Store(out0 + width, s01);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Pairs1(SparseRows rows, int firstPair, int endPair, float* x, float* destination, nint stride, float* start)
    {
        nint width = TLanes.Width;
        int* pairRows = rows.PairRows, pairStarts = rows.PairStarts;
        for (int pair = firstPair; pair < endPair; pair++)
        {
            nint row0 = pairRows[2 * pair], row1 = pairRows[(2 * pair) + 1];
            float* out0 = destination + (row0 * stride), out1 = destination + (row1 * stride);
            TVector s00, s10;
            if (start == null)
            {
                s00 = TLanes.Load(out0);
                s10 = TLanes.Load(out1);
            }
            else
            {
                s00 = TLanes.Broadcast(start[row0]);
                s10 = TLanes.Broadcast(start[row1]);
            }
            long* entries = rows.Entries + pairStarts[pair], end = rows.Entries + pairStarts[pair + 1];
            for (; entries < end; entries += 2)
            {
                long e0 = entries[0], e1 = entries[1];
                float* x0 = x + (int)e0, x1 = x + (int)e1;
                TVector w0 = TLanes.BroadcastBits((int)(e0 >> 32));
                s00 = TLanes.MultiplyAdd(w0, TLanes.Load(x0), s00);
                TVector w1 = TLanes.BroadcastBits((int)(e1 >> 32));
                s10 = TLanes.MultiplyAdd(w1, TLanes.Load(x1), s10);
            }
            // The second row first: in the last pair of an odd number of rows it is the first one again, without entries.
            TLanes.Store(out1, s10);
            TLanes.Store(out0, s00);
        }
    }
}
