using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace PruningLab.Engine.Kernels;

/// <summary>Transposes single-precision matrices in register blocks of 4 × 4.</summary>
internal static unsafe class TransposeKernel
{
    /// <summary><c>destination[j][i] = source[i][j]</c>.</summary>
    /// <param name="source">Source [rows × columns].</param>
    /// <param name="sourceStride">Distance between its rows.</param>
    /// <param name="rows">Rows of the source.</param>
    /// <param name="columns">Columns of the source.</param>
    /// <param name="destination">Destination [columns × rows]; does not overlap the source.</param>
    /// <param name="destinationStride">Distance between its rows.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Transpose(
        float* source, nint sourceStride, int rows, int columns, float* destination, nint destinationStride)
    {
        int blockRows = Sse.IsSupported ? rows & ~3 : 0;
        int blockColumns = columns & ~3;
        for (int i = 0; i < blockRows; i += 4)
        {
            float* from = source + (i * sourceStride);
            float* to = destination + i;
            for (int j = 0; j < blockColumns; j += 4)
            {
                Vector128<float> a = Vector128.Load(from), b = Vector128.Load(from + sourceStride);
                Vector128<float> c = Vector128.Load(from + (2 * sourceStride)), d = Vector128.Load(from + (3 * sourceStride));
                Block(a, b, c, d, to, destinationStride);
                from += 4;
                to += 4 * destinationStride;
            }
            Plain(source, sourceStride, i, i + 4, blockColumns, columns, destination, destinationStride);
        }
        Plain(source, sourceStride, blockRows, rows, 0, columns, destination, destinationStride);
    }

    /// <summary><c>destination[j][i] = rows[i][j]</c> for rows that lie anywhere.</summary>
    /// <param name="rows">Pointers to the rows.</param>
    /// <param name="count">Number of rows, a multiple of 4.</param>
    /// <param name="columns">Columns.</param>
    /// <param name="destination">Destination [columns × rows]; does not overlap the rows.</param>
    /// <param name="destinationStride">Distance between its rows.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Gather(float** rows, int count, int columns, float* destination, nint destinationStride)
    {
        bool isBlocked = Sse.IsSupported && columns >= 4;
        for (int i = 0; i < count; i += 4)
        {
            float* a = rows[i], b = rows[i + 1], c = rows[i + 2], d = rows[i + 3], to = destination + i;
            for (int j = 0; j < columns;)
            {
                if (isBlocked)
                {
                    // The last block may overlap the one before.
                    int at = Math.Min(j, columns - 4);
                    Block(
                        Vector128.Load(a + at), Vector128.Load(b + at), Vector128.Load(c + at), Vector128.Load(d + at),
                        to + (at * destinationStride), destinationStride);
                    j += 4;
                    continue;
                }
                Vector128.Create(a[j], b[j], c[j], d[j]).Store(to + (j * destinationStride));
                j++;
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Block(
        Vector128<float> a, Vector128<float> b, Vector128<float> c, Vector128<float> d, float* to, nint stride)
    {
        Vector128<float> abLow = Sse.UnpackLow(a, b), abHigh = Sse.UnpackHigh(a, b);
        Vector128<float> cdLow = Sse.UnpackLow(c, d), cdHigh = Sse.UnpackHigh(c, d);
        Sse.MoveLowToHigh(abLow, cdLow).Store(to);
        Sse.MoveHighToLow(cdLow, abLow).Store(to + stride);
        Sse.MoveLowToHigh(abHigh, cdHigh).Store(to + (2 * stride));
        Sse.MoveHighToLow(cdHigh, abHigh).Store(to + (3 * stride));
    }

    /// <summary>Transposes a part of the source one value at a time: the edges of the blocks.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Plain(
        float* source, nint sourceStride, int firstRow, int endRow, int firstColumn, int endColumn,
        float* destination, nint destinationStride)
    {
        for (int i = firstRow; i < endRow; i++)
        {
            for (int j = firstColumn; j < endColumn; j++)
            {
                destination[(j * destinationStride) + i] = source[(i * sourceStride) + j];
            }
        }
    }
}
