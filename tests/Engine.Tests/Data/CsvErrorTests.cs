using System.Text;
using PruningLab.Engine.Data;

namespace PruningLab.Engine.Tests.Data;

/// <summary>Each failure is one sentence with the file and, where they exist, line and column.</summary>
public sealed class CsvErrorTests
{
    [Fact]
    public void Read_EmptyFile_SaysSo() =>
        Assert.Equal("test.csv: the file is empty where delimited text (CSV) was expected; choose a file with a header and rows of numbers.", Csv.Refused("").Message);

    [Theory]
    [InlineData("\n\n\r\n")]
    [InlineData(";;;\n;;;\n")]
    public void Read_OnlyBlankLines_SaysSo(string text) =>
        Assert.Contains("only blank lines", Csv.Refused(text).Message, StringComparison.Ordinal);

    [Fact]
    public void Read_OnlyHeader_SaysSo()
    {
        DataException exception = Csv.Refused("\na,b\n\n");

        Assert.Contains("only a header was found", exception.Message, StringComparison.Ordinal);
        Assert.Equal(2, exception.Line);
    }

    [Fact]
    public void Read_TwoRows_AreTooFew() =>
        Assert.Equal("test.csv: 2 rows of data were found where at least 3 were expected; choose a longer series.", Csv.Refused("a,b\n1,2\n3,4\n").Message);

    [Theory]
    [InlineData("a,b,c\n1,2,3\n4,5\n7,8,9\n10,11,12\n", "2 fields were found where 3 were expected as in line 1")]
    [InlineData("a,b,c\n1,2,3\n4,5,6,7\n7,8,9\n10,11,12\n", "4 fields were found where 3 were expected as in line 1")]
    public void Read_RaggedRow_NamesLineAndCounts(string text, string expected)
    {
        DataException exception = Csv.Refused(text);

        Assert.Contains(expected, exception.Message, StringComparison.Ordinal);
        Assert.Equal(3, exception.Line);
    }

    [Fact]
    public void Read_DuplicateNames_NamesBothColumns()
    {
        DataException exception = Csv.Refused("x,y,x\n1,2,3\n4,5,6\n7,8,9\n");

        Assert.Contains("\"x\" was found again, after column 1", exception.Message, StringComparison.Ordinal);
        Assert.Equal(3, exception.Column);
        Assert.Equal(1, exception.Line);
    }

    [Fact]
    public void Read_WordInNumericColumn_NamesLineColumnAndText() => Assert.Equal(
        "test.csv, line 4, column 2 (close): \"n.v.\" was found where a finite number was expected; correct the cell or name its text as a missing mark.",
        Csv.Refused("date,close\n2020-01-01,1\n2020-01-02,2\n2020-01-03,n.v.\n2020-01-04,4\n").Message);

    [Theory]
    [InlineData("inf")]
    [InlineData("-Infinity")]
    [InlineData("1e999")]
    [InlineData("12a")]
    [InlineData("1.2.3")]
    public void Read_NotAFiniteNumber_IsRefused(string cell)
    {
        DataException exception = Csv.Refused($"x;y\n1;1\n2;2\n3;{cell}\n4;4\n5;5\n");

        Assert.Contains($"\"{cell}\"", exception.Message, StringComparison.Ordinal);
        Assert.Equal(4, exception.Line);
        Assert.Equal(2, exception.Column);
    }

    [Fact]
    public void Read_TwoBadColumns_NamesTheFirstLine() =>
        Assert.Equal(3, Csv.Refused("x,y\n1,1\n2,oops\n3,3\nwell,4\n5,5\n6,6\n").Line);

    [Fact]
    public void Read_LongCellWithControlCharacters_IsShownShort()
    {
        string cell = new string('z', 100) + "\t";

        string message = Csv.Refused($"x\n1\n2\n3\n\"\t{cell}\"\n4\n").Message;

        Assert.Contains("zzz…", message, StringComparison.Ordinal);
        Assert.DoesNotContain('\t', message);
        Assert.True(message.Length < 200, message);
    }

    [Fact]
    public void Read_NoNumbers_NamesTheColumns() =>
        Assert.Contains("no column of numbers was found among a, b ", Csv.Refused("a,b\nx,y\nz,w\nu,v\n").Message, StringComparison.Ordinal);

    [Fact]
    public void Read_QuoteNeverClosed_NamesTheLineWhereItBegan()
    {
        DataException exception = Csv.Refused("x,y\n1,2\n3,\"4\n5,6\n7,8\n");

        Assert.Contains("opened and never closed", exception.Message, StringComparison.Ordinal);
        Assert.Equal(3, exception.Line);
        Assert.Equal(2, exception.Column);
    }

    [Fact]
    public void Read_QuoteNeverClosedInTheHeader_NamesLineOne() =>
        Assert.Equal(1, Csv.Refused("\"x,y\n1,2\n3,4\n5,6\n").Line);

    [Fact]
    public void Read_QuoteNeverClosedInALargeFile_StopsEarlyWithItsLine()
    {
        StringBuilder text = new("x,y\n1,2\n3,\"4\n");
        for (int i = 0; i < 2_000_000; i++)
            text.Append("5,6\n");

        Assert.Equal(3, Csv.Refused(text.ToString()).Line);
    }

    [Fact]
    public void Read_TextAfterClosingQuote_IsRefused()
    {
        DataException exception = Csv.Refused("x,y\n1,2\n\"3\"4,5\n6,7\n");

        Assert.Contains("after the closing quote", exception.Message, StringComparison.Ordinal);
        Assert.Equal(3, exception.Line);
        Assert.Equal(1, exception.Column);
    }

    [Fact]
    public void Read_AbsurdlyLongLine_IsRefused() =>
        Assert.Contains("longer than", Csv.Refused("a,b\n1,2\n" + new string('7', 5_000_000)).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData(new byte[] { 0x50, 0x4B, 3, 4, 20, 0 }, "Excel workbook (xlsx)")]
    [InlineData(new byte[] { 0xD0, 0xCF, 0x11, 0xE0, 0xA1 }, "old Excel workbook")]
    [InlineData(new byte[] { 0x1F, 0x8B, 8, 0 }, "gzip")]
    [InlineData(new byte[] { 0x25, 0x50, 0x44, 0x46, 0x2D }, "PDF")]
    [InlineData(new byte[] { 0x50, 0x41, 0x52, 0x31 }, "Parquet")]
    [InlineData(new byte[] { 0x89, 0x50, 0x4E, 0x47 }, "PNG")]
    [InlineData(new byte[] { 0x61, 0, 0x62, 0, 0x0A, 0 }, "binary")]
    public void Read_NoText_SaysWhatItIs(byte[] bytes, string expected)
    {
        Assert.Contains(expected, Csv.Refused(bytes).Message, StringComparison.Ordinal);
        Assert.Contains(expected, Csv.Refused(bytes, new CsvFormat()).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("2020-13-01")]
    [InlineData("yesterday")]
    [InlineData("")]
    public void Read_BadDate_NamesLineColumnAndFormat(string date)
    {
        StringBuilder text = new("date,x\n");
        for (int row = 0; row < 8000; row++)
            text.Append("2020-01-01,1\n");

        DataException exception = Csv.Refused(text.Append(date).Append(",2\n").ToString());

        Assert.Contains("a date like 2020-01-31 was expected", exception.Message, StringComparison.Ordinal);
        Assert.Equal(8002, exception.Line);
        Assert.Equal(1, exception.Column);
    }

    [Fact]
    public void Read_BadTime_NamesItsColumn()
    {
        CsvFormat format = new() { Separator = ';', DateColumn = "d", DateFormat = "dd/MM/yyyy", TimeFormat = "HH.mm.ss" };

        DataException exception = Csv.Refused("d;t;x\n31/01/2020;18.00.00;1\n31/01/2020;25.00.00;2\n31/01/2020;20.00.00;3\n", format);

        Assert.Contains("\"25.00.00\" was found where a time of day in the format HH.mm.ss was expected", exception.Message, StringComparison.Ordinal);
        Assert.Equal(3, exception.Line);
        Assert.Equal(2, exception.Column);
    }

    [Fact]
    public void Read_ImpossibleFormats_AreRefused()
    {
        const string text = "a,b\n1,2\n3,4\n5,6\n";

        Assert.Contains("separator 'a'", Csv.Refused(text, new CsvFormat { Separator = 'a' }).Message, StringComparison.Ordinal);
        Assert.Contains("quote and separator", Csv.Refused(text, new CsvFormat { Quote = ',' }).Message, StringComparison.Ordinal);
        Assert.Contains("decimal mark", Csv.Refused(text, new CsvFormat { DecimalMark = '/' }).Message, StringComparison.Ordinal);
        Assert.Contains("no date format", Csv.Refused(text, new CsvFormat { DateFormat = "%%" }).Message, StringComparison.Ordinal);
        Assert.Contains("no column is called \"when\"", Csv.Refused(text, new CsvFormat { DateColumn = "when" }).Message, StringComparison.Ordinal);
        Assert.Contains("no column stands after \"b\"", Csv.Refused(text, new CsvFormat { DateColumn = "b", TimeFormat = "HH:mm" }).Message, StringComparison.Ordinal);
    }
}
