using System.Runtime.CompilerServices;

namespace PruningLab.Engine.Kernels;

/// <summary>Where the active weights of a matrix are, row by row: the compact form holds them in this order.</summary>
/// <remarks>Building is branch-free and costs about one cycle per weight. Buffers grow when more weights are active than ever
/// before, so that a mask which only shrinks allocates nothing after the first time.</remarks>
internal sealed unsafe class SparsePattern
{
    private readonly AlignedBuffer _rowStarts;
    private AlignedBuffer _positions = new(0);

    /// <summary>An empty pattern.</summary>
    /// <param name="rows">Rows of the matrix.</param>
    /// <param name="columns">Columns of the matrix.</param>
    public SparsePattern(int rows, int columns)
    {
        Rows = rows;
        Columns = columns;
        _rowStarts = new AlignedBuffer(rows + 1L);
    }

    /// <summary>Rows of the matrix.</summary>
    public int Rows { get; }

    /// <summary>Columns of the matrix.</summary>
    public int Columns { get; }

    /// <summary>Active weights.</summary>
    public int Count { get; private set; }

    /// <summary>First compact index of each row, and <see cref="Count"/> after the last.</summary>
    public int* RowStarts => (int*)_rowStarts.Pointer;

    /// <summary>Position in the dense row-major matrix of each active weight, ascending.</summary>
    public int* Positions => (int*)_positions.Pointer;

    /// <summary>Takes over a mask.</summary>
    /// <param name="mask">One byte per weight, row-major: 1 active, 0 pruned.</param>
    /// <param name="active">Number of ones in it.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Build(ReadOnlySpan<byte> mask, int active)
    {
        // One more: a position is written before it is known whether it stays.
        Reserve(ref _positions, active + 1L);
        int* starts = RowStarts, positions = Positions;
        int count = 0, position = 0;
        fixed (byte* bits = mask)
        {
            for (int row = 0; row < Rows; row++)
            {
                starts[row] = count;
                for (int end = position + Columns; position < end; position++)
                {
                    positions[count] = position;
                    count += bits[position];
                }
            }
        }
        starts[Rows] = count;
        Count = count;
    }

    /// <summary><c>compact[i] = dense[position of i]</c>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Gather(float* dense, float* compact)
    {
        int* positions = Positions;
        int count = Count;
        for (int i = 0; i < count; i++)
        {
            compact[i] = dense[positions[i]];
        }
    }

    /// <summary><c>dense[position of i] = compact[i]</c>; other positions stay.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Scatter(float* compact, float* dense)
    {
        int* positions = Positions;
        int count = Count;
        for (int i = 0; i < count; i++)
        {
            dense[positions[i]] = compact[i];
        }
    }

    /// <summary>Replaces a buffer by a larger one, contents lost, when it is too small.</summary>
    internal static void Reserve(ref AlignedBuffer buffer, long length)
    {
        if (buffer.Length < length)
        {
            buffer = new AlignedBuffer(length + (length / 8));
        }
    }
}
