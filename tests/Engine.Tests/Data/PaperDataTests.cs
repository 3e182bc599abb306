using System.Globalization;
using PruningLab.Engine.Data;

namespace PruningLab.Engine.Tests.Data;

/// <summary>The papers' data sets in the data folder: recognised by their contents, read to one form.</summary>
public sealed class PaperDataTests : IDisposable
{
    private const string PowerHeader = "Global_active_power;Global_reactive_power;Voltage;Global_intensity;Sub_metering_1;Sub_metering_2;Sub_metering_3";
    private const string StockHeader = "date,open,high,low,close,volume,Name\n";
    private const string AirHeader = "Date;Time;CO(GT);PT08.S1(CO);NMHC(GT);C6H6(GT);PT08.S2(NMHC);NOx(GT);PT08.S3(NOx);NO2(GT);PT08.S4(NO2);PT08.S5(O3);T;RH;AH;;\r\n";

    private readonly TemporaryFolder _data = new();
    private readonly DataCatalogue _catalogue;

    public PaperDataTests() => _catalogue = new DataCatalogue(_data.Path, _data.Path);

    public void Dispose() => _data.Dispose();

    [Theory]
    [InlineData("sp500-stock", "https://www.kaggle.com/datasets/camnugent/sandp500", "not checked")]
    [InlineData("bitcoin", "https://www.kaggle.com/datasets/mczielinski/bitcoin-historical-data", "not checked")]
    [InlineData("air-quality", "https://archive.ics.uci.edu/dataset/360/air+quality", "CC BY 4.0")]
    [InlineData("household-power", "https://archive.ics.uci.edu/dataset/235/individual+household+electric+power+consumption", "CC BY 4.0")]
    [InlineData("distillation", "https://homes.esat.kuleuven.be/~smc/daisy/", "no licence is named")]
    public void Open_FileNotThere_SaysWhereToGetItAndWhereToPutIt(string id, string url, string licence)
    {
        CatalogueEntry entry = _catalogue.Find(id);

        Assert.True(entry.IsMissing);
        Assert.Equal(0, entry.Bytes);
        Assert.Equal(url, entry.Url);
        foreach (string message in new[] { Refused(new DataSpec { Source = id }), Assert.Throws<DataException>(() => _catalogue.Open(id)).Message })
        {
            Assert.Equal(entry.HowToGet, message);
            Assert.Contains(url, message, StringComparison.Ordinal);
            Assert.Contains(licence, message, StringComparison.Ordinal);
            Assert.Contains(_data.Path, message, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("x.csv", true)]
    [InlineData("a/any name.txt", true)]
    [InlineData("a/b/x.dat", true)]
    [InlineData("a/b/c/x.csv", false)]
    [InlineData("x.md", false)]
    [InlineData(".hidden/x.csv", false)]
    public void Entries_FileInAFolder_IsFoundUpToTwoLevelsBelow(string place, bool isFound)
    {
        Write(place, Stocks("AAPL"));

        Assert.Equal(isFound, !_catalogue.Find(DataSpec.Sp500Stock).IsMissing);
    }

    [Fact]
    public void Entries_TwoFiles_TakeTheLargerAndSaySo()
    {
        Write("small/a.csv", Stocks("AAPL"));
        Write("large/b.csv", Stocks("MSFT", 9));

        Series series = _catalogue.Open(new DataSpec { Source = DataSpec.Sp500Stock });

        Assert.Equal("b.csv", _catalogue.Find(DataSpec.Sp500Stock).FileName);
        Assert.Equal("MSFT", series.Group);
        Assert.Contains($"Of 2 files of these data in the data folder the largest is used, {Path.Combine("large", "b.csv")}.", series.Notes);
        // Of files with one stock each, the one of the group.
        Series other = _catalogue.Open(new DataSpec { Source = DataSpec.Sp500Stock, Group = "AAPL" });
        Assert.Equal(("a.csv", 5), (other.Name, other.RowCount));
        Assert.DoesNotContain(other.Notes, note => note.Contains("the largest is used", StringComparison.Ordinal));
    }

    [Fact]
    public void Open_AllStocksInOneFile_TakesTheFirstOrTheChosen()
    {
        Write("all.csv", Stocks("ZTS", 4) + Rows("AAPL", 5) + Rows("MSFT", 6));

        Series first = _catalogue.Open(new DataSpec { Source = DataSpec.Sp500Stock });
        Series chosen = _catalogue.Open(new DataSpec { Source = DataSpec.Sp500Stock, Group = "AAPL" });

        Assert.Equal(["AAPL", "MSFT", "ZTS"], first.Groups);
        Assert.Equal(("ZTS", 4), (first.Group, first.RowCount));
        Assert.Equal(("AAPL", 5), (chosen.Group, chosen.RowCount));
        Assert.Equal(["open", "high", "low", "close", "volume"], chosen.ColumnNames);
        Assert.Equal(("close", "USD"), (chosen.DefaultTarget, chosen.TargetUnit));
        Assert.Equal(new DateTime(2013, 2, 1), chosen.Timestamps![0]);
        Assert.DoesNotContain(chosen.Notes, note => note.Contains("sorted", StringComparison.Ordinal));
        Assert.Contains("Of 3 series in the file, told apart by column Name, the rows of AAPL are used.", chosen.Notes);
        Assert.Equal(6, _catalogue.Open(new DataSpec { Source = "upload-all", Group = "MSFT" }).RowCount);
        Assert.Same(chosen, _catalogue.Open(new DataSpec { Source = DataSpec.Sp500Stock, Group = "AAPL", Window = 7 }));
        string sentence = Refused(new DataSpec { Source = DataSpec.Sp500Stock, Group = "NONE" });
        Assert.StartsWith("all.csv: no row of the group \"NONE\" was found in column Name", sentence, StringComparison.Ordinal);
        Assert.Contains("AAPL, MSFT, ZTS", sentence, StringComparison.Ordinal);
    }

    [Fact]
    public void Open_StocksOfTheCitedSet_HaveTheSameColumns()
    {
        Write("sp500_stocks.csv", "Date,Symbol,Adj Close,Close,High,Low,Open,Volume\n" + string.Concat(Enumerable.Range(1, 5).Select(day =>
            string.Create(CultureInfo.InvariantCulture, $"2013-02-{day:00},MMM,1,2,4,1,{day},100\n2013-02-{day:00},AOS,1,{day},4,1,1,100\n"))));

        Series series = _catalogue.Open(new DataSpec { Source = DataSpec.Sp500Stock, Group = "AOS", Targets = ["close"] });

        Assert.Equal(["adj close", "close", "high", "low", "open", "volume"], series.ColumnNames);
        Assert.Equal([1, 2, 3, 4, 5], series.Column(1).ToArray());
    }

    [Fact]
    public void Open_BitcoinByTheMinute_GathersPricesAsPricesAreGathered()
    {
        Write("btcusd_1-min_data.csv", "Timestamp,Open,High,Low,Close,Volume\n" + string.Concat(Enumerable.Range(0, 3 * 1440).Select(minute =>
            string.Create(CultureInfo.InvariantCulture, $"{1_325_376_000 + (60 * minute)}.0,{minute + 1},{minute + 5},{minute - 5},{minute + 2},0.5\n"))));

        Series series = _catalogue.Open(_catalogue.Find(DataSpec.Bitcoin).SuggestedData!);

        Assert.Equal(["Open", "High", "Low", "Close", "Volume"], series.ColumnNames);
        Assert.Equal([new DateTime(2012, 1, 1), new DateTime(2012, 1, 2), new DateTime(2012, 1, 3)], series.Timestamps!);
        Assert.Equal([1441, 2879 + 5, 1440 - 5, 2879 + 2, 720], Enumerable.Range(0, 5).Select(column => series.Column(column)[1]));
        Assert.Equal(("Close", "USD"), (series.DefaultTarget, series.TargetUnit));
    }

    [Theory]
    [InlineData("Timestamp,Open,High,Low,Close,Volume_(BTC),Volume_(Currency),Weighted_Price", "13253760{0:00},1,2,0,{0},5,6,NaN")]
    [InlineData("SNo,Name,Symbol,Date,High,Low,Open,Close,Volume,Marketcap", "{0},Bitcoin,BTC,2013-04-{0:00} 23:59:59,2,0,1,{0},5,6")]
    [InlineData("unix,date,symbol,open,high,low,close,Volume BTC,Volume USD", "13253760{0:00},2012-01-01 00:00:{0:00},BTC/USD,1,2,0,{0},5,6")]
    [InlineData("Open time,Open,High,Low,Close,Volume,Close time,Quote asset volume,Number of trades,Ignore", "2018-01-{0:00} 00:00:00.000000 UTC,1,2,0,{0},5,2018-01-{0:00} 23:59:59.999000 UTC,1,1,0")]
    public void Open_BitcoinOfOtherSources_HasThePapersColumns(string header, string row)
    {
        Write("coin.csv", header + "\n" + string.Concat(Enumerable.Range(10, 9).Select(i => string.Format(CultureInfo.InvariantCulture, row, i) + "\n")));

        Series series = _catalogue.Open(new DataSpec { Source = DataSpec.Bitcoin });

        Assert.Subset(series.ColumnNames.ToHashSet(), new HashSet<string> { "Open", "High", "Low", "Close", "Volume" });
        Assert.Equal([10, 11, 12, 13, 14, 15, 16, 17, 18], series.Column(series.IndexOf("Close")).ToArray());
        Assert.Equal("Close", series.DefaultTarget);
        Assert.NotNull(series.Timestamps);
    }

    [Fact]
    public void Entries_PricesThatNameNothing_AreNotTakenForBitcoinOrAStock()
    {
        Write("yahoo.csv", "Date,Open,High,Low,Close,Adj Close,Volume\n2020-01-01,1,2,0,1,1,5\n2020-01-02,1,2,0,1,1,5\n2020-01-03,1,2,0,1,1,5\n");

        Assert.True(_catalogue.Find(DataSpec.Bitcoin).IsMissing);
        Assert.True(_catalogue.Find(DataSpec.Sp500Stock).IsMissing);
    }

    [Fact]
    public void Open_AirQuality_ReadsDecimalCommasAndMissingValuesAlsoOfAShortFile()
    {
        Write("air.csv", AirHeader + string.Concat(Enumerable.Range(0, 6).Select(hour =>
            $"10/03/2004;{hour:00}.00.00;{(hour == 3 ? "-200" : $"2,{hour}")};1360;{(hour == 5 ? "-200" : "150")};11,9;1046;166;1056;113;1692;1268;13,6;48,9;0,7578;;\r\n")) + ";;;;;;;;;;;;;;;;\r\n;;;;;;;;;;;;;;;;\r\n");

        Series series = _catalogue.Open(_catalogue.Find(DataSpec.AirQuality).SuggestedData!);

        Assert.Equal(13, series.ColumnNames.Count);
        Assert.Equal([2.0, 2.1, 2.2, double.NaN, 2.4, 2.5], series.Column(series.IndexOf("CO(GT)")).ToArray());
        Assert.True(double.IsNaN(series.Column(series.IndexOf("NMHC(GT)"))[5]));
        Assert.Equal(new DateTime(2004, 3, 10, 5, 0, 0), series.Timestamps![^1]);
        Assert.Equal(("CO(GT)", "mg/m³"), (series.DefaultTarget, series.TargetUnit));
    }

    [Fact]
    public void Open_HouseholdMinutes_AreMeansOfTheKnownMinutesOfAnHour()
    {
        Write("power.txt", $"Date;Time;{PowerHeader}\r\n" + string.Concat(Enumerable.Range(0, 180).Select(minute => minute == 61
            ? $"16/12/2006;18:01:00;?;?;?;?;?;?;\r\n"
            : string.Create(CultureInfo.InvariantCulture, $"16/12/2006;{17 + (minute / 60)}:{minute % 60:00}:00;{minute}.5;0.4;240.0;18.0;0;1;17\r\n")))
            + $"1/1/2007;02:00:00;4.5;0.4;240.0;18.0;0;1;17\r\n");

        Series series = _catalogue.Open(_catalogue.Find(DataSpec.HouseholdPower).SuggestedData!);

        Assert.Equal(PowerHeader.Split(';'), series.ColumnNames);
        Assert.Equal(new DateTime(2006, 12, 16, 17, 0, 0), series.Timestamps![0]);
        Assert.Equal(new DateTime(2007, 1, 1, 2, 0, 0), series.Timestamps[^1]);
        Assert.Equal((15 * 24) + 10, series.RowCount);
        Assert.Equal(30, series.Column(0)[0], 1e-12);
        Assert.Equal((Enumerable.Range(60, 60).Sum(minute => minute + 0.5) - 61.5) / 59, series.Column(0)[1], 1e-12);
        Assert.True(double.IsNaN(series.Column(0)[3]));
        Assert.Equal(4.5, series.Column(0)[^1]);
        Assert.Contains("181 rows were gathered into 4 hours.", series.Notes);
        Assert.Contains("366 hours without any row were put in as missing values, so that rows are evenly spaced.", series.Notes);
    }

    [Fact]
    public void Open_HouseholdSumsOfHours_BecomeMeansInTheUnitsOfTheOriginal()
    {
        Write("hours.csv", $"datetime,{PowerHeader.Replace(';', ',')},sub_metering_4\n"
            + "2006-12-16 17:00:00,152.024,8.244,8447.18,651.6,0,19,607,1907.7\n"
            + "2006-12-16 18:00:00,217.932,4.802,14074.81,936,0,403,1012,2217.2\n"
            + "2006-12-16 19:00:00,0,0,0,0,0,0,0,0\n"
            + "2006-12-16 20:00:00,196.114,4.506,14044.29,835,0,0,1007,2261.6\n");

        Series series = _catalogue.Open(new DataSpec { Source = DataSpec.HouseholdPower });

        Assert.Equal(PowerHeader.Split(';'), series.ColumnNames);
        Assert.Equal(152.024 / 36, series.Column(0)[0], 1e-12); // 36 minutes of the first hour, by the voltage
        Assert.Equal(217.932 / 60, series.Column(0)[1], 1e-12);
        Assert.All(Enumerable.Range(0, 7), column => Assert.True(double.IsNaN(series.Column(column)[2])));
        Assert.Contains(series.Notes, note => note.Contains("1 hours lack minutes", StringComparison.Ordinal) && note.Contains("1 hours have no data", StringComparison.Ordinal));
        Assert.Equal("sub_metering_4", _catalogue.Open("upload-hours").ColumnNames[^1]);
    }

    [Fact]
    public void Open_HouseholdSumsOfDays_AreDividedByTheMinutesOfADay()
    {
        Write("days.csv", $"datetime,{PowerHeader.Replace(';', ',')},sub_metering_4\n"
            + "2006-12-17,3390.46,226.006,345725.32,14398.6,2033,4187,13341,36946.7\n2006-12-18,2203.826,161.792,347373.64,9247.2,1063,2621,14018,19028.4\n"
            + "2006-12-19,1666.194,150.942,348479.01,7094,839,7602,6197,13131.9\n");

        Series series = _catalogue.Open(new DataSpec { Source = DataSpec.HouseholdPower });

        Assert.Equal(3390.46 / 1440, series.Column(0)[0], 1e-12);
        Assert.Contains("The file holds sums over days, which were divided by 1,440 minutes; 0 days lack minutes, whose number was told from the voltage, and 0 days have no data.", series.Notes);
    }

    [Fact]
    public void Open_HouseholdMeansOfHours_StayAsTheyAre()
    {
        Write("means.csv", $"datetime,{PowerHeader.Replace(';', ',')}\n"
            + "2006-12-16 17:00:00,4.22,0.23,234.6,18.1,0,0.5,16.9\n2006-12-16 18:00:00,3.63,0.08,234.6,15.6,0,6.7,16.9\n2006-12-16 19:00:00,3.4,0.08,233.2,14.5,0,1.4,16.7\n");

        Series series = _catalogue.Open(new DataSpec { Source = DataSpec.HouseholdPower });

        Assert.Equal([4.22, 3.63, 3.4], series.Column(0).ToArray());
        Assert.DoesNotContain(series.Notes, note => note.Contains("sums", StringComparison.Ordinal));
    }

    [Fact]
    public void Open_SameChoiceAgain_ReadsNothingEvenWhenTheFileIsNoLongerKept()
    {
        DataSpec spec = new() { Source = "upload-a", Resample = ResampleStep.Hour };
        Write("a.csv", "time,x\n" + string.Concat(Enumerable.Range(10, 40).Select(minute => $"2020-01-01 00:{minute},1\n")));
        Series first = _catalogue.Open(spec);
        // The cache keeps eight series: the file's own rows are pushed out by others, the hours, asked for again and again, are not.
        for (int i = 0; i < 8; i++)
        {
            Write($"b{i}.csv", "x\n1\n2\n3\n");
            _catalogue.Open($"upload-b{i}");
            _catalogue.Open(spec);
        }
        // Of the same length and time, but no table any more: whoever reads it again finds out.
        FileInfo file = new(Path.Combine(_data.Path, "a.csv"));
        DateTime written = file.LastWriteTimeUtc;
        File.WriteAllBytes(file.FullName, new byte[file.Length]);
        File.SetLastWriteTimeUtc(file.FullName, written);

        Assert.Throws<DataException>(() => _catalogue.Open("upload-a"));
        Assert.Same(first, _catalogue.Open(spec));
    }

    [Fact]
    public void Open_Distillation_IsTheColumnUnderAnyName()
    {
        Write("daisy/column.txt", ColumnFile.Text());

        Assert.Equal(8, _catalogue.Open(new DataSpec { Source = DataSpec.Distillation, NoisePercent = 20 }).ColumnNames.Count);
        Assert.Equal(DataSpec.Distillation, _catalogue.Find(DataSpec.Distillation).SuggestedData!.Source);
    }

    [Theory]
    [InlineData(DataSpec.Sp500Stock, "date,open,high,low,close,volume,Name\n2013-02-08,1,2,0,x,5,AAPL\n2013-02-09,1,2,0,1,5,AAPL\n2013-02-10,1,2,0,1,5,AAPL\n2013-02-11,1,2,0,1,5,AAPL\n2013-02-12,1,2,0,1,5,AAPL\n", "line 2, column 5 (close)")]
    [InlineData(DataSpec.Sp500Stock, "date,open,high,low,close,volume,Name\n2013-02-08,1,2,0,1,5,AAPL\n2013-02-09,1,2,0,1,AAPL\n", "line 3: 6 fields")]
    [InlineData(DataSpec.Bitcoin, "Timestamp,Open,High,Low,Close,Volume\n1325412060,1,2,0,1,5\n", "1 row of data")]
    [InlineData(DataSpec.HouseholdPower, "Date;Time;" + PowerHeader + "\n16/12/2006;17:24:00;1;1;1;1;1;1;1\n16/12/2006;27:24:00;1;1;1;1;1;1;1\n16/12/2006;17:26:00;1;1;1;1;1;1;1\n", "27:24:00")]
    [InlineData(DataSpec.AirQuality, AirHeader, "only a header")]
    public void Open_BrokenFile_IsRefusedByASentenceWithItsPlace(string id, string text, string part)
    {
        Write("broken.csv", text);

        Assert.Contains(part, Refused(new DataSpec { Source = id }), StringComparison.Ordinal);
    }

    private static string Stocks(string name, int days = 5) => StockHeader + Rows(name, days);

    private static string Rows(string name, int days) => string.Concat(Enumerable.Range(1, days).Select(day =>
        string.Create(CultureInfo.InvariantCulture, $"2013-02-{day:00},{day},{day + 2},{day - 1},{day + 1},100,{name}\n")));

    private void Write(string place, string text)
    {
        string path = Path.Combine(_data.Path, place);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text);
    }

    private string Refused(DataSpec spec)
    {
        string message = Assert.Throws<DataException>(() => new CatalogueWindowSource(_catalogue).Load(spec)).Message;
        Assert.True(Csv.IsOneSentence(message), message);
        return message;
    }
}
