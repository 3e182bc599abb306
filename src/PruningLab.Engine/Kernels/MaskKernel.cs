using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace PruningLab.Engine.Kernels;

/// <summary>Applies masks to dense values.</summary>
internal static unsafe class MaskKernel
{
    /// <summary>Sets values to exactly +0 where the mask is 0, NaN and infinity included.</summary>
    /// <param name="mask">One byte per value, 1 active and 0 pruned.</param>
    /// <param name="values">Values.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Apply(ReadOnlySpan<byte> mask, Span<float> values)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(mask.Length, values.Length, nameof(mask));
        fixed (byte* bits = mask)
        fixed (float* value = values)
        {
            int i = 0;
            if (Vector256.IsHardwareAccelerated)
            {
                for (; i + 8 <= values.Length; i += 8)
                {
                    Lanes256.Store(value + i, Lanes256.KeepActive(Lanes256.Load(value + i), bits + i));
                }
            }
            for (; i < values.Length; i++)
            {
                value[i] = ScalarLanes.KeepActive(value[i], bits + i);
            }
        }
    }
}
