using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using PruningLab.Engine.Kernels;

namespace PruningLab.Engine.Plasticity;

/// <summary>Gathers |w| of the active weights, matrix by matrix, and tells the k-th smallest without sorting.</summary>
/// <remarks>
/// Radix selection: while magnitudes are gathered, their top 11 bits (exponent and three bits of fraction) are counted,
/// block by block, as long as a block is in the nearest cache. The digit that holds rank k is then known; only the numbers
/// with that digit are kept, and 10 + 10 further bits decide among them, or a sort once they are few. Linear in the number of weights whatever
/// they are; allocates nothing. Numbers are compared by the bits of |w|, that is, as floats from 0 on; −0 is 0, and a NaN
/// ranks above infinity: it is the last to be cut. (None gets here from training: a loss that is not a number ends the run.)
/// </remarks>
public ref struct MagnitudeRanking
{
    private const int TopBits = 11, LowBits = 10, TopShift = 31 - TopBits;
    private const int Block = 4096, Few = 64;
    private readonly Span<uint> _room;
    private readonly Span<int> _counts;
    private bool _isRanked;

    /// <summary>Begins with nothing gathered.</summary>
    /// <param name="room">Room for one magnitude per active weight; its contents are overwritten.</param>
    /// <param name="counts">Room for <see cref="CountsLength"/> numbers, on the stack for instance; overwritten.</param>
    /// <exception cref="ArgumentException">The second room has another length.</exception>
    public MagnitudeRanking(Span<float> room, Span<int> counts)
    {
        if (counts.Length != CountsLength)
        {
            throw new ArgumentException($"The room for counts must be {CountsLength} long, not {counts.Length}.", nameof(counts));
        }
        _room = MemoryMarshal.Cast<float, uint>(room);
        _counts = counts;
        _counts.Clear();
    }

    /// <summary>Length of the room for counts.</summary>
    public const int CountsLength = 4 << TopBits;

    /// <summary>Active weights gathered so far.</summary>
    public int Count { get; private set; }

    /// <summary>Gathers the active weights of one matrix.</summary>
    /// <param name="weights">Weights.</param>
    /// <param name="mask">1 active, 0 pruned, same length.</param>
    /// <exception cref="ArgumentException">The lengths differ, or more are active than there is room for.</exception>
    /// <exception cref="InvalidOperationException">A rank was asked for already.</exception>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Add(ReadOnlySpan<float> weights, ReadOnlySpan<byte> mask)
    {
        if (weights.Length != mask.Length)
        {
            throw new ArgumentException($"{weights.Length} weights have a mask of {mask.Length}.", nameof(mask));
        }
        RefuseWhenRanked();
        for (int start = 0; start < weights.Length; start += Block)
        {
            int length = Math.Min(Block, weights.Length - start);
            ReadOnlySpan<byte> bits = mask.Slice(start, length);
            Span<uint> free = _room[Count..];
            int gathered = SelectionKernel.Gather(weights.Slice(start, length), bits, free);
            if (gathered == free.Length && bits.Count((byte)1) > gathered)
            {
                throw new ArgumentException($"There are more active weights than the room of {_room.Length}.", nameof(weights));
            }
            SelectionKernel.CountDigits(free[..gathered], TopShift, 1 << TopBits, _counts);
            Count += gathered;
        }
    }

    /// <summary>The k-th smallest magnitude τ. Ends the gathering and may be asked once, because candidates are sifted in place.</summary>
    /// <param name="k">Rank from 1.</param>
    /// <param name="below">How many are strictly smaller than the result.</param>
    /// <exception cref="ArgumentOutOfRangeException">k is not within 1 … <see cref="Count"/>.</exception>
    /// <exception cref="InvalidOperationException">A rank was asked for already.</exception>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public float KthSmallest(int k, out int below)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(k);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(k, Count);
        RefuseWhenRanked();
        _isRanked = true;
        int rank = k, candidates = Count;
        uint prefix = 0;
        int bits = TopBits, shift = TopShift;
        while (true)
        {
            // Invariant: the candidates are those whose bits above the current digit equal the prefix; rank counts among them.
            prefix = (prefix << bits) | DigitOf(ref rank, 1 << bits);
            if (shift == 0)
            {
                below = k - rank;
                return BitConverter.UInt32BitsToSingle(prefix);
            }
            candidates = SelectionKernel.Keep(_room[..candidates], shift, prefix, _room);
            if (candidates <= Few)
            {
                Span<uint> last = _room[..candidates];
                last.Sort();
                uint value = last[rank - 1];
                below = k - rank + last.IndexOf(value);
                return BitConverter.UInt32BitsToSingle(value);
            }
            bits = LowBits;
            shift -= LowBits;
            Span<int> counts = _counts[..(4 << bits)];
            counts.Clear();
            SelectionKernel.CountDigits(_room[..candidates], shift, 1 << bits, counts);
        }
    }

    /// <summary>The digit that holds a rank; the rank becomes that within the digit, from 1.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private readonly uint DigitOf(ref int rank, int digits)
    {
        ReadOnlySpan<int> a = _counts[..digits], b = _counts.Slice(digits, digits),
            c = _counts.Slice(2 * digits, digits), d = _counts.Slice(3 * digits, digits);
        int digit = 0;
        for (; ; digit += Vector<int>.Count)
        {
            int several = Vector.Sum(
                new Vector<int>(a[digit..]) + new Vector<int>(b[digit..]) + new Vector<int>(c[digit..]) + new Vector<int>(d[digit..]));
            if (rank <= several)
            {
                break;
            }
            rank -= several;
        }
        while (true)
        {
            int count = a[digit] + b[digit] + c[digit] + d[digit];
            if (rank <= count)
            {
                return (uint)digit;
            }
            rank -= count;
            digit++;
        }
    }

    private readonly void RefuseWhenRanked()
    {
        if (_isRanked)
        {
            throw new InvalidOperationException("A rank was asked for already, which used the gathered magnitudes up.");
        }
    }
}
