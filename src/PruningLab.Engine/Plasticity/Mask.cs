namespace PruningLab.Engine.Plasticity;

/// <summary>Which weights of one matrix are active: 1 active, 0 pruned, nothing else.</summary>
public sealed class Mask
{
    private readonly byte[] _bits;

    /// <summary>All active.</summary>
    public Mask(int length)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(length);
        _bits = new byte[length];
        _bits.AsSpan().Fill(1);
        ActiveCount = length;
    }

    /// <summary>Takes given bits.</summary>
    /// <exception cref="ArgumentException">A value is neither 0 nor 1.</exception>
    public Mask(ReadOnlySpan<byte> bits)
        : this(bits.Length)
    {
        for (int i = 0; i < bits.Length; i++)
        {
            if (bits[i] > 1)
            {
                throw new ArgumentException($"A mask holds 0 and 1; position {i} holds {bits[i]}.", nameof(bits));
            }
            if (bits[i] == 0)
            {
                Prune(i);
            }
        }
    }

    /// <summary>Number of weights.</summary>
    public int Length => _bits.Length;

    /// <summary>Number of active weights.</summary>
    public int ActiveCount { get; private set; }

    /// <summary>Number of pruned weights.</summary>
    public int PrunedCount => Length - ActiveCount;

    /// <summary>How often a weight was pruned or brought back: who keeps something made from the bits sees whether it still
    /// holds, even when as many weights came as went.</summary>
    internal long Changes { get; private set; }

    /// <summary>The bits, one byte each.</summary>
    public ReadOnlySpan<byte> Bits => _bits;

    /// <summary>True where the weight is active.</summary>
    public bool this[int index] => _bits[index] != 0;

    /// <summary>Prunes a weight.</summary>
    /// <returns>False when it was pruned already.</returns>
    public bool Prune(int index)
    {
        if (_bits[index] == 0)
        {
            return false;
        }
        _bits[index] = 0;
        ActiveCount--;
        Changes++;
        return true;
    }

    /// <summary>Brings a pruned weight back, for rules that regrow.</summary>
    /// <returns>False when it was active already.</returns>
    public bool Revive(int index)
    {
        if (_bits[index] != 0)
        {
            return false;
        }
        _bits[index] = 1;
        ActiveCount++;
        Changes++;
        return true;
    }
}
