using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace PruningLab.Engine.Kernels;

/// <summary>The passes of magnitude selection: gather |w|, count digits, keep candidates, find what falls.</summary>
/// <remarks>
/// A magnitude is handled as the bits of |w|: for numbers from 0 their order is that of the floats (denormals too), −0 is 0,
/// and a NaN stands above infinity. 16 at a time with AVX-512: selected lanes are compressed within a register and stored
/// whole, so a store may write up to 15 lanes of rubbish behind the last kept one, never outside the destination and, when
/// source and destination are the same memory, never onto what is still to be read. One at a time without branches elsewhere.
/// Lengths are the caller's to check.
/// </remarks>
internal static unsafe class SelectionKernel
{
    /// <summary>All bits of a float but its sign.</summary>
    public const uint MagnitudeBits = 0x7FFF_FFFF;

    private const int Width = 16;

    /// <summary>Copies the bits of |w| of active weights, in their order.</summary>
    /// <param name="weights">Weights.</param>
    /// <param name="mask">1 active, 0 pruned, same length.</param>
    /// <param name="destination">Receives the magnitudes from its start on; behind them is scratch.</param>
    /// <returns>How many there were; as many as fit, when the destination is too short.</returns>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static int Gather(ReadOnlySpan<float> weights, ReadOnlySpan<byte> mask, Span<uint> destination)
    {
        int count = 0, i = 0;
        fixed (float* w = weights)
        fixed (byte* m = mask)
        fixed (uint* kept = destination)
        {
            if (Avx512F.IsSupported)
            {
                Vector512<uint> unsigned = Vector512.Create(MagnitudeBits);
                for (; i + Width <= weights.Length && count + Width <= destination.Length; i += Width)
                {
                    Vector512<uint> keep = Active(m + i);
                    Vector512.Store(Avx512F.Compress(Vector512<uint>.Zero, keep, Vector512.Load((uint*)(w + i)) & unsigned), kept + count);
                    count += BitOperations.PopCount(keep.ExtractMostSignificantBits());
                }
            }
            for (; i < weights.Length && count < destination.Length; i++)
            {
                kept[count] = BitConverter.SingleToUInt32Bits(w[i]) & MagnitudeBits;
                count += m[i];
            }
        }
        return count;
    }

    /// <summary>Counts how often each digit occurs: <c>counts[(v ≫ shift) &amp; (digits − 1)]</c>.</summary>
    /// <param name="values">Values.</param>
    /// <param name="shift">Place of the digit's lowest bit.</param>
    /// <param name="digits">Number of digits, a power of two.</param>
    /// <param name="counts">Four tables of <paramref name="digits"/> counts that are added to in turn, so that equal digits in
    /// a row do not wait for each other; a digit's count is the sum over the tables.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void CountDigits(ReadOnlySpan<uint> values, int shift, int digits, Span<int> counts)
    {
        uint mask = (uint)digits - 1;
        int i = 0;
        fixed (uint* v = values)
        fixed (int* a = counts)
        {
            int* b = a + digits, c = b + digits, d = c + digits;
            for (; i + 4 <= values.Length; i += 4)
            {
                a[(v[i] >> shift) & mask]++;
                b[(v[i + 1] >> shift) & mask]++;
                c[(v[i + 2] >> shift) & mask]++;
                d[(v[i + 3] >> shift) & mask]++;
            }
            for (; i < values.Length; i++)
            {
                a[(v[i] >> shift) & mask]++;
            }
        }
    }

    /// <summary>Keeps the values whose bits from <paramref name="shift"/> up are <paramref name="prefix"/>, in their order.</summary>
    /// <param name="values">Values; may begin where <paramref name="destination"/> begins.</param>
    /// <param name="shift">Place of the prefix's lowest bit.</param>
    /// <param name="prefix">The bits wanted.</param>
    /// <param name="destination">As long as <paramref name="values"/>; behind those kept is scratch.</param>
    /// <returns>How many were kept.</returns>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static int Keep(ReadOnlySpan<uint> values, int shift, uint prefix, Span<uint> destination)
    {
        int count = 0, i = 0;
        fixed (uint* v = values)
        fixed (uint* kept = destination)
        {
            if (Avx512F.IsSupported)
            {
                Vector512<uint> wanted = Vector512.Create(prefix);
                for (; i + Width <= values.Length; i += Width)
                {
                    Vector512<uint> value = Vector512.Load(v + i);
                    Vector512<uint> keep = Vector512.Equals(value >> shift, wanted);
                    Vector512.Store(Avx512F.Compress(Vector512<uint>.Zero, keep, value), kept + count);
                    count += BitOperations.PopCount(keep.ExtractMostSignificantBits());
                }
            }
            for (; i < values.Length; i++)
            {
                uint value = v[i];
                kept[count] = value;
                count += value >> shift == prefix ? 1 : 0;
            }
        }
        return count;
    }

    /// <summary>Finds the active weights with |w| below a limit.</summary>
    /// <param name="weights">Weights.</param>
    /// <param name="mask">1 active, 0 pruned, same length.</param>
    /// <param name="limit">Bits that |w| must be strictly below.</param>
    /// <param name="positions">As long as <paramref name="weights"/>: receives their positions, rising; behind them is scratch.</param>
    /// <returns>How many there are.</returns>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static int FindBelow(ReadOnlySpan<float> weights, ReadOnlySpan<byte> mask, uint limit, Span<int> positions)
    {
        int count = 0, i = 0;
        fixed (float* w = weights)
        fixed (byte* m = mask)
        fixed (int* found = positions)
        {
            if (Avx512F.IsSupported)
            {
                Vector512<uint> unsigned = Vector512.Create(MagnitudeBits), limits = Vector512.Create(limit);
                Vector512<int> lanes = Vector512<int>.Indices;
                for (; i + Width <= weights.Length; i += Width)
                {
                    Vector512<uint> falls = Vector512.LessThan(Vector512.Load((uint*)(w + i)) & unsigned, limits) & Active(m + i);
                    ulong bits = falls.ExtractMostSignificantBits();
                    if (bits != 0)
                    {
                        Vector512<int> position = lanes + Vector512.Create(i);
                        Vector512.Store(Avx512F.Compress(Vector512<int>.Zero, falls.AsInt32(), position), found + count);
                        count += BitOperations.PopCount(bits);
                    }
                }
            }
            for (; i < weights.Length; i++)
            {
                found[count] = i;
                count += (BitConverter.SingleToUInt32Bits(w[i]) & MagnitudeBits) < limit ? m[i] : 0;
            }
        }
        return count;
    }

    /// <summary>All bits set in the lanes whose byte is not 0.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<uint> Active(byte* mask) =>
        ~Vector512.Equals(Avx512F.ConvertToVector512UInt32(Vector128.Load(mask)), Vector512<uint>.Zero);
}
