using System.Runtime.CompilerServices;

namespace PruningLab.Engine.Kernels;

/// <summary>One head of attention of one sample, forward only; places (patches) are lanes.</summary>
internal static unsafe class AttentionKernel<TVector, TLanes>
    where TVector : struct
    where TLanes : ILanes<TVector>
{
    /// <summary><c>out[k, i] = Σ_j p[j, i]·v[k, j]</c> with <c>p[·, i] = softmax_j(Σ_k q[k, i]·key[k, j]/√depth)</c>.</summary>
    /// <remarks>Queries i are the vector dimension, so that no sum crosses lanes. Lanes after the last place are computed as well
    /// and mean nothing.</remarks>
    /// <param name="q">Queries [depth × stride].</param>
    /// <param name="key">Keys [depth × stride].</param>
    /// <param name="v">Values [depth × stride].</param>
    /// <param name="depth">Units of the head.</param>
    /// <param name="places">Places of the sample.</param>
    /// <param name="stride">Distance between rows.</param>
    /// <param name="scores">Room for [places × width].</param>
    /// <param name="destination">Result [depth × stride]; written up to the next multiple of the width.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Forward(
        float* q, float* key, float* v, nint depth, nint places, nint stride, float* scores, float* destination)
    {
        nint width = TLanes.Width;
        TVector scale = TLanes.Broadcast(1f / MathF.Sqrt(depth)), highest = TLanes.Broadcast(float.PositiveInfinity);
        for (nint i = 0; i < places; i += width)
        {
            TVector largest = TLanes.Broadcast(float.NegativeInfinity);
            for (nint j = 0; j < places; j++)
            {
                TVector score = TLanes.Broadcast(0f);
                for (nint k = 0; k < depth; k++)
                {
                    score = TLanes.MultiplyAdd(TLanes.Load(q + (k * stride) + i), TLanes.Broadcast(key[(k * stride) + j]), score);
                }
                score = TLanes.Multiply(score, scale);
                largest = TLanes.Limit(largest, score, highest);
                TLanes.Store(scores + (j * width), score);
            }
            TVector sum = TLanes.Broadcast(0f);
            for (nint j = 0; j < places; j++)
            {
                TVector share = Activations<TVector, TLanes>.Exponential(TLanes.Subtract(TLanes.Load(scores + (j * width)), largest));
                sum = TLanes.Add(sum, share);
                TLanes.Store(scores + (j * width), share);
            }
            TVector whole = TLanes.Divide(TLanes.Broadcast(1f), sum);
            for (nint k = 0; k < depth; k++)
            {
                TVector value = TLanes.Broadcast(0f);
                for (nint j = 0; j < places; j++)
                {
                    value = TLanes.MultiplyAdd(TLanes.Load(scores + (j * width)), TLanes.Broadcast(v[(k * stride) + j]), value);
                }
                TLanes.Store(destination + (k * stride) + i, TLanes.Multiply(value, whole));
            }
        }
    }

    /// <summary>LayerNorm of each lane over the rows: <c>y = (x − mean)/√(variance + ε)·scale + shift</c>.</summary>
    /// <param name="x">[rows × stride].</param>
    /// <param name="rows">Rows.</param>
    /// <param name="stride">Distance between rows of x and y.</param>
    /// <param name="lanes">Lanes, a multiple of the width.</param>
    /// <param name="scale">[rows].</param>
    /// <param name="shift">[rows].</param>
    /// <param name="epsilon">ε.</param>
    /// <param name="y">Result [rows × stride]; may be x.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void LayerNorm(
        float* x, nint rows, nint stride, nint lanes, float* scale, float* shift, float epsilon, float* y)
    {
        TVector share = TLanes.Broadcast(1f / rows);
        for (nint lane = 0; lane < lanes; lane += TLanes.Width)
        {
            TVector sum = TLanes.Broadcast(0f), squares = sum;
            for (nint row = 0; row < rows; row++)
            {
                sum = TLanes.Add(sum, TLanes.Load(x + (row * stride) + lane));
            }
            TVector mean = TLanes.Multiply(sum, share);
            for (nint row = 0; row < rows; row++)
            {
                TVector deviation = TLanes.Subtract(TLanes.Load(x + (row * stride) + lane), mean);
                squares = TLanes.MultiplyAdd(deviation, deviation, squares);
            }
            TVector variance = TLanes.MultiplyAdd(squares, share, TLanes.Broadcast(epsilon));
            TVector inverse = TLanes.Divide(TLanes.Broadcast(1f), TLanes.SquareRoot(variance));
            for (nint row = 0; row < rows; row++)
            {
                TVector deviation = TLanes.Subtract(TLanes.Load(x + (row * stride) + lane), mean);
                TVector factor = TLanes.Multiply(inverse, TLanes.Broadcast(scale[row]));
                TLanes.Store(y + (row * stride) + lane, TLanes.MultiplyAdd(deviation, factor, TLanes.Broadcast(shift[row])));
            }
        }
    }
}
