using System.Runtime.CompilerServices;

namespace PruningLab.Engine.Kernels;

/// <summary>Product of one sparse row and one vector.</summary>
internal static unsafe class SparseRowKernel
{
    /// <summary><c>Σ_k w[k]·x[column[k]]</c>, in four sums so that no addition waits for the one before.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static float Dot(float* weights, ushort* columns, nint count, float* x)
    {
        float a = 0, b = 0, c = 0, d = 0;
        nint k = 0;
        for (; k + 4 <= count; k += 4)
        {
            a = float.MultiplyAddEstimate(weights[k], x[columns[k]], a);
            b = float.MultiplyAddEstimate(weights[k + 1], x[columns[k + 1]], b);
            c = float.MultiplyAddEstimate(weights[k + 2], x[columns[k + 2]], c);
            d = float.MultiplyAddEstimate(weights[k + 3], x[columns[k + 3]], d);
        }
        for (; k < count; k++)
        {
            a = float.MultiplyAddEstimate(weights[k], x[columns[k]], a);
        }
        return a + b + (c + d);
    }
}
