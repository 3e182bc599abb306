using System.Runtime.CompilerServices;

namespace PruningLab.Engine.Kernels;

/// <summary>One head of attention of one sample, forward only; patches are lanes, for when there are not enough samples to be.</summary>
internal static unsafe class PatchAttentionKernel<TVector, TLanes>
    where TVector : struct
    where TLanes : ILanes<TVector>
{
    /// <summary><c>out[k, i] = Σ_j p[j, i]·v[k, j]</c> with <c>p[·, i] = softmax_j(Σ_k q[k, i]·key[k, j]/√depth)</c>.</summary>
    /// <remarks>Queries i are the vector dimension, so that no sum crosses lanes. Lanes after the last patch are computed as well
    /// and mean nothing.</remarks>
    /// <param name="q">Queries [depth × stride].</param>
    /// <param name="key">Keys [depth × stride].</param>
    /// <param name="v">Values [depth × stride].</param>
    /// <param name="depth">Units of the head.</param>
    /// <param name="patches">Places of the sample.</param>
    /// <param name="stride">Distance between rows.</param>
    /// <param name="scores">Room for [patches × width].</param>
    /// <param name="destination">Result [depth × stride]; written up to the next multiple of the width.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Forward(
        float* q, float* key, float* v, nint depth, nint patches, nint stride, float* scores, float* destination)
    {
        nint width = TLanes.Width;
        TVector scale = TLanes.Broadcast(1f / MathF.Sqrt(depth)), highest = TLanes.Broadcast(float.PositiveInfinity);
        for (nint i = 0; i < patches; i += width)
        {
            TVector largest = TLanes.Broadcast(float.NegativeInfinity);
            for (nint j = 0; j < patches; j++)
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
            for (nint j = 0; j < patches; j++)
            {
                TVector share = Activations<TVector, TLanes>.Exponential(TLanes.Subtract(TLanes.Load(scores + (j * width)), largest));
                sum = TLanes.Add(sum, share);
                TLanes.Store(scores + (j * width), share);
            }
            TVector whole = TLanes.Divide(TLanes.Broadcast(1f), sum);
            for (nint k = 0; k < depth; k++)
            {
                TVector value = TLanes.Broadcast(0f);
                for (nint j = 0; j < patches; j++)
                {
                    value = TLanes.MultiplyAdd(TLanes.Load(scores + (j * width)), TLanes.Broadcast(v[(k * stride) + j]), value);
                }
                TLanes.Store(destination + (k * stride) + i, TLanes.Multiply(value, whole));
            }
        }
    }
}
