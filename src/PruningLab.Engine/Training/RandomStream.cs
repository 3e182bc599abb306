using System.Numerics;

namespace PruningLab.Engine.Training;

/// <summary>A deterministic source of random numbers (xoshiro256++), the same bits on every machine.</summary>
/// <remarks>Each purpose has a stream of its own (see <see cref="RandomStreams"/>), so that drawing more numbers for
/// one of them, say dropout, never moves another, say shuffling. Source: Blackman and Vigna 2021,
/// <i>Scrambled linear pseudorandom number generators</i>. Not for cryptography. Not thread-safe.</remarks>
public sealed class RandomStream
{
    private ulong _s0;
    private ulong _s1;
    private ulong _s2;
    private ulong _s3;

    /// <summary>Seeds the four words of state by SplitMix64.</summary>
    public RandomStream(ulong seed) => Restart(seed);

    /// <summary>Begins again as a new stream with a seed does.</summary>
    public void Restart(ulong seed)
    {
        _s0 = SplitMix64(ref seed);
        _s1 = SplitMix64(ref seed);
        _s2 = SplitMix64(ref seed);
        _s3 = SplitMix64(ref seed);
    }

    /// <summary>Takes over the state of another one: both give the same numbers from then on.</summary>
    public void TakeOver(RandomStream other)
    {
        ArgumentNullException.ThrowIfNull(other);
        (_s0, _s1, _s2, _s3) = (other._s0, other._s1, other._s2, other._s3);
    }

    /// <summary>The next 64 random bits.</summary>
    public ulong NextUInt64()
    {
        ulong result = BitOperations.RotateLeft(_s0 + _s3, 23) + _s0;
        ulong t = _s1 << 17;
        _s2 ^= _s0;
        _s3 ^= _s1;
        _s1 ^= _s2;
        _s0 ^= _s3;
        _s2 ^= t;
        _s3 = BitOperations.RotateLeft(_s3, 45);
        return result;
    }

    /// <summary>A single-precision number, uniform on [0, 1), a multiple of 2⁻²⁴.</summary>
    public float NextSingle() => (NextUInt64() >> 40) * (1f / (1 << 24));

    /// <summary>A single-precision number, uniform on [low, high).</summary>
    public float NextSingle(float low, float high) => low + ((high - low) * NextSingle());

    /// <summary>A single-precision number from the standard normal distribution (Box and Muller; two numbers drawn).</summary>
    public float NextNormal()
    {
        double radius = Math.Sqrt(-2 * Math.Log(1 - (double)NextSingle()));
        return (float)(radius * Math.Cos(2 * Math.PI * NextSingle()));
    }

    /// <summary>A whole number, uniform on [0, exclusiveMax), without modulo bias (Lemire 2019).</summary>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="exclusiveMax"/> is not positive.</exception>
    public int NextInt32(int exclusiveMax)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(exclusiveMax);
        uint range = (uint)exclusiveMax;
        ulong product = (NextUInt64() >> 32) * range;
        if ((uint)product < range)
        {
            uint threshold = (0u - range) % range;
            while ((uint)product < threshold)
            {
                product = (NextUInt64() >> 32) * range;
            }
        }
        return (int)(product >> 32);
    }

    /// <summary>Puts the values into a random order (Fisher–Yates).</summary>
    public void Shuffle(Span<int> values)
    {
        for (int i = values.Length - 1; i > 0; i--)
        {
            int j = NextInt32(i + 1);
            (values[i], values[j]) = (values[j], values[i]);
        }
    }

    private static ulong SplitMix64(ref ulong state)
    {
        ulong z = state += 0x9E3779B97F4A7C15;
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return z ^ (z >> 31);
    }
}
