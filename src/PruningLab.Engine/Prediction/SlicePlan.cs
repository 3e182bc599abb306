using PruningLab.Engine.Kernels;

namespace PruningLab.Engine.Prediction;

/// <summary>Which rows of which block of 64 columns share a slice of 16; see <see cref="SliceKernel"/>.</summary>
/// <remarks>Within a block, rows stand in the order of how many active weights they have there, so that slices hold hardly
/// any padding; rows without active weights are left out.</remarks>
internal sealed class SlicePlan
{
    /// <summary>Plans a matrix.</summary>
    public SlicePlan(MatrixPart part)
    {
        int blocks = (part.Columns.Length + SliceKernel.BlockColumns - 1) / SliceKernel.BlockColumns;
        BlockStarts = new int[blocks + 1];
        BlockRows = new int[blocks];
        List<int> starts = [0];
        List<ushort> rows = [];
        List<long> order = [];
        for (int block = 0; block < blocks; block++)
        {
            Count(part, block, order);
            for (int first = 0; first < order.Count; first += SliceKernel.Rows)
            {
                starts.Add(checked(starts[^1] + Active(order[first])));
                for (int row = first; row < first + SliceKernel.Rows; row++)
                {
                    rows.Add(row < order.Count ? Row(order[row]) : (ushort)0);
                }
            }
            BlockRows[block] = order.Count;
            BlockStarts[block + 1] = starts.Count - 1;
        }
        Starts = [.. starts];
        RowNumbers = [.. rows];
    }

    /// <summary>First slice of each block, and the end of the last.</summary>
    public int[] BlockStarts { get; }

    /// <summary>Rows of each block that have active weights.</summary>
    public int[] BlockRows { get; }

    /// <summary>First step of each slice, and the end of the last.</summary>
    public int[] Starts { get; }

    /// <summary>Row of each lane of each slice; 0 where there is none.</summary>
    public ushort[] RowNumbers { get; }

    /// <summary>Places for weights, padding included.</summary>
    public int Places => Starts[^1] * SliceKernel.Rows;

    /// <summary>Bytes of the weights' places, their columns, and the plan itself.</summary>
    public long Bytes =>
        ((long)Places * (sizeof(float) + sizeof(byte))) + (sizeof(ushort) * (long)RowNumbers.Length)
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

    private static int Active(long key) => SliceKernel.BlockColumns - (int)(key >> 32);

    private static ushort Row(long key) => checked((ushort)(key & uint.MaxValue));
}
