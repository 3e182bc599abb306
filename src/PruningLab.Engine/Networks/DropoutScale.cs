using System.Runtime.CompilerServices;
using PruningLab.Engine.Kernels;
using PruningLab.Engine.Training;

namespace PruningLab.Engine.Networks;

/// <summary>Inverted dropout of one group of units: a factor per unit and lane, 0 or 1/(1−p); 1 without dropout.</summary>
internal sealed unsafe class DropoutScale
{
    private readonly int _units;
    private readonly int _chunk;
    private readonly AlignedBuffer _scale;

    /// <summary>Allocates; no dropout.</summary>
    public DropoutScale(int units, int chunk)
    {
        _units = units;
        _chunk = chunk;
        _scale = new AlignedBuffer((long)units * chunk);
        _scale.Span.Fill(1f);
    }

    /// <summary>True after a draw with a rate above 0.</summary>
    public bool IsDropping { get; private set; }

    /// <summary>The factors [units × lanes].</summary>
    public float* Pointer => _scale.Pointer;

    /// <summary>Draws which units are dropped: window by window, unit by unit, one number each.</summary>
    /// <param name="rate">Share p; a unit is dropped when its number is below p, else scaled by 1/(1−p).</param>
    /// <param name="stream">Stream; not touched when the rate is 0.</param>
    /// <param name="count">Windows.</param>
    /// <param name="dropped">Receives 1 per dropped unit of the first window, else 0; may be empty.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Draw(double rate, RandomStream stream, int count, Span<byte> dropped)
    {
        if (!Begin(rate, dropped))
        {
            return;
        }
        float kept = (float)(1 / (1 - rate)), below = (float)rate;
        float* scale = _scale.Pointer;
        for (int lane = 0; lane < count; lane++)
        {
            for (int unit = 0; unit < _units; unit++)
            {
                bool drop = stream.NextSingle() < below;
                scale[((nint)unit * _chunk) + lane] = drop ? 0f : kept;
                if (drop && lane == 0 && !dropped.IsEmpty)
                {
                    dropped[unit] = 1;
                }
            }
        }
    }

    /// <summary>Draws in another order, along the rows: unit by unit, and within a unit one 64-bit number for two windows.</summary>
    /// <remarks>The upper half decides for the first of the two, the lower half for the second, each by its upper 24 bits: a
    /// unit is dropped when they are below p·2²⁴. No branch depends on a number drawn.</remarks>
    /// <param name="rate">Share p.</param>
    /// <param name="stream">Stream; not touched when the rate is 0.</param>
    /// <param name="count">Windows.</param>
    /// <param name="dropped">Receives 1 per dropped unit of the first window, else 0, for as many units as it has room for.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void DrawByUnit(double rate, RandomStream stream, int count, Span<byte> dropped)
    {
        if (!Begin(rate, dropped))
        {
            return;
        }
        int kept = BitConverter.SingleToInt32Bits((float)(1 / (1 - rate))), below = (int)Math.Ceiling((float)rate * (double)(1 << 24));
        int* scale = (int*)_scale.Pointer;
        for (int unit = 0; unit < _units; unit++)
        {
            // An odd last window draws for a lane of padding, too.
            for (int lane = 0; lane < count; lane += 2)
            {
                ulong number = stream.NextUInt64();
                scale[lane] = kept & ~(((int)(number >> 40) - below) >> 31);
                scale[lane + 1] = kept & ~(((int)((uint)number >> 8) - below) >> 31);
            }
            if (unit < dropped.Length && scale[0] == 0)
            {
                dropped[unit] = 1;
            }
            scale += _chunk;
        }
    }

    /// <summary>Whether there is anything to draw; without dropout all factors become 1.</summary>
    private bool Begin(double rate, Span<byte> dropped)
    {
        dropped.Clear();
        if (rate == 0 && IsDropping)
        {
            _scale.Span.Fill(1f);
        }
        IsDropping = rate > 0;
        return IsDropping;
    }
}
