using System.Text;
using PruningLab.Engine.Data;

namespace PruningLab.Engine.Tests.Data;

/// <summary>Small files that would ask for much memory.</summary>
public sealed class CsvLimitTests
{
    [Fact]
    public void Read_MoreColumnsThanATableHas_IsRefused()
    {
        string header = "x" + new string(',', 20_000);
        Assert.Contains("20,001 columns", Csv.Refused($"{header}\n1\n2\n3\n").Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_ManyShortLinesUnderAWideHeader_AllocatesByTheFileNotByTheGuess()
    {
        StringBuilder text = new();
        text.AppendJoin(',', Enumerable.Range(0, 2_000).Select(i => $"c{i}")).Append('\n');
        text.Append('\n', 40_000);
        for (int row = 0; row < 3; row++)
            text.AppendJoin(',', Enumerable.Repeat("1", 2_000)).Append('\n');
        byte[] bytes = Encoding.UTF8.GetBytes(text.ToString());
        long before = GC.GetAllocatedBytesForCurrentThread();
        Series series = Csv.Read(bytes);
        long allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        Assert.Equal((3, 2_000), (series.RowCount, series.ColumnNames.Count));

        // By the guess from the line ends alone it would be 2,000 columns of 42,000 rows: 672 MB beside the detector's 200.
        Assert.InRange(allocated, 1, 400_000_000);
    }

    [Fact]
    public void Read_ShortRowsUnderManyUnnamedColumns_IsRefusedBeforeMemoryIs()
    {
        string header = "x" + new string(',', 10_000);
        string rows = string.Concat(Enumerable.Repeat("1\n", 20_000));
        Assert.Contains("cells", Csv.Refused($"{header}\n{rows}").Message, StringComparison.Ordinal);
    }
}
