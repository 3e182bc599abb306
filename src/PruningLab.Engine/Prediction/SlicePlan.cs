using PruningLab.Engine.Kernels;

namespace PruningLab.Engine.Prediction;

/// <summary>Which rows of which block of 64 columns share a slice of 16; see <see cref="SliceKernel"/>.</summary>
/// <remarks>Within a block, rows stand in the order of how many active weights they have there, so that slices hold hardly
/// any padding; rows without active weights are left out. Where that order is the rows' own, their numbers are not kept.</remarks>
internal sealed class SlicePlan
{
    /// <summary>Plans a matrix.</summary>
    public SlicePlan(MatrixPart part)
    {
        int blocks = (part.Columns.Length + SliceKernel.BlockColumns - 1) / SliceKernel.BlockColumns;
        BlockStarts = new int[blocks + 1];
        BlockRows = new int[blocks];
        List<int> starts = [0];
        RowNumbers = new ushort[blocks][];
        List<long> order = [];
        for (int block = 0; block < blocks; block++)
        {
            Count(part, block, order);
            for (int first = 0; first < order.Count; first += SliceKernel.Rows)
            {
                starts.Add(checked(starts[^1] + Active(order[first])));
            }
            BlockRows[block] = order.Count;
            RowNumbers[block] = InOwnOrder(order) ? [] : [.. order.Select(Row)];
            BlockStarts[block + 1] = starts.Count - 1;
        }
        Starts = [.. starts];
    }

    /// <summary>First slice of each block, and the end of the last.</summary>
    public int[] BlockStarts { get; }

    /// <summary>Rows of each block that have active weights.</summary>
    public int[] BlockRows { get; }

    /// <summary>First step of each slice, and the end of the last.</summary>
    public int[] Starts { get; }

    /// <summary>Number of each row of each block; empty where they are 0, 1, 2 and so on.</summary>
    public ushort[][] RowNumbers { get; }

    /// <summary>Places for weights, padding included.</summary>
    public int Places => Starts[^1] * SliceKernel.Rows;

    /// <summary>Bytes of the weights' places, their columns, and the plan itself.</summary>
    public long Bytes =>
        ((long)Places * (sizeof(float) + sizeof(byte))) + (sizeof(ushort) * RowNumbers.Sum(rows => (long)rows.Length))
        + (sizeof(int) * ((long)Starts.Length + BlockStarts.Length + BlockRows.Length));

    /// <summary>Lists the rows with active weights in a block, those with most first, then by number.</summary>
    private static void Count(MatrixPart part, int block, List<long> order)
    {
        order.Clear();
        int from = block * SliceKernel.BlockColumns, to = Math.Min(from + SliceKernel.BlockColumns, part.Columns.Length);
        for (int row = 0; row < part.Rows.Length; row++)
        {
            int active = 0;
            for (int column = from; column < to; column++)
            {
                active += part.Source(row, column) >= 0 ? 1 : 0;
            }
            if (active > 0)
            {
                order.Add(((long)(SliceKernel.BlockColumns - active) << 32) | (uint)row);
            }
        }
        order.Sort();
    }

    /// <summary>The number of a block's row.</summary>
    public int RowNumber(int block, int row) => RowNumbers[block].Length == 0 ? row : RowNumbers[block][row];

    private static bool InOwnOrder(List<long> order)
    {
        for (int row = 0; row < order.Count; row++)
        {
            if (Row(order[row]) != row)
            {
                return false;
            }
        }
        return true;
    }

    private static int Active(long key) => SliceKernel.BlockColumns - (int)(key >> 32);

    private static ushort Row(long key) => checked((ushort)(key & uint.MaxValue));
}
