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
    public void Read_TimeOfDayBeyondTheLastYear_IsRefused()
    {
        const string row = "9999-12-31 23:00,23:00,1\n";
        CsvFormat format = new() { DateColumn = "date", TimeFormat = "HH:mm" };
        Assert.Equal(2, Csv.Refused($"date,time,a\n{row}{row}{row}", format).Line);
    }

    [Theory]
    [InlineData("\"")]
    [InlineData("yyyy")]
    public void Read_TimeFormatThatIsNone_IsRefused(string timeFormat)
    {
        const string row = "2000-12-31,23:00,1\n";
        CsvFormat format = new() { DateColumn = "date", TimeFormat = timeFormat };
        Assert.Contains("format of a time", Csv.Refused($"date,time,a\n{row}{row}{row}", format).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Load_NumbersThatAreNotFinite_AreRefusedByASentence()
    {
        using TemporaryFolder folder = new();
        folder.Write("x.csv", "a,b\n1,2\n2,3\n3,4\n4,5\n5,6\n6,7\n");
        CatalogueWindowSource source = new(new DataCatalogue(folder.Path, folder.Path));
        DataSpec spec = new() { Source = "upload-x", Window = 1, Format = new CsvFormat { MissingNumbers = [double.NaN] } };
        Assert.Equal(3, source.Load(spec).TrainCount);
        Assert.Contains("share", Assert.Throws<DataException>(
            () => source.Load(spec with { TrainShare = double.PositiveInfinity })).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_ShortRowsUnderManyUnnamedColumns_IsRefusedBeforeMemoryIs()
    {
        string header = "x" + new string(',', 10_000);
        string rows = string.Concat(Enumerable.Repeat("1\n", 20_000));
        Assert.Contains("cells", Csv.Refused($"{header}\n{rows}").Message, StringComparison.Ordinal);
    }
}
