using System.Runtime.CompilerServices;

namespace PruningLab.Engine.Kernels;

/// <summary>Rows of one or two sparse matrices side by side, laid out for <see cref="SparseKernel{TVector, TLanes}"/>.</summary>
/// <remarks>
/// Rows are sorted by length within groups of <see cref="GroupRows"/> and taken two at a time, so that the shorter one of a
/// pair needs little padding (weights of 0) and the length of the inner loop changes rarely. Entries of a pair alternate.
/// The columns of a row stay in ascending order: sums come out as in the dense product, where the missing terms are zeros.
/// </remarks>
internal sealed unsafe class SparseRows
{
    /// <summary>Rows per group; even. Rows never leave their group, so that a layer can go on with a group that is done.</summary>
    public const int GroupRows = 32;

    /// <summary>Rows of the right factor in each segment, 2⁷: 256 bytes each, 32 KiB together.</summary>
    public const int SegmentRows = 1 << SegmentShift;

    private const int SegmentShift = 7;

    private readonly AlignedBuffer _pairRows;
    private readonly AlignedBuffer _pairStarts;
    private readonly AlignedBuffer _counts;
    private readonly AlignedBuffer _next;
    private readonly AlignedBuffer[] _places;
    private AlignedBuffer _entries = new(0);

    /// <summary>Allocates for a number of rows; nothing is active yet.</summary>
    /// <param name="rows">Rows.</param>
    /// <param name="parts">Matrices side by side: 1 or 2.</param>
    /// <param name="depth">Rows of the right factor.</param>
    public SparseRows(int rows, int parts, int depth)
    {
        int segments = ((depth - 1) >> SegmentShift) + 1;
        Rows = rows;
        Segments = segments;
        Pairs = (rows + 1) / 2;
        _pairRows = new AlignedBuffer(2L * Pairs * segments);
        _pairStarts = new AlignedBuffer(((long)Pairs * segments) + 1);
        _counts = new AlignedBuffer((long)rows * segments);
        _next = new AlignedBuffer((long)rows * segments);
        _places = new AlignedBuffer[parts];
        Array.Fill(_places, new AlignedBuffer(0));
    }

    /// <summary>Rows.</summary>
    public int Rows { get; }

    /// <summary>Parts of the right factor that are multiplied one after the other, so that each stays in the first-level
    /// cache.</summary>
    public int Segments { get; }

    /// <summary>Pairs of rows in each segment; in an odd number of rows the last pair is one row twice.</summary>
    public int Pairs { get; }

    /// <summary>Two rows per pair, segment after segment.</summary>
    public int* PairRows => (int*)_pairRows.Pointer;

    /// <summary>First entry of each pair, and the number of entries after the last; even numbers.</summary>
    public int* PairStarts => (int*)_pairStarts.Pointer;

    /// <summary>Entries: in the low half the distance in floats from the start of the right factor to the row that the weight
    /// multiplies, in the high half the weight's representation; both 0 for padding.</summary>
    public long* Entries => (long*)_entries.Pointer;

    /// <summary>Forgets all entries.</summary>
    public void Begin() => _counts.Span.Clear();

    /// <summary>Counts the entries of a matrix, row by row.</summary>
    /// <param name="pattern">Pattern of the matrix.</param>
    /// <param name="weightRows">Row of the matrix that stands at each row here.</param>
    /// <param name="firstColumn">Row of the right factor that the matrix's first column multiplies.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Count(SparsePattern pattern, int* weightRows, int firstColumn)
    {
        int* counts = (int*)_counts.Pointer, starts = pattern.RowStarts, positions = pattern.Positions;
        for (int row = 0; row < Rows; row++)
        {
            int from = weightRows[row], first = (from * pattern.Columns) - firstColumn;
            if (Segments == 1)
            {
                counts[row] += starts[from + 1] - starts[from];
                continue;
            }
            for (int i = starts[from]; i < starts[from + 1]; i++)
            {
                counts[(((positions[i] - first) >> SegmentShift) * Rows) + row]++;
            }
        }
    }

    /// <summary>Counts the entries of a transposed matrix: its columns are the rows here.</summary>
    /// <param name="pattern">Pattern of the matrix.</param>
    /// <param name="weightRows">Row of the matrix that stands at each row of the right factor.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void CountTransposed(SparsePattern pattern, int* weightRows)
    {
        int* starts = pattern.RowStarts, positions = pattern.Positions;
        for (int row = 0; row < pattern.Rows; row++)
        {
            int from = weightRows[row], first = from * pattern.Columns;
            int* counts = (int*)_counts.Pointer + ((row >> SegmentShift) * Rows);
            for (int i = starts[from]; i < starts[from + 1]; i++)
            {
                counts[positions[i] - first]++;
            }
        }
    }

    /// <summary>Pairs the rows and makes room, after all matrices are counted and before they are filled in.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Arrange()
    {
        int entries = 0;
        for (int segment = 0; segment < Segments; segment++)
        {
            entries = ArrangeSegment(segment, entries);
        }
        PairStarts[Segments * Pairs] = entries;
        SparsePattern.Reserve(ref _entries, 2L * entries);
        new Span<long>(Entries, entries).Clear();
    }

    /// <summary>Fills in a matrix that was counted.</summary>
    /// <param name="part">Number of the matrix; matrices are filled in by ascending number.</param>
    /// <param name="pattern">Pattern of the matrix.</param>
    /// <param name="weightRows">Row of the matrix that stands at each row here.</param>
    /// <param name="firstColumn">Row of the right factor that the matrix's first column multiplies.</param>
    /// <param name="stride">Distance between rows of the right factor.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Fill(int part, SparsePattern pattern, int* weightRows, int firstColumn, int stride)
    {
        int* places = Places(part, pattern), next = (int*)_next.Pointer, offsets = (int*)Entries;
        int* starts = pattern.RowStarts, positions = pattern.Positions;
        for (int row = 0; row < Rows; row++)
        {
            int from = weightRows[row], first = (from * pattern.Columns) - firstColumn;
            for (int i = starts[from]; i < starts[from + 1]; i++)
            {
                int column = positions[i] - first, list = ((column >> SegmentShift) * Rows) + row, place = next[list];
                next[list] = place + 2;
                places[i] = place;
                offsets[2 * place] = column * stride;
            }
        }
    }

    /// <summary>Fills in a transposed matrix that was counted.</summary>
    /// <param name="pattern">Pattern of the matrix.</param>
    /// <param name="weightRows">Row of the matrix that stands at each row of the right factor.</param>
    /// <param name="stride">Distance between rows of the right factor.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void FillTransposed(SparsePattern pattern, int* weightRows, int stride)
    {
        int* places = Places(0, pattern), offsets = (int*)Entries;
        int* starts = pattern.RowStarts, positions = pattern.Positions;
        for (int row = 0; row < pattern.Rows; row++)
        {
            int from = weightRows[row], first = from * pattern.Columns, offset = row * stride;
            int* next = (int*)_next.Pointer + ((row >> SegmentShift) * Rows);
            for (int i = starts[from]; i < starts[from + 1]; i++)
            {
                int column = positions[i] - first, place = next[column];
                next[column] = place + 2;
                places[i] = place;
                offsets[2 * place] = offset;
            }
        }
    }

    /// <summary>Brings the entries up to date with the compact values of a matrix.</summary>
    /// <param name="part">Number of the matrix.</param>
    /// <param name="compact">Values.</param>
    /// <param name="count">Number of values.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Refresh(int part, float* compact, int count)
    {
        int* places = (int*)_places[part].Pointer;
        float* values = _entries.Pointer + 1;
        for (int i = 0; i < count; i++)
        {
            values[2 * places[i]] = compact[i];
        }
    }

    private int ArrangeSegment(int segment, int entries)
    {
        int* counts = (int*)_counts.Pointer + (segment * Rows), next = (int*)_next.Pointer + (segment * Rows);
        int* rows = PairRows + (2 * segment * Pairs), starts = PairStarts + (segment * Pairs);
        for (int first = 0; first < Rows; first += GroupRows)
        {
            int count = Math.Min(GroupRows, Rows - first);
            Sort(counts, first, rows + first, count);
            if ((count & 1) != 0)
            {
                rows[first + count] = rows[first + count - 1];
            }
            for (int i = first; i < first + count; i += 2)
            {
                starts[i / 2] = entries;
                next[rows[i + 1]] = entries + 1;
                next[rows[i]] = entries;
                entries += 2 * counts[rows[i]];
            }
        }
        return entries;
    }

    private int* Places(int part, SparsePattern pattern)
    {
        SparsePattern.Reserve(ref _places[part], pattern.Count);
        return (int*)_places[part].Pointer;
    }

    /// <summary>Writes the rows from <paramref name="first"/> on in order of falling counts; equal counts keep their order.</summary>
    private static void Sort(int* counts, int first, int* sorted, int length)
    {
        for (int i = 0; i < length; i++)
        {
            int row = first + i, count = counts[row], at = i;
            for (; at > 0 && counts[sorted[at - 1]] < count; at--)
            {
                sorted[at] = sorted[at - 1];
            }
            sorted[at] = row;
        }
    }
}
