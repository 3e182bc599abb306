using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace PruningLab.Engine.Kernels;

/// <summary>Sparse matrix times one vector, 16 rows at a time.</summary>
/// <remarks>
/// A slice is 16 rows of a block of 64 columns; their active weights lie side by side, one of each row per step, so that rows
/// are the vector dimension and no sum crosses lanes (sliced ELLPACK; Monakov, Lokhmotov, Avetisyan 2010). With AVX-512 the 64
/// inputs of a block stay in four registers and are looked up there by two permutations: three times as fast as fetching
/// sixteen inputs from memory one by one, which the other paths do, and four times as fast as the gather instruction.
/// </remarks>
internal static unsafe class SliceKernel
{
    /// <summary>Rows of a slice.</summary>
    public const int Rows = 16;

    /// <summary>Columns of a block.</summary>
    public const int BlockColumns = 64;

    /// <summary>Adds one slice's product: <c>sums[l] = Σ_k w[k, l]·x[column[k, l]]</c>, <c>y[row[l]] += sums[l]</c>.</summary>
    /// <param name="weights">[steps × 16].</param>
    /// <param name="columns">[steps × 16], each below 64.</param>
    /// <param name="starts">First step of each slice, and the end of the last.</param>
    /// <param name="rowNumbers">Their rows in y; null for 0, 1, 2 and so on.</param>
    /// <param name="rows">Rows, 16 per slice; the last slice may have fewer.</param>
    /// <param name="x">The block's 64 inputs; those without weights may be anything.</param>
    /// <param name="y">Result, with room up to the next multiple of 16.</param>
    /// <param name="path">Vector width.</param>
    public static void AddBlock(
        float* weights, byte* columns, int* starts, ushort* rowNumbers, nint rows, float* x, float* y, KernelPath path)
    {
        if (path == KernelPath.Vector512 && Avx512F.IsSupported)
        {
            AddPermuted(weights, columns, starts, rowNumbers, rows, x, y);
        }
        else if (path != KernelPath.Scalar)
        {
            AddFetched(weights, columns, starts, rowNumbers, rows, x, y);
        }
        else
        {
            AddScalar(weights, columns, starts, rowNumbers, rows, x, y);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void AddPermuted(
        float* weights, byte* columns, int* starts, ushort* rowNumbers, nint rows, float* x, float* y)
    {
        float* sums = stackalloc float[Rows];
        Vector512<float> x0 = Vector512.Load(x), x1 = Vector512.Load(x + 16), x2 = Vector512.Load(x + 32), x3 = Vector512.Load(x + 48);
        var half = Vector512.Create(31);
        for (nint slice = 0; slice * Rows < rows; slice++)
        {
            nint end = starts[slice + 1];
            Vector512<float> sum = default;
            for (nint k = starts[slice]; k < end; k++)
            {
                Vector512<int> column = Avx512F.ConvertToVector512Int32(Vector128.Load(columns + (k * Rows)));
                Vector512<float> low = Avx512F.PermuteVar16x32x2(x0, column, x1);
                Vector512<float> high = Avx512F.PermuteVar16x32x2(x2, column, x3);
                Vector512<float> input = Vector512.ConditionalSelect(Vector512.GreaterThan(column, half).AsSingle(), high, low);
                sum = Vector512.FusedMultiplyAdd(input, Vector512.Load(weights + (k * Rows)), sum);
            }
            if (rowNumbers == null)
            {
                Vector512.Store(sum + Vector512.Load(y + (slice * Rows)), y + (slice * Rows));
                continue;
            }
            Vector512.Store(sum, sums);
            Scatter(sums, rowNumbers + (slice * Rows), Math.Min(Rows, rows - (slice * Rows)), y);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void AddFetched(
        float* weights, byte* columns, int* starts, ushort* rowNumbers, nint rows, float* x, float* y)
    {
        float* sums = stackalloc float[Rows];
        for (nint slice = 0; slice * Rows < rows; slice++)
        {
            nint end = starts[slice + 1];
            Vector256<float> a = default, b = default;
            for (nint k = starts[slice]; k < end; k++)
            {
                byte* c = columns + (k * Rows);
                float* w = weights + (k * Rows);
                a = Vector256.MultiplyAddEstimate(
                    Vector256.Create(x[c[0]], x[c[1]], x[c[2]], x[c[3]], x[c[4]], x[c[5]], x[c[6]], x[c[7]]), Vector256.Load(w), a);
                b = Vector256.MultiplyAddEstimate(
                    Vector256.Create(x[c[8]], x[c[9]], x[c[10]], x[c[11]], x[c[12]], x[c[13]], x[c[14]], x[c[15]]), Vector256.Load(w + 8), b);
            }
            if (rowNumbers == null)
            {
                float* to = y + (slice * Rows);
                Vector256.Store(a + Vector256.Load(to), to);
                Vector256.Store(b + Vector256.Load(to + 8), to + 8);
                continue;
            }
            Vector256.Store(a, sums);
            Vector256.Store(b, sums + 8);
            Scatter(sums, rowNumbers + (slice * Rows), Math.Min(Rows, rows - (slice * Rows)), y);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void AddScalar(
        float* weights, byte* columns, int* starts, ushort* rowNumbers, nint rows, float* x, float* y)
    {
        for (nint slice = 0; slice * Rows < rows; slice++)
        {
            nint end = starts[slice + 1], count = Math.Min(Rows, rows - (slice * Rows));
            for (nint row = 0; row < count; row++)
            {
                float sum = 0;
                for (nint k = starts[slice]; k < end; k++)
                {
                    sum += weights[(k * Rows) + row] * x[columns[(k * Rows) + row]];
                }
                y[rowNumbers == null ? (slice * Rows) + row : rowNumbers[(slice * Rows) + row]] += sum;
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Scatter(float* sums, ushort* rows, nint count, float* y)
    {
        nint row = 0;
        for (; row + 4 <= count; row += 4)
        {
            y[rows[row]] += sums[row];
            y[rows[row + 1]] += sums[row + 1];
            y[rows[row + 2]] += sums[row + 2];
            y[rows[row + 3]] += sums[row + 3];
        }
        for (; row < count; row++)
        {
            y[rows[row]] += sums[row];
        }
    }
}
