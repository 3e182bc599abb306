using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics.X86;

namespace PruningLab.Engine.Kernels;

/// <summary>The elementwise part of one LSTM unit, forward beside backward.</summary>
/// <remarks>A unit's four gate rows i, f, g, o lie one after the other, <c>stride</c> floats apart.</remarks>
internal static unsafe class LstmCellKernel<TVector, TLanes>
    where TVector : struct
    where TLanes : ILanes<TVector>
{
    /// <summary><c>i = σ(zᵢ), f = σ(z_f), g = tanh(z_g), o = σ(z_o)</c> in place, <c>c = f·c₋₁ + i·g</c>,
    /// <c>h = o·tanh(c)</c>.</summary>
    /// <param name="gates">Sums before the activations; afterwards the gates.</param>
    /// <param name="stride">Distance between gate rows.</param>
    /// <param name="previousCell">Cell state of the step before.</param>
    /// <param name="cell">Receives the cell state.</param>
    /// <param name="cellTanh">Receives tanh of the cell state, for the way back.</param>
    /// <param name="hidden">Receives the hidden state.</param>
    /// <param name="lanes">Lanes, a multiple of the path's width.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Forward(
        float* gates, nint stride, float* previousCell, float* cell, float* cellTanh, float* hidden, nint lanes)
    {
        nint width = TLanes.Width;
        for (nint lane = 0; lane < lanes; lane += width)
        {
            float* p = gates + lane;
            TVector i = Activations<TVector, TLanes>.Sigmoid(TLanes.Load(p));
            TLanes.Store(p, i);
            TVector f = Activations<TVector, TLanes>.Sigmoid(TLanes.Load(p + stride));
            TLanes.Store(p + stride, f);
            TVector g = Activations<TVector, TLanes>.Tanh(TLanes.Load(p + (2 * stride)));
            TLanes.Store(p + (2 * stride), g);
            TVector o = Activations<TVector, TLanes>.Sigmoid(TLanes.Load(p + (3 * stride)));
            TLanes.Store(p + (3 * stride), o);
            TVector c = TLanes.MultiplyAdd(f, TLanes.Load(previousCell + lane), TLanes.Multiply(i, g));
            TLanes.Store(cell + lane, c);
            TVector t = Activations<TVector, TLanes>.Tanh(c);
            TLanes.Store(cellTanh + lane, t);
            TLanes.Store(hidden + lane, TLanes.Multiply(o, t));
        }
    }

    /// <summary>From the gradients of h and c to those of the four sums and of the cell state of the step before.</summary>
    /// <remarks><c>δo = δh·t·o(1−o)</c>, <c>δc += δh·o·(1−t²)</c>, <c>δi = δc·g·i(1−i)</c>, <c>δf = δc·c₋₁·f(1−f)</c>,
    /// <c>δg = δc·i·(1−g²)</c>, then <c>δc ← δc·f</c>.</remarks>
    /// <param name="gates">Gates as computed forward.</param>
    /// <param name="stride">Distance between gate rows, there and in <paramref name="gateGradients"/>.</param>
    /// <param name="previousCell">Cell state of the step before.</param>
    /// <param name="cellTanh">tanh of the cell state.</param>
    /// <param name="hiddenGradient">Gradient of the hidden state.</param>
    /// <param name="cellGradient">Gradient of the cell state from the step after; receives that for the step before.</param>
    /// <param name="gateGradients">Receives the gradients of the four sums.</param>
    /// <param name="rowSums">Four vectors, to which the gradients of the four sums are added.</param>
    /// <param name="lanes">Lanes, a multiple of the path's width.</param>
    /// <param name="gateStep">Distance between time steps of the gates, to fetch what the step before will need.</param>
    /// <param name="cellStep">Distance between time steps of the cell states.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Backward(
        float* gates, nint stride, float* previousCell, float* cellTanh, float* hiddenGradient, float* cellGradient,
        float* gateGradients, float* rowSums, nint lanes, nint gateStep, nint cellStep)
    {
        nint width = TLanes.Width;
        TVector one = TLanes.Broadcast(1f);
        TVector iSum = TLanes.Load(rowSums), fSum = TLanes.Load(rowSums + width);
        TVector gSum = TLanes.Load(rowSums + (2 * width)), oSum = TLanes.Load(rowSums + (3 * width));
        for (nint lane = 0; lane < lanes; lane += width)
        {
            float* p = gates + lane;
            if (Sse.IsSupported)
            {
                // What the step before in time needs, while there is time to fetch it.
                Sse.Prefetch1(p - gateStep);
                Sse.Prefetch1(p + stride - gateStep);
                Sse.Prefetch1(p + (2 * stride) - gateStep);
                Sse.Prefetch1(p + (3 * stride) - gateStep);
                Sse.Prefetch1(previousCell + lane - cellStep);
                Sse.Prefetch1(cellTanh + lane - cellStep);
            }
            TVector i = TLanes.Load(p), f = TLanes.Load(p + stride);
            TVector g = TLanes.Load(p + (2 * stride)), o = TLanes.Load(p + (3 * stride));
            TVector t = TLanes.Load(cellTanh + lane), dh = TLanes.Load(hiddenGradient + lane);
            TVector dhTimesO = TLanes.Multiply(dh, o);
            TVector tSlope = TLanes.Subtract(one, TLanes.Multiply(t, t));
            TVector dc = TLanes.MultiplyAdd(dhTimesO, tSlope, TLanes.Load(cellGradient + lane));
            TVector dcTimesI = TLanes.Multiply(dc, i), dcTimesF = TLanes.Multiply(dc, f);
            float* d = gateGradients + lane;
            TVector di = TLanes.Multiply(TLanes.Multiply(dcTimesI, g), TLanes.Subtract(one, i));
            TLanes.Store(d, di);
            iSum = TLanes.Add(iSum, di);
            TVector forget = TLanes.Multiply(dcTimesF, TLanes.Load(previousCell + lane));
            TVector df = TLanes.Multiply(forget, TLanes.Subtract(one, f));
            TLanes.Store(d + stride, df);
            fSum = TLanes.Add(fSum, df);
            TVector dg = TLanes.Multiply(dcTimesI, TLanes.Subtract(one, TLanes.Multiply(g, g)));
            TLanes.Store(d + (2 * stride), dg);
            gSum = TLanes.Add(gSum, dg);
            TVector output = TLanes.Multiply(TLanes.Multiply(dhTimesO, t), TLanes.Subtract(one, o));
            TLanes.Store(d + (3 * stride), output);
            oSum = TLanes.Add(oSum, output);
            TLanes.Store(cellGradient + lane, dcTimesF);
        }
        TLanes.Store(rowSums, iSum);
        TLanes.Store(rowSums + width, fSum);
        TLanes.Store(rowSums + (2 * width), gSum);
        TLanes.Store(rowSums + (3 * width), oSum);
    }
}
