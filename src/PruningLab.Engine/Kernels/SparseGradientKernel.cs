using System.Runtime.CompilerServices;

namespace PruningLab.Engine.Kernels;

/// <summary>Gradients of the active weights of a matrix: sums of products over lanes and steps.</summary>
/// <remarks>A row of one factor, for up to four steps, stays in registers while the products of a whole list run over it, two
/// at a time with four chains of additions each. Their sums over steps stay vectors within a block of
/// <see cref="SparseGradient.BlockLength"/> entries and are then reduced four at a time.</remarks>
internal static unsafe class SparseGradientKernel<TVector, TLanes>
    where TVector : struct
    where TLanes : ILanes<TVector>
{
    /// <summary><c>sum[i] += Σ_step Σ_lane held[step][list of i][lane] · other[step][row of i][lane]</c>.</summary>
    /// <param name="gradient">Lists and sums.</param>
    /// <param name="held">Factor whose rows belong to lists, at the first step.</param>
    /// <param name="heldStep">Distance between its steps.</param>
    /// <param name="other">Factor whose rows belong to entries, at the first step.</param>
    /// <param name="otherStep">Distance between its steps.</param>
    /// <param name="steps">Steps.</param>
    /// <param name="lanes">Lanes, a multiple of the path's width.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Add(
        SparseGradient gradient, float* held, nint heldStep, float* other, nint otherStep, int steps, nint lanes)
    {
        for (int step = 0; step < steps;)
        {
            int taken = Math.Min(gradient.StepsTogether, steps - step);
            AddTogether(gradient, held + (step * heldStep), heldStep, other + (step * otherStep), otherStep, taken, lanes);
            step += taken;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void AddTogether(
        SparseGradient gradient, float* held, nint heldStep, float* other, nint otherStep, int steps, nint lanes)
    {
        nint width = TLanes.Width;
        int* starts = gradient.Starts;
        int list = 0, length = gradient.Length;
        for (int first = 0; first < length;)
        {
            int end = Math.Min(first + SparseGradient.BlockLength, length);
            while (starts[list + 1] <= first)
            {
                list++;
            }
            bool add = false;
            for (nint lane = 0; lane < lanes;)
            {
                nint tile = lanes - lane >= 4 * width ? 4 * width : width;
                float* h = held + lane, o = other + lane;
                for (int step = 0; step < steps;)
                {
                    int taken = 1;
                    if (tile == width)
                    {
                        Steps1x1(gradient, list, first, end, h, heldStep, o, otherStep, add);
                    }
                    else if (TLanes.TileVectors >= 4 && steps - step >= 4)
                    {
                        taken = 4;
                        Steps4x4(gradient, list, first, end, h, heldStep, o, otherStep, add);
                    }
                    else if (TLanes.TileVectors >= 4 && steps - step >= 2)
                    {
                        taken = 2;
                        Steps2x4(gradient, list, first, end, h, heldStep, o, otherStep, add);
                    }
                    else
                    {
                        Steps1x4(gradient, list, first, end, h, heldStep, o, otherStep, add);
                    }
                    add = true;
                    step += taken;
                    h += taken * heldStep;
                    o += taken * otherStep;
                }
                lane += tile;
            }
            Reduce(gradient, first, end);
            first = end;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Reduce(SparseGradient gradient, int first, int end)
    {
        nint width = TLanes.Width;
        float* partials = gradient.Partials;
        if (((end - first) & 3) != 0)
        {
            // Lists have even lengths, so two vectors are missing to a multiple of four.
            TLanes.Store(partials + ((end - first) * width), TLanes.Broadcast(0f));
            TLanes.Store(partials + ((end - first + 1) * width), TLanes.Broadcast(0f));
        }
        float* sums = gradient.Sums + first, stop = gradient.Sums + end;
        for (; sums < stop; sums += 4)
        {
            TLanes.AddSums(partials, sums);
            partials += 4 * width;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Steps4x4(
        SparseGradient gradient, int list, int first, int end, float* held, nint heldStep, float* other, nint otherStep, bool add)
    {
        nint width = TLanes.Width;
        int* starts = gradient.Starts, heldOffsets = gradient.HeldOffsets;
        int* offsets = gradient.Offsets + first, stop = gradient.Offsets + end;
        float* sums = gradient.Partials;
        for (; offsets < stop; list++)
        {
            int* last = gradient.Offsets + Math.Min(starts[list + 1], end);
            float* from = held + heldOffsets[list];
            TVector d00 = TLanes.Load(from);
            TVector d01 = TLanes.Load(from + width);
            TVector d02 = TLanes.Load(from + (2 * width));
            TVector d03 = TLanes.Load(from + (3 * width));
            from += heldStep;
            TVector d10 = TLanes.Load(from);
            TVector d11 = TLanes.Load(from + width);
            TVector d12 = TLanes.Load(from + (2 * width));
            TVector d13 = TLanes.Load(from + (3 * width));
            from += heldStep;
            TVector d20 = TLanes.Load(from);
            TVector d21 = TLanes.Load(from + width);
            TVector d22 = TLanes.Load(from + (2 * width));
            TVector d23 = TLanes.Load(from + (3 * width));
            from += heldStep;
            TVector d30 = TLanes.Load(from);
            TVector d31 = TLanes.Load(from + width);
            TVector d32 = TLanes.Load(from + (2 * width));
            TVector d33 = TLanes.Load(from + (3 * width));
            for (; offsets < last; offsets += 2)
            {
                float* a = other + offsets[0], b = other + offsets[1];
                TVector a0 = TLanes.Multiply(d00, TLanes.Load(a));
                TVector b0 = TLanes.Multiply(d00, TLanes.Load(b));
                TVector a1 = TLanes.Multiply(d01, TLanes.Load(a + width));
                TVector b1 = TLanes.Multiply(d01, TLanes.Load(b + width));
                TVector a2 = TLanes.Multiply(d02, TLanes.Load(a + (2 * width)));
                TVector b2 = TLanes.Multiply(d02, TLanes.Load(b + (2 * width)));
                TVector a3 = TLanes.Multiply(d03, TLanes.Load(a + (3 * width)));
                TVector b3 = TLanes.Multiply(d03, TLanes.Load(b + (3 * width)));
                a += otherStep;
                b += otherStep;
                a0 = TLanes.MultiplyAdd(d10, TLanes.Load(a), a0);
                b0 = TLanes.MultiplyAdd(d10, TLanes.Load(b), b0);
                a1 = TLanes.MultiplyAdd(d11, TLanes.Load(a + width), a1);
                b1 = TLanes.MultiplyAdd(d11, TLanes.Load(b + width), b1);
                a2 = TLanes.MultiplyAdd(d12, TLanes.Load(a + (2 * width)), a2);
                b2 = TLanes.MultiplyAdd(d12, TLanes.Load(b + (2 * width)), b2);
                a3 = TLanes.MultiplyAdd(d13, TLanes.Load(a + (3 * width)), a3);
                b3 = TLanes.MultiplyAdd(d13, TLanes.Load(b + (3 * width)), b3);
                a += otherStep;
                b += otherStep;
                a0 = TLanes.MultiplyAdd(d20, TLanes.Load(a), a0);
                b0 = TLanes.MultiplyAdd(d20, TLanes.Load(b), b0);
                a1 = TLanes.MultiplyAdd(d21, TLanes.Load(a + width), a1);
                b1 = TLanes.MultiplyAdd(d21, TLanes.Load(b + width), b1);
                a2 = TLanes.MultiplyAdd(d22, TLanes.Load(a + (2 * width)), a2);
                b2 = TLanes.MultiplyAdd(d22, TLanes.Load(b + (2 * width)), b2);
                a3 = TLanes.MultiplyAdd(d23, TLanes.Load(a + (3 * width)), a3);
                b3 = TLanes.MultiplyAdd(d23, TLanes.Load(b + (3 * width)), b3);
                a += otherStep;
                b += otherStep;
                a0 = TLanes.MultiplyAdd(d30, TLanes.Load(a), a0);
                b0 = TLanes.MultiplyAdd(d30, TLanes.Load(b), b0);
                a1 = TLanes.MultiplyAdd(d31, TLanes.Load(a + width), a1);
                b1 = TLanes.MultiplyAdd(d31, TLanes.Load(b + width), b1);
                a2 = TLanes.MultiplyAdd(d32, TLanes.Load(a + (2 * width)), a2);
                b2 = TLanes.MultiplyAdd(d32, TLanes.Load(b + (2 * width)), b2);
                a3 = TLanes.MultiplyAdd(d33, TLanes.Load(a + (3 * width)), a3);
                b3 = TLanes.MultiplyAdd(d33, TLanes.Load(b + (3 * width)), b3);
                a0 = TLanes.Add(TLanes.Add(a0, a1), TLanes.Add(a2, a3));
                b0 = TLanes.Add(TLanes.Add(b0, b1), TLanes.Add(b2, b3));
                if (add)
                {
                    a0 = TLanes.Add(a0, TLanes.Load(sums));
                    b0 = TLanes.Add(b0, TLanes.Load(sums + width));
                }
                TLanes.Store(sums, a0);
                TLanes.Store(sums + width, b0);
                sums += 2 * width;
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Steps2x4(
        SparseGradient gradient, int list, int first, int end, float* held, nint heldStep, float* other, nint otherStep, bool add)
    {
        nint width = TLanes.Width;
        int* starts = gradient.Starts, heldOffsets = gradient.HeldOffsets;
        int* offsets = gradient.Offsets + first, stop = gradient.Offsets + end;
        float* sums = gradient.Partials;
        for (; offsets < stop; list++)
        {
            int* last = gradient.Offsets + Math.Min(starts[list + 1], end);
            float* from = held + heldOffsets[list];
            TVector d00 = TLanes.Load(from);
            TVector d01 = TLanes.Load(from + width);
            TVector d02 = TLanes.Load(from + (2 * width));
            TVector d03 = TLanes.Load(from + (3 * width));
            from += heldStep;
            TVector d10 = TLanes.Load(from);
            TVector d11 = TLanes.Load(from + width);
            TVector d12 = TLanes.Load(from + (2 * width));
            TVector d13 = TLanes.Load(from + (3 * width));
            for (; offsets < last; offsets += 2)
            {
                float* a = other + offsets[0], b = other + offsets[1];
                TVector a0 = TLanes.Multiply(d00, TLanes.Load(a));
                TVector b0 = TLanes.Multiply(d00, TLanes.Load(b));
                TVector a1 = TLanes.Multiply(d01, TLanes.Load(a + width));
                TVector b1 = TLanes.Multiply(d01, TLanes.Load(b + width));
                TVector a2 = TLanes.Multiply(d02, TLanes.Load(a + (2 * width)));
                TVector b2 = TLanes.Multiply(d02, TLanes.Load(b + (2 * width)));
                TVector a3 = TLanes.Multiply(d03, TLanes.Load(a + (3 * width)));
                TVector b3 = TLanes.Multiply(d03, TLanes.Load(b + (3 * width)));
                a += otherStep;
                b += otherStep;
                a0 = TLanes.MultiplyAdd(d10, TLanes.Load(a), a0);
                b0 = TLanes.MultiplyAdd(d10, TLanes.Load(b), b0);
                a1 = TLanes.MultiplyAdd(d11, TLanes.Load(a + width), a1);
                b1 = TLanes.MultiplyAdd(d11, TLanes.Load(b + width), b1);
                a2 = TLanes.MultiplyAdd(d12, TLanes.Load(a + (2 * width)), a2);
                b2 = TLanes.MultiplyAdd(d12, TLanes.Load(b + (2 * width)), b2);
                a3 = TLanes.MultiplyAdd(d13, TLanes.Load(a + (3 * width)), a3);
                b3 = TLanes.MultiplyAdd(d13, TLanes.Load(b + (3 * width)), b3);
                a0 = TLanes.Add(TLanes.Add(a0, a1), TLanes.Add(a2, a3));
                b0 = TLanes.Add(TLanes.Add(b0, b1), TLanes.Add(b2, b3));
                if (add)
                {
                    a0 = TLanes.Add(a0, TLanes.Load(sums));
                    b0 = TLanes.Add(b0, TLanes.Load(sums + width));
                }
                TLanes.Store(sums, a0);
                TLanes.Store(sums + width, b0);
                sums += 2 * width;
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Steps1x4(
        SparseGradient gradient, int list, int first, int end, float* held, nint heldStep, float* other, nint otherStep, bool add)
    {
        nint width = TLanes.Width;
        int* starts = gradient.Starts, heldOffsets = gradient.HeldOffsets;
        int* offsets = gradient.Offsets + first, stop = gradient.Offsets + end;
        float* sums = gradient.Partials;
        for (; offsets < stop; list++)
        {
            int* last = gradient.Offsets + Math.Min(starts[list + 1], end);
            float* from = held + heldOffsets[list];
            TVector d00 = TLanes.Load(from);
            TVector d01 = TLanes.Load(from + width);
            TVector d02 = TLanes.Load(from + (2 * width));
            TVector d03 = TLanes.Load(from + (3 * width));
            for (; offsets < last; offsets += 2)
            {
                float* a = other + offsets[0], b = other + offsets[1];
                TVector a0 = TLanes.Multiply(d00, TLanes.Load(a));
                TVector b0 = TLanes.Multiply(d00, TLanes.Load(b));
                TVector a1 = TLanes.Multiply(d01, TLanes.Load(a + width));
                TVector b1 = TLanes.Multiply(d01, TLanes.Load(b + width));
                TVector a2 = TLanes.Multiply(d02, TLanes.Load(a + (2 * width)));
                TVector b2 = TLanes.Multiply(d02, TLanes.Load(b + (2 * width)));
                TVector a3 = TLanes.Multiply(d03, TLanes.Load(a + (3 * width)));
                TVector b3 = TLanes.Multiply(d03, TLanes.Load(b + (3 * width)));
                a0 = TLanes.Add(TLanes.Add(a0, a1), TLanes.Add(a2, a3));
                b0 = TLanes.Add(TLanes.Add(b0, b1), TLanes.Add(b2, b3));
                if (add)
                {
                    a0 = TLanes.Add(a0, TLanes.Load(sums));
                    b0 = TLanes.Add(b0, TLanes.Load(sums + width));
                }
                TLanes.Store(sums, a0);
                TLanes.Store(sums + width, b0);
                sums += 2 * width;
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Steps1x1(
        SparseGradient gradient, int list, int first, int end, float* held, nint heldStep, float* other, nint otherStep, bool add)
    {
        nint width = TLanes.Width;
        int* starts = gradient.Starts, heldOffsets = gradient.HeldOffsets;
        int* offsets = gradient.Offsets + first, stop = gradient.Offsets + end;
        float* sums = gradient.Partials;
        for (; offsets < stop; list++)
        {
            int* last = gradient.Offsets + Math.Min(starts[list + 1], end);
            float* from = held + heldOffsets[list];
            TVector d00 = TLanes.Load(from);
            for (; offsets < last; offsets += 2)
            {
                float* a = other + offsets[0], b = other + offsets[1];
                TVector a0 = TLanes.Multiply(d00, TLanes.Load(a));
                TVector b0 = TLanes.Multiply(d00, TLanes.Load(b));
                if (add)
                {
                    a0 = TLanes.Add(a0, TLanes.Load(sums));
                    b0 = TLanes.Add(b0, TLanes.Load(sums + width));
                }
                TLanes.Store(sums, a0);
                TLanes.Store(sums + width, b0);
                sums += 2 * width;
            }
        }
    }
}
