using System.Runtime.CompilerServices;

namespace PruningLab.Engine.Kernels;

/// <summary>Exponential, sigmoid and tanh by a polynomial for eʳ − 1.</summary>
/// <remarks>
/// <c>eʸ = 2ⁿ·eʳ</c> with <c>n = round(y/ln 2)</c> and <c>r = y − n·ln 2</c> in two parts (Cody and Waite);
/// <c>eʳ − 1 ≈ r + r²·q(r)</c>, q of degree 4, fitted on |r| ≤ 0.354 by reweighted least squares (largest relative error
/// of eʳ 3.6·10⁻⁹). Rounding and 2ⁿ come from one addition of 1.5·2²³ + 127. Error against <see cref="Math"/>: at most
/// <see cref="ExponentialUlp"/>, <see cref="SigmoidUlp"/> and <see cref="TanhUlp"/> units in the last place. NaN gives NaN;
/// ±∞ give the limits.
/// </remarks>
internal static class Activations<TVector, TLanes>
    where TVector : struct
    where TLanes : ILanes<TVector>
{
    /// <summary>Largest error of <see cref="Exponential"/> for −87 ≤ x ≤ 87, in units in the last place; beyond, the result
    /// stays at the values for ±87 (1.6·10⁻³⁸, 6.1·10³⁷).</summary>
    public const int ExponentialUlp = 2;

    /// <summary>Largest error of <see cref="Sigmoid"/> for x ≥ −87, in units in the last place; below, the result stays
    /// at the value for −87 (1.6·10⁻³⁸).</summary>
    public const int SigmoidUlp = 3;

    /// <summary>Largest error of <see cref="Tanh"/>, in units in the last place.</summary>
    public const int TanhUlp = 4;

    private const float ReciprocalLn2 = 1.44269504f;
    private const float Ln2High = 0.693359375f;
    private const float Ln2Low = -2.12194440e-4f;
    private const float Ln2 = 0.693147181f;
    private const float Rounder = 12583039f;
    private const float Q4 = 0.001381224323f, Q3 = 0.008370141032f, Q2 = 0.04166851644f, Q1 = 0.1666650865f, Q0 = 0.4999999269f;

    /// <summary><c>eˣ</c>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Exponential(TVector x)
    {
        // Limits: 2ⁿ must be a normal number.
        x = TLanes.Limit(x, TLanes.Broadcast(-87f), TLanes.Broadcast(87f));
        TVector bits = TLanes.MultiplyAdd(x, TLanes.Broadcast(ReciprocalLn2), TLanes.Broadcast(Rounder));
        TVector n = TLanes.Subtract(bits, TLanes.Broadcast(Rounder));
        TVector r = TLanes.MultiplyAdd(n, TLanes.Broadcast(-Ln2High), x);
        r = TLanes.MultiplyAdd(n, TLanes.Broadcast(-Ln2Low), r);
        TVector q = TLanes.MultiplyAdd(TLanes.Broadcast(Q4), r, TLanes.Broadcast(Q3));
        q = TLanes.MultiplyAdd(q, r, TLanes.Broadcast(Q2));
        q = TLanes.MultiplyAdd(q, r, TLanes.Broadcast(Q1));
        q = TLanes.MultiplyAdd(q, r, TLanes.Broadcast(Q0));
        TVector minusOne = TLanes.MultiplyAdd(TLanes.Multiply(r, r), q, r);
        TVector scale = TLanes.PowerOfTwo(bits);
        return TLanes.MultiplyAdd(minusOne, scale, scale);
    }

    /// <summary><c>σ(x) = 1/(1 + e⁻ˣ)</c>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Sigmoid(TVector x)
    {
        // Limits: 2ⁿ must be a normal number.
        x = TLanes.Limit(x, TLanes.Broadcast(-87f), TLanes.Broadcast(87f));
        TVector bits = TLanes.MultiplyAdd(x, TLanes.Broadcast(-ReciprocalLn2), TLanes.Broadcast(Rounder));
        TVector n = TLanes.Subtract(bits, TLanes.Broadcast(Rounder));
        // e⁻ˣ = 2ⁿ·e⁻ʳ with r = x + n·ln 2.
        TVector r = TLanes.MultiplyAdd(n, TLanes.Broadcast(Ln2High), x);
        r = TLanes.MultiplyAdd(n, TLanes.Broadcast(Ln2Low), r);
        TVector q = TLanes.MultiplyAdd(TLanes.Broadcast(Q4), r, TLanes.Broadcast(-Q3));
        q = TLanes.MultiplyAdd(q, r, TLanes.Broadcast(Q2));
        q = TLanes.MultiplyAdd(q, r, TLanes.Broadcast(-Q1));
        q = TLanes.MultiplyAdd(q, r, TLanes.Broadcast(Q0));
        TVector minusOne = TLanes.Multiply(TLanes.MultiplyAdd(q, r, TLanes.Broadcast(-1f)), r);
        TVector scale = TLanes.PowerOfTwo(bits), one = TLanes.Broadcast(1f);
        return TLanes.Divide(one, TLanes.Add(TLanes.MultiplyAdd(minusOne, scale, scale), one));
    }

    /// <summary><c>tanh(x) = (e²ˣ − 1)/(e²ˣ + 1)</c>, with e²ˣ − 1 computed without cancellation.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Tanh(TVector x)
    {
        // Beyond 9.02 the nearest single-precision number is 1.
        x = TLanes.Limit(x, TLanes.Broadcast(-9.5f), TLanes.Broadcast(9.5f));
        TVector y = TLanes.Add(x, x);
        TVector bits = TLanes.MultiplyAdd(y, TLanes.Broadcast(ReciprocalLn2), TLanes.Broadcast(Rounder));
        TVector n = TLanes.Subtract(bits, TLanes.Broadcast(Rounder));
        // One rounding of ln 2 is enough: |n| ≤ 28, and where n is large, tanh hardly depends on e²ˣ.
        TVector r = TLanes.MultiplyAdd(n, TLanes.Broadcast(-Ln2), y);
        TVector q = TLanes.MultiplyAdd(TLanes.Broadcast(Q4), r, TLanes.Broadcast(Q3));
        q = TLanes.MultiplyAdd(q, r, TLanes.Broadcast(Q2));
        q = TLanes.MultiplyAdd(q, r, TLanes.Broadcast(Q1));
        q = TLanes.MultiplyAdd(q, r, TLanes.Broadcast(Q0));
        TVector scale = TLanes.PowerOfTwo(bits);
        TVector less = TLanes.Subtract(scale, TLanes.Broadcast(1f));
        TVector minusOne = TLanes.MultiplyAdd(TLanes.MultiplyAdd(TLanes.Multiply(r, r), q, r), scale, less);
        return TLanes.Divide(minusOne, TLanes.Add(minusOne, TLanes.Broadcast(2f)));
    }
}
