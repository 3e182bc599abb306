using System.Text;
using System.Text.Json;
using PruningLab.Engine.Data;

namespace PruningLab.Engine.Tests.Data;

public sealed class CsvFormatDetectorTests
{
    [Theory]
    [InlineData("a,b\n1.5,2\n3,4\n5,6\n", ',', '.')]
    [InlineData("a;b\n1,5;2\n3,25;4\n5;6\n", ';', ',')]
    [InlineData("a;b\n1.5;2\n3.25;4\n5;6\n", ';', '.')]
    [InlineData("a\tb\n1.5\t2\n3\t4\n5\t6\n", '\t', '.')]
    [InlineData("a\tb\n1,5\t2\n3\t4\n5\t6\n", '\t', ',')]
    [InlineData("a|b\n1.5|2\n3|4\n5|6\n", '|', '.')]
    [InlineData("a b\n1.5  2\n  3 4\n5 6\n", ' ', '.')]
    [InlineData("price\n1,5\n2,5\n3,5\n", ';', ',')]
    [InlineData("a,b\n1,2\n3\n5,6\n", ',', '.')]
    [InlineData("price\n1.5\n2.5\n3.5\n", ';', '.')]
    [InlineData("a,b\n\"1,5\",\"2,5\"\n\"3,5\",\"4,5\"\n", ',', ',')]
    [InlineData("when,b\n2020-01-01 10:00:00,2\n2020-01-02 10:00:00,4\n", ',', '.')]
    public void Detect_SeparatorAndDecimalMark_AreFound(string text, char separator, char decimalMark)
    {
        CsvFormat format = Csv.Detect(text).Format;

        Assert.Equal(separator, format.Separator);
        Assert.Equal(decimalMark, format.DecimalMark);
        Assert.True(format.HasHeader);
    }

    [Theory]
    [InlineData("1,2\n3,4\n5,6\n", false)]
    [InlineData("2020-01-01,2\n2020-01-02,4\n", false)]
    [InlineData("a,b\nx,y\nz,w\n", true)]
    [InlineData("year,1990,1991\n1,2,3\n4,5,6\n", true)]
    [InlineData("rain,1,2\nsun,3,4\nrain,5,6\n", false)]
    [InlineData("date,close\n2020-01-01,2\n", true)]
    public void Detect_Header_IsFound(string text, bool expected) =>
        Assert.Equal(expected, Csv.Detect(text).Format.HasHeader);

    [Theory]
    [InlineData("2020-01-31", "2020-02-01", "")]
    [InlineData("2020-01-31 18:05:00", "2020-02-01 18:05:00", "")]
    [InlineData("2020-01-31T18:05:00.123Z", "2020-02-01T18:05:00+01:00", "")]
    [InlineData("31/01/2020", "01/02/2020", "dd/MM/yyyy")]
    [InlineData("31/1/2020", "1/2/2020", "d/M/yyyy")]
    [InlineData("01/31/2020", "02/01/2020", "MM/dd/yyyy")]
    [InlineData("1/31/2020", "2/1/2020", "M/d/yyyy")]
    [InlineData("31.01.2020", "01.02.2020", "dd.MM.yyyy")]
    [InlineData("31/01/2020 18:05", "01/02/2020 18:05", "dd/MM/yyyy HH:mm")]
    [InlineData("2020/01/31", "2020/02/01", "yyyy/MM/dd")]
    [InlineData("Jan 31 2020", "Feb 1 2020", "MMM d yyyy")]
    [InlineData("20200131", "20200201", "yyyyMMdd")]
    [InlineData("1580428800", "1580515200", CsvFormat.UnixSeconds)]
    [InlineData("1580428800000", "1580515200000", CsvFormat.UnixMilliseconds)]
    public void Detect_DateFormat_IsFoundAndReads(string first, string second, string expected)
    {
        string text = $"date;x\n{first};1\n{second};2\n{second};3\n";

        CsvDetection detection = Csv.Detect(text);
        Series series = Csv.Read(text);

        Assert.Equal("date", detection.Format.DateColumn);
        Assert.Equal(expected, detection.Format.DateFormat);
        Assert.Equal("", detection.OtherDateFormat);
        Assert.Equal(new DateTime(2020, 1, 31), series.Timestamps![0].Date);
        Assert.Equal(new DateTime(2020, 2, 1), series.Timestamps[1].Date);
    }

    [Fact]
    public void Detect_WholeNumbersWithoutADateName_AreNumbers()
    {
        CsvDetection detection = Csv.Detect("volume,x\n1580428800,1\n1580515200,2\n");

        Assert.Equal("", detection.Format.DateColumn);
        Assert.All(detection.Columns, column => Assert.Equal(ColumnKind.Numeric, column.Kind));
    }

    [Fact]
    public void Detect_DayAndMonthUndecided_TakesTheEvenStepsAndSaysSo()
    {
        CsvDetection days = Csv.Detect("date,x\n01/02/2020,1\n01/03/2020,2\n01/04/2020,3\n01/05/2020,4\n");

        Assert.Equal("MM/dd/yyyy", days.Format.DateFormat);
        Assert.Equal("dd/MM/yyyy", days.OtherDateFormat);
        Assert.Contains("order of day and month", Assert.Single(days.Notes), StringComparison.Ordinal);
    }

    [Fact]
    public void Detect_TimeInSecondColumn_IsPartOfTheDate()
    {
        CsvFormat format = Csv.Detect("Date;Time;x\n10/03/2004;18.00.00;1,5\n13/03/2004;19.00.00;2\n").Format;

        Assert.Equal("Date", format.DateColumn);
        Assert.Equal("HH.mm.ss", format.TimeFormat);
    }

    [Theory]
    [InlineData("x\n11.5\n-200\n12\n-200\n13\n", new[] { -200.0 })]
    [InlineData("x\n1\n2\n9999\n3\n9999\n", new[] { 9999.0 })]
    [InlineData("x\n-1\n-200\n-12\n-200\n-130\n", new double[0])]
    [InlineData("x\n11.5\n-200\n12\n14\n13\n", new double[0])]
    [InlineData("x\n-999\n-998\n-999\n-997\n-996\n", new double[0])]
    [InlineData("x\n9000\n9999\n9500\n9999\n9990\n", new double[0])]
    [InlineData("x;y\n11.5;-190\n-200;-200\n12;-180\n-200;-170\n13;-160\n", new double[0])]
    [InlineData("x\n11.5\n-201\n12\n-201\n13\n", new double[0])]
    public void Detect_NumbersThatMeanMissing_OnlyWhenClear(string text, double[] expected) =>
        Assert.Equal(expected, Csv.Detect(text).Format.MissingNumbers);

    [Fact]
    public void Detect_SingleQuotes_AreFound()
    {
        CsvFormat format = Csv.Detect("'a','b'\n'1','2'\n'3','4'\n").Format;

        Assert.Equal('\'', format.Quote);
        Assert.Equal(',', format.Separator);
        Assert.True(format.HasHeader);
    }

    [Fact]
    public void Detect_Columns_AreDescribed()
    {
        CsvDetection detection = Csv.Detect("date,x,word,gone\n2020-01-01,1.5,a,\n2020-01-02,NA,b,\n2020-01-03,-3,c,?\n");

        Assert.Equal(["date", "x", "word", "gone"], detection.Columns.Select(column => column.Name));
        Assert.Equal(
            [ColumnKind.Date, ColumnKind.Numeric, ColumnKind.Text, ColumnKind.Empty], detection.Columns.Select(column => column.Kind));
        Assert.Equal(1, detection.Columns[1].MissingCount);
        Assert.Equal(-3, detection.Columns[1].Minimum);
        Assert.Equal(1.5, detection.Columns[1].Maximum);
        Assert.Equal(["1.5", "NA", "-3"], detection.Columns[1].FirstValues);
        Assert.Null(detection.Columns[2].Minimum);
    }

    [Theory]
    [InlineData(TextEncoding.Utf8, false)]
    [InlineData(TextEncoding.Utf8, true)]
    [InlineData(TextEncoding.Utf16LittleEndian, true)]
    [InlineData(TextEncoding.Utf16BigEndian, true)]
    [InlineData(TextEncoding.Latin1, false)]
    public void Detect_Encoding_IsFoundAndReads(TextEncoding encoding, bool mark)
    {
        Encoding writer = encoding switch
        {
            TextEncoding.Utf16LittleEndian => new UnicodeEncoding(false, mark),
            TextEncoding.Utf16BigEndian => new UnicodeEncoding(true, mark),
            TextEncoding.Latin1 => Encoding.Latin1,
            _ => new UTF8Encoding(mark),
        };
        byte[] bytes = [.. writer.GetPreamble(), .. writer.GetBytes("T °C,b\r\n1.5,2\r\n3,4\r\n5,6\r\n")];

        CsvDetection detection = CsvFormatDetector.Detect(bytes, Csv.FileName, isWholeFile: true);
        Series series = Csv.Read(bytes);

        Assert.Equal(encoding, detection.Format.Encoding);
        Assert.Equal(["T °C", "b"], series.ColumnNames);
        Assert.Equal([1.5, 3, 5], series.Column(0).ToArray());
    }

    [Fact]
    public void Detect_CutHead_IgnoresTheLastRowAndHalfACharacter()
    {
        byte[] bytes = [.. Encoding.UTF8.GetBytes("word,x\né,1\né,2\né,3\n"), 0xC3];

        CsvDetection detection = CsvFormatDetector.Detect(bytes, Csv.FileName, isWholeFile: false);

        Assert.Equal(TextEncoding.Utf8, detection.Format.Encoding);
        Assert.Equal(["é", "é", "é"], detection.Columns[0].FirstValues);
    }

    [Fact]
    public void Format_ThroughJson_StaysTheSame()
    {
        CsvFormat format = Csv.Detect("Date;Time;x\n10/03/2004;18.00.00;1,5\n13/03/2004;19.00.00;-200\n13/03/2004;20.00.00;-200\n13/03/2004;21.00.00;2\n").Format;

        string json = JsonSerializer.Serialize(format);
        CsvFormat back = JsonSerializer.Deserialize<CsvFormat>(json)!;

        Assert.Equal(json, JsonSerializer.Serialize(back));
        Assert.Equal([-200.0], back.MissingNumbers);
        Assert.Equal("HH.mm.ss", back.TimeFormat);
        Assert.Equal(';', back.Separator);
    }
}
