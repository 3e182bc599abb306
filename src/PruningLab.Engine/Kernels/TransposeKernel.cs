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
                Vector128<float> abLow = Sse.UnpackLow(a, b), abHigh = Sse.UnpackHigh(a, b);
                Vector128<float> cdLow = Sse.UnpackLow(c, d), cdHigh = Sse.UnpackHigh(c, d);
                Sse.MoveLowToHigh(abLow, cdLow).Store(to);
                Sse.MoveHighToLow(cdLow, abLow).Store(to + destinationStride);
                Sse.MoveLowToHigh(abHigh, cdHigh).Store(to + (2 * destinationStride));
                Sse.MoveHighToLow(cdHigh, abHigh).Store(to + (3 * destinationStride));
                from += 4;
                to += 4 * destinationStride;
            }
            Plain(source, sourceStride, i, i + 4, blockColumns, columns, destination, destinationStride);
        }
        Plain(source, sourceStride, blockRows, rows, 0, columns, destination, destinationStride);
    }

    /// <summary>The same, one value at a time, for a part of the source: the edges of the blocks.</summary>
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
