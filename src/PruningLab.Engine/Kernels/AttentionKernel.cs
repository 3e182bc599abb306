using System.Runtime.CompilerServices;

namespace PruningLab.Engine.Kernels;

/// <summary>Scaled dot-product attention of one head, forward beside backward, one vector of windows at a time.</summary>
/// <remarks><c>S = q·kᵀ/√size</c>, <c>A = softmax(S)</c> along the keys with the largest score subtracted, <c>M</c> the dropout
/// factors, <c>context = (A∘M)·v</c>. Source: PyTorch's documentation of <c>nn.MultiheadAttention</c>. Exponentials have
/// the error of <see cref="Activations{TVector,TLanes}.Exponential"/>; a weight that is more than 87 below the largest
/// in its exponent stays at e⁻⁸⁷ instead of 0.</remarks>
internal static unsafe class AttentionKernel<TVector, TLanes>
    where TVector : struct
    where TLanes : ILanes<TVector>
{
    /// <summary>Weights and context from query, key and value.</summary>
    /// <param name="head">Operands.</param>
    /// <param name="lanes">Lanes, a multiple of the path's width.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Forward(AttentionHead* head, nint lanes)
    {
        nint width = TLanes.Width, patches = head->Patches, stride = head->Stride;
        for (nint lane = 0; lane < lanes; lane += width)
        {
            for (nint i = 0; i < patches; i++)
            {
                nint first = (i * patches * stride) + lane;
                float* weights = head->Weights + first;
                Products(
                    head->Query + (i * head->Step) + lane, head->Key + lane, head->Step, patches, head->Size, stride, head->Factor,
                    weights, stride);
                Softmax(weights, patches, stride);
                nint apart = stride;
                if (head->Dropout != null)
                {
                    float* dropout = head->Dropout + first, kept = head->Scratch;
                    for (nint j = 0; j < patches; j++)
                    {
                        TVector weight = TLanes.Load(weights + (j * stride));
                        TLanes.Store(kept + (j * width), TLanes.Multiply(weight, TLanes.Load(dropout + (j * stride))));
                    }
                    weights = kept;
                    apart = width;
                }
                Mix(
                    weights, apart, head->Value + lane, head->Step, patches, head->Size, stride,
                    head->Context + (i * head->ContextStep) + lane);
            }
        }
    }

    /// <summary>Gradients of query, key and value from that of the context; with dropout the weights become A∘M.</summary>
    /// <remarks><c>δA = M∘(δcontext·vᵀ)</c>, <c>δS = A∘(δA − Σ_j A∘δA)/√size</c>, <c>δq = δS·k</c>, <c>δk = δSᵀ·q</c>,
    /// <c>δv = (A∘M)ᵀ·δcontext</c>.</remarks>
    /// <param name="head">Operands; <see cref="AttentionHead.Context"/> holds the gradient.</param>
    /// <param name="lanes">Lanes, a multiple of the path's width.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Backward(AttentionHead* head, nint lanes)
    {
        nint width = TLanes.Width, patches = head->Patches, size = head->Size, stride = head->Stride, step = head->Step;
        nint across = patches * width;
        float* scores = head->Scratch;
        for (nint lane = 0; lane < lanes; lane += width)
        {
            for (nint i = 0; i < patches; i++)
            {
                ScoreGradients(head, i, lane, scores + (i * across));
            }
            for (nint i = 0; i < patches; i++)
            {
                Mix(
                    scores + (i * across), width, head->Key + lane, step, patches, size, stride,
                    head->QueryGradient + (i * step) + lane);
                Mix(
                    scores + (i * width), across, head->Query + lane, step, patches, size, stride,
                    head->KeyGradient + (i * step) + lane);
                Mix(
                    head->Weights + (i * stride) + lane, patches * stride, head->Context + lane, head->ContextStep, patches, size,
                    stride, head->ValueGradient + (i * step) + lane);
            }
        }
    }

    /// <summary>δS of one query.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void ScoreGradients(AttentionHead* head, nint query, nint lane, float* scores)
    {
        nint width = TLanes.Width, patches = head->Patches, stride = head->Stride;
        nint first = (query * patches * stride) + lane;
        float* weights = head->Weights + first;
        Products(
            head->Context + (query * head->ContextStep) + lane, head->Value + lane, head->Step, patches, head->Size, stride, 1f,
            scores, width);
        TVector total = TLanes.Broadcast(0f), factor = TLanes.Broadcast(head->Factor);
        if (head->Dropout != null)
        {
            float* dropout = head->Dropout + first;
            for (nint j = 0; j < patches; j++)
            {
                TVector kept = TLanes.Load(dropout + (j * stride));
                TLanes.Store(scores + (j * width), TLanes.Multiply(TLanes.Load(scores + (j * width)), kept));
            }
        }
        for (nint j = 0; j < patches; j++)
        {
            total = TLanes.MultiplyAdd(TLanes.Load(weights + (j * stride)), TLanes.Load(scores + (j * width)), total);
        }
        for (nint j = 0; j < patches; j++)
        {
            TVector weight = TLanes.Multiply(TLanes.Load(weights + (j * stride)), factor);
            TLanes.Store(scores + (j * width), TLanes.Multiply(weight, TLanes.Subtract(TLanes.Load(scores + (j * width)), total)));
        }
        if (head->Dropout != null)
        {
            float* dropout = head->Dropout + first;
            for (nint j = 0; j < patches; j++)
            {
                float* at = weights + (j * stride);
                TLanes.Store(at, TLanes.Multiply(TLanes.Load(at), TLanes.Load(dropout + (j * stride))));
            }
        }
    }

    /// <summary><c>result_n = factor · Σ_f x_f·y[n]_f</c>, four at a time; the last group may repeat the last one.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Products(
        float* x, float* y, nint step, nint count, nint size, nint stride, float factor, float* result, nint apart)
    {
        TVector by = TLanes.Broadcast(factor);
        nint last = count - 1;
        for (nint n = 0; n < count; n += 4)
        {
            nint n1 = Math.Min(n + 1, last), n2 = Math.Min(n + 2, last), n3 = Math.Min(n + 3, last);
            float* y0 = y + (n * step), y1 = y + (n1 * step), y2 = y + (n2 * step), y3 = y + (n3 * step);
            TVector s0 = TLanes.Broadcast(0f), s1 = s0, s2 = s0, s3 = s0;
            nint end = size * stride;
            for (nint at = 0; at < end; at += stride)
            {
                TVector value = TLanes.Load(x + at);
                s0 = TLanes.MultiplyAdd(value, TLanes.Load(y0 + at), s0);
                s1 = TLanes.MultiplyAdd(value, TLanes.Load(y1 + at), s1);
                s2 = TLanes.MultiplyAdd(value, TLanes.Load(y2 + at), s2);
                s3 = TLanes.MultiplyAdd(value, TLanes.Load(y3 + at), s3);
            }
            TLanes.Store(result + (n * apart), TLanes.Multiply(s0, by));
            TLanes.Store(result + (n1 * apart), TLanes.Multiply(s1, by));
            TLanes.Store(result + (n2 * apart), TLanes.Multiply(s2, by));
            TLanes.Store(result + (n3 * apart), TLanes.Multiply(s3, by));
        }
    }

    /// <summary><c>result_f = Σ_n weight_n·y[n]_f</c>, four at a time; the last group may repeat the last one.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Mix(
        float* weights, nint apart, float* y, nint step, nint count, nint size, nint stride, float* result)
    {
        nint last = size - 1;
        for (nint f = 0; f < size; f += 4)
        {
            nint at0 = f * stride, at1 = Math.Min(f + 1, last) * stride;
            nint at2 = Math.Min(f + 2, last) * stride, at3 = Math.Min(f + 3, last) * stride;
            TVector s0 = TLanes.Broadcast(0f), s1 = s0, s2 = s0, s3 = s0;
            float* from = y, weight = weights;
            for (nint n = 0; n < count; n++)
            {
                TVector value = TLanes.Load(weight);
                s0 = TLanes.MultiplyAdd(value, TLanes.Load(from + at0), s0);
                s1 = TLanes.MultiplyAdd(value, TLanes.Load(from + at1), s1);
                s2 = TLanes.MultiplyAdd(value, TLanes.Load(from + at2), s2);
                s3 = TLanes.MultiplyAdd(value, TLanes.Load(from + at3), s3);
                from += step;
                weight += apart;
            }
            TLanes.Store(result + at0, s0);
            TLanes.Store(result + at1, s1);
            TLanes.Store(result + at2, s2);
            TLanes.Store(result + at3, s3);
        }
    }

    /// <summary><c>e^(xⱼ − max x)/Σ e^(xⱼ − max x)</c> in place.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Softmax(float* x, nint count, nint apart)
    {
        TVector infinity = TLanes.Broadcast(float.PositiveInfinity), largest = TLanes.Load(x);
        for (nint n = 1; n < count; n++)
        {
            largest = TLanes.Limit(TLanes.Load(x + (n * apart)), largest, infinity);
        }
        TVector total = TLanes.Broadcast(0f);
        for (nint n = 0; n < count; n++)
        {
            float* at = x + (n * apart);
            TVector value = Activations<TVector, TLanes>.Exponential(TLanes.Subtract(TLanes.Load(at), largest));
            TLanes.Store(at, value);
            total = TLanes.Add(total, value);
        }
        TVector share = TLanes.Divide(TLanes.Broadcast(1f), total);
        for (nint n = 0; n < count; n++)
        {
            float* at = x + (n * apart);
            TLanes.Store(at, TLanes.Multiply(TLanes.Load(at), share));
        }
    }
}
