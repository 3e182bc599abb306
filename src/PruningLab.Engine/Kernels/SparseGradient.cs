using System.Runtime.CompilerServices;

namespace PruningLab.Engine.Kernels;

/// <summary>Sums over steps and lanes of the products behind each active weight's gradient, laid out for
/// <see cref="SparseGradientKernel{TVector, TLanes}"/>.</summary>
/// <remarks>The products of one list share a row of the held factor, which the kernel keeps in registers; each goes with a row
/// of the other factor, found by its offset. Lists are the rows of the matrix, or its columns if those lists are longer.
/// Lists are padded to even lengths.</remarks>
internal sealed unsafe class SparseGradient
{
    /// <summary>Sums that are kept as vectors at a time, before they are reduced; even.</summary>
    public const int BlockLength = 128;

    private readonly AlignedBuffer _heldOffsets;
    private readonly AlignedBuffer _starts;
    private readonly AlignedBuffer _next;
    private readonly AlignedBuffer _partials = new((BlockLength + 4) * KernelLayout.LaneMultiple);
    private AlignedBuffer _offsets = new(0);
    private AlignedBuffer _places = new(0);
    private AlignedBuffer _sums = new(0);

    /// <summary>Allocates for a matrix; nothing is active yet.</summary>
    /// <param name="rows">Rows of the matrix.</param>
    /// <param name="columns">Columns of the matrix.</param>
    public SparseGradient(int rows, int columns)
    {
        HoldsColumns = rows < columns;
        Lists = HoldsColumns ? columns : rows;
        StepsTogether = Math.Clamp(160 / Math.Min(rows, columns), 1, 4);
        _heldOffsets = new AlignedBuffer(Lists);
        _next = new AlignedBuffer(Lists);
        _starts = new AlignedBuffer(Lists + 1L);
    }

    /// <summary>True when each list is a column of the matrix, so that the held factor is x and the other is δ.</summary>
    public bool HoldsColumns { get; }

    /// <summary>Steps to run over before the next block: as many as keep the rows of the other factor, 256 bytes each per
    /// step, in a first-level cache of 48 KiB.</summary>
    public int StepsTogether { get; }

    /// <summary>Number of lists.</summary>
    public int Lists { get; }

    /// <summary>Entries of all lists with padding.</summary>
    public int Length => Starts[Lists];

    /// <summary>First entry of each list, and <see cref="Length"/>; even numbers.</summary>
    public int* Starts => (int*)_starts.Pointer;

    /// <summary>Distance in floats to each list's row of the held factor.</summary>
    public int* HeldOffsets => (int*)_heldOffsets.Pointer;

    /// <summary>Distance in floats to each entry's row of the other factor.</summary>
    public int* Offsets => (int*)_offsets.Pointer;

    /// <summary>Room for <see cref="BlockLength"/> sums as vectors.</summary>
    public float* Partials => _partials.Pointer;

    /// <summary>The sums, one per entry.</summary>
    public float* Sums => _sums.Pointer;

    /// <summary>Takes over a pattern.</summary>
    /// <param name="pattern">Pattern of the matrix.</param>
    /// <param name="weightRows">Row of the matrix that stands at each row of δ.</param>
    /// <param name="xStride">Distance between rows of x.</param>
    /// <param name="deltaStride">Distance between rows of δ.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Build(SparsePattern pattern, int* weightRows, int xStride, int deltaStride)
    {
        Count(pattern, weightRows, HoldsColumns ? xStride : deltaStride);
        SparsePattern.Reserve(ref _places, pattern.Count);
        SparsePattern.Reserve(ref _offsets, Length);
        SparsePattern.Reserve(ref _sums, Length + 4L);
        int* places = (int*)_places.Pointer, next = (int*)_next.Pointer, offsets = Offsets;
        int* starts = pattern.RowStarts, positions = pattern.Positions;
        for (int row = 0; row < pattern.Rows; row++)
        {
            int from = weightRows[row], first = from * pattern.Columns;
            for (int i = starts[from]; i < starts[from + 1]; i++)
            {
                int column = positions[i] - first, list = HoldsColumns ? column : row;
                int place = next[list];
                next[list] = place + 1;
                places[i] = place;
                // The next entry of the list, if there is one, overwrites the second: else it is the padding.
                offsets[place] = offsets[place | 1] = HoldsColumns ? row * deltaStride : column * xStride;
            }
        }
    }

    /// <summary>Sets all sums to 0.</summary>
    public void Clear() => _sums.Span[..Length].Clear();

    /// <summary>Hands the sums out in the pattern's order.</summary>
    /// <param name="gradients">Receives one gradient per active weight.</param>
    /// <param name="count">Number of active weights.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Store(float* gradients, int count)
    {
        int* places = (int*)_places.Pointer;
        float* sums = Sums;
        for (int i = 0; i < count; i++)
        {
            gradients[i] = sums[places[i]];
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Count(SparsePattern pattern, int* weightRows, int heldStride)
    {
        int* next = (int*)_next.Pointer, listStarts = Starts, held = HeldOffsets;
        int* starts = pattern.RowStarts, positions = pattern.Positions;
        _next.Span.Clear();
        for (int row = 0; row < pattern.Rows; row++)
        {
            int from = weightRows[row];
            if (!HoldsColumns)
            {
                next[row] = starts[from + 1] - starts[from];
                continue;
            }
            int first = from * pattern.Columns;
            for (int i = starts[from]; i < starts[from + 1]; i++)
            {
                next[positions[i] - first]++;
            }
        }
        int length = 0;
        for (int list = 0; list < Lists; list++)
        {
            int count = next[list];
            listStarts[list] = next[list] = length;
            held[list] = list * heldStride;
            length += (count + 1) & ~1;
        }
        listStarts[Lists] = length;
    }
}
