using System.Globalization;
using System.Text;
using PruningLab.Engine.Data;
using PruningLab.Engine.Training;

namespace PruningLab.Engine.Tests.Data;

public sealed class CsvReaderTests
{
    [Fact]
    public void Read_QuotedFields_KeepSeparatorsLineEndsAndDoubledQuotes()
    {
        Series series = Csv.Read("\"a, \"\"b\"\"\",x,note\r\n1,2,\"two\nlines\"\r\n\"3\",4,\"a \"\"word\"\"\"\r\n5,6, plain \r\n");

        Assert.Equal(["a, \"b\"", "x"], series.ColumnNames);
        Assert.Equal([1, 3, 5], series.Column(0).ToArray());
        Assert.Equal("two\nlines", series.Preview!.FirstRows[0][2]);
        Assert.Equal("a \"word\"", series.Preview.FirstRows[1][2]);
        Assert.Equal("plain", series.Preview.FirstRows[2][2]);
    }

    [Theory]
    [InlineData("\n")]
    [InlineData("\r\n")]
    [InlineData("\r")]
    public void Read_LineEnds_AllCountLinesAlike(string end)
    {
        string[] lines = ["a,b", "1,2", "", "3,4", "5,x", "7,8", "9,10"];

        Series series = Csv.Read(string.Join(end, lines[..4]) + end + $"5,6{end}");

        Assert.Equal([2, 4, 6], series.Column(1).ToArray());
        Assert.Equal(5, Csv.Refused(string.Join(end, lines)).Line);
    }

    [Fact]
    public void Read_TrailingSeparatorsAndBlankLines_AreLeftOut()
    {
        Series series = Csv.Read("\n;;;\na;b;;\n1;2;;\n3;4;;\n5;6;;\n;;;\n\n;;;\n");

        Assert.Equal(["a", "b"], series.ColumnNames);
        Assert.Equal(3, series.RowCount);
        Assert.Equal(["a", "b"], series.Preview!.Columns.Select(column => column.Name));
        Assert.Equal(["3 blank lines were skipped."], series.Notes);
    }

    [Fact]
    public void Read_MissingMarks_BecomeNaN()
    {
        Series series = Csv.Read("a,b\n1,2\nNA,na\n?,null\n,-\n5,N/A\n6,7\n");

        Assert.Equal([1, double.NaN, double.NaN, double.NaN, 5, 6], series.Column(0).ToArray());
        Assert.Equal(3, series.Preview!.Columns[0].MissingCount);
        Assert.Equal(4, series.Preview.Columns[1].MissingCount);
        Assert.Equal(1, series.Preview.Columns[0].Minimum);
        Assert.Equal(6, series.Preview.Columns[0].Maximum);
    }

    [Fact]
    public void Read_OwnFormat_IsObeyed()
    {
        CsvFormat format = new() { Separator = ';', DecimalMark = ',', MissingMarks = ["gone", "-1"], MissingNumbers = [7], DateColumn = "" };

        Series series = Csv.Read("d;x\n2020-01-02;1,5\n2020-01-01;gone\n2020-01-03;-1\n2020-01-04;7\n2020-01-05;8\n", format);

        Assert.Null(series.Timestamps);
        Assert.Equal([1.5, double.NaN, double.NaN, double.NaN, 8], series.Column(0).ToArray());
        Assert.Same(format.MissingMarks, series.Preview!.Format.MissingMarks);
    }

    [Fact]
    public void Read_OwnFormatWithoutDateColumn_FindsIt()
    {
        Series series = Csv.Read("d,x\n02/01/2020,1\n03/01/2020,2\n04/01/2020,3\n", new CsvFormat { DateFormat = "dd/MM/yyyy" });

        Assert.Equal("d", series.Preview!.Format.DateColumn);
        Assert.Equal(new DateTime(2020, 1, 2), series.Timestamps![0]);
    }

    [Fact]
    public void Read_NoHeader_NamesColumnsByPlace()
    {
        Series series = Csv.Read("1,2\n3,4\n5,6\n");

        Assert.Equal(["column 1", "column 2"], series.ColumnNames);
        Assert.Equal([1, 3, 5], series.Column(0).ToArray());
    }

    [Fact]
    public void Read_TimeDescends_RowsAreReversedWithANote()
    {
        Series series = Csv.Read("date,x\n2020-01-03,3\n2020-01-02,2\n2020-01-01,1\n");

        Assert.Equal([1, 2, 3], series.Column(0).ToArray());
        Assert.Equal(new DateTime(2020, 1, 1), series.Timestamps![0]);
        Assert.Contains("reversed", Assert.Single(series.Notes), StringComparison.Ordinal);
    }

    [Fact]
    public void Read_TimeUnordered_RowsAreSortedStablyWithANote()
    {
        Series series = Csv.Read("date,x\n2020-01-03,5\n2020-01-01,1\n2020-01-03,4\n2020-01-02,2\n");

        Assert.Equal([1, 2, 5, 4], series.Column(0).ToArray());
        Assert.Contains("sorted", Assert.Single(series.Notes), StringComparison.Ordinal);
    }

    [Fact]
    public void Read_LaterRowShowsMonthFirst_ReadsAgain()
    {
        StringBuilder text = new("date,x\n");
        DateTime start = new(2020, 5, 5, 0, 0, 0, DateTimeKind.Unspecified);
        for (int second = 0; second < 5000; second++)
            text.Append(CultureInfo.InvariantCulture, $"{start.AddSeconds(second):MM/dd/yyyy HH:mm:ss},{second}\n");
        for (int day = 1; day <= 20; day++)
            text.Append(CultureInfo.InvariantCulture, $"{start.AddDays(day):MM/dd/yyyy HH:mm:ss},{day}\n");
        byte[] bytes = Encoding.UTF8.GetBytes(text.ToString());

        CsvFormat detected = CsvFormatDetector.Detect(bytes, Csv.FileName, isWholeFile: true).Format;
        Series series = Csv.Read(bytes);

        Assert.Equal("dd/MM/yyyy HH:mm:ss", detected.DateFormat);
        Assert.Equal("MM/dd/yyyy HH:mm:ss", series.Preview!.Format.DateFormat);
        Assert.Equal(5020, series.RowCount);
        Assert.Equal(start.AddDays(20), series.Timestamps![^1]);
        Assert.Empty(series.Notes);
    }

    [Fact]
    public void Read_DayAndMonthUndecidedToTheEnd_AsksTheReader()
    {
        Series series = Csv.Read("date,x\n01/02/2020,1\n01/03/2020,2\n01/04/2020,3\n");

        Assert.Contains("order of day and month", Assert.Single(series.Notes), StringComparison.Ordinal);
    }

    [Fact]
    public void Read_MixedColumn_IsTextWithANote()
    {
        Series series = Csv.Read("x,mix\n1,1\n2,2\n3,a\n4,b\n5,5\n");

        Assert.Equal(["mix"], series.TextColumns);
        Assert.Contains("\"a\" on line 4", Assert.Single(series.Notes), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(',', '.', "\n", false)]
    [InlineData(';', ',', "\r\n", false)]
    [InlineData('\t', ',', "\r", false)]
    [InlineData('|', '.', "\n", true)]
    [InlineData(' ', '.', "\r\n", false)]
    [InlineData(',', ',', "\n", true)]
    public void Read_WrittenNumbers_ComeBackToTheBit(char separator, char decimalMark, string lineEnd, bool quoted)
    {
        RandomStream random = new(42);
        const int rows = 5000;
        double[][] columns = [new double[rows], new double[rows], new double[rows]];
        StringBuilder text = new();
        text.Append(CultureInfo.InvariantCulture, $"a{separator}b{separator}c{lineEnd}");
        for (int row = 0; row < rows; row++)
        {
            for (int i = 0; i < columns.Length; i++)
            {
                double value = ((random.NextSingle() * 2) - 1) * Math.Pow(10, random.NextInt32(12) - 4) * Math.PI;
                columns[i][row] = value;
                string cell = value.ToString("R", CultureInfo.InvariantCulture).Replace('.', decimalMark);
                text.Append(i > 0 ? separator : "").Append(quoted ? $"\"{cell}\"" : cell);
            }
            text.Append(lineEnd);
        }
        byte[] bytes = Encoding.UTF8.GetBytes(text.ToString());

        using MemoryStream whole = new(bytes);
        using TrickleStream trickle = new(bytes);
        foreach (Series series in new[] { CsvReader.Read(whole, Csv.FileName), CsvReader.Read(trickle, Csv.FileName) })
        {
            Assert.Equal(separator, series.Preview!.Format.Separator);
            for (int i = 0; i < columns.Length; i++)
                Assert.Equal(columns[i], series.Column(i).ToArray());
        }
    }

    [Fact]
    public void Read_QuotedFieldsAcrossBuffers_StayWhole()
    {
        StringBuilder text = new("x,note\r\n");
        for (int row = 0; row < 4000; row++)
            text.Append(CultureInfo.InvariantCulture, $"{row},\"line {row}\r\nsaid \"\"yes, {new string('é', row % 90)}\"\"\"\r\n");
        byte[] bytes = Encoding.UTF8.GetBytes(text.Append("oops,\"end\"\r\n").ToString());

        DataException exception = Csv.Refused(bytes);

        Assert.Equal(2 + (2 * 4000), exception.Line);
        Assert.Equal(1, exception.Column);
    }

    [Fact]
    public void Read_Cancelled_Stops()
    {
        using MemoryStream stream = new(Encoding.UTF8.GetBytes("a\n1\n2\n3\n"));

        Assert.Throws<OperationCanceledException>(() => CsvReader.Read(stream, Csv.FileName, null, new CancellationToken(true)));
    }

    [Fact]
    public void Read_Preview_HoldsTheFirstFiveRowsAndTheFormat()
    {
        Series series = Csv.Read("date,x,word\n2020-01-01,1,a\n2020-01-02,2,b\n2020-01-03,3,c\n2020-01-04,4,d\n2020-01-05,5,e\n2020-01-06,,f\n");

        SeriesPreview preview = series.Preview!;
        Assert.Equal(5, preview.FirstRows.Count);
        Assert.Equal(["2020-01-05", "5", "e"], preview.FirstRows[4]);
        Assert.Equal(6, preview.RowCount);
        Assert.Equal([ColumnKind.Date, ColumnKind.Numeric, ColumnKind.Text], preview.Columns.Select(column => column.Kind));
        Assert.Equal(["1", "2", "3", "4", "5"], preview.Columns[1].FirstValues);
        Assert.Equal(1, preview.Columns[1].MissingCount);
        Assert.Equal("date", preview.Format.DateColumn);
    }
}
