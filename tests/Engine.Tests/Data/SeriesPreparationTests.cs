using System.Globalization;
using PruningLab.Engine.Data;

namespace PruningLab.Engine.Tests.Data;

/// <summary>Ranges of time and longer steps, before rows become windows.</summary>
public sealed class SeriesPreparationTests
{
    // Every 20 minutes from 22:30 on the 30th to 01:50 on the 31st, without the hour from 23:00 to 23:59.
    private const string Minutes = "time,x,kind\n2020-01-30 22:30,1,a\n2020-01-30 22:50,3,b\n2020-01-31 00:10,?,a\n2020-01-31 00:30,5,\n2020-01-31 00:50,8,a\n2020-01-31 01:10,?,b\n";

    [Fact]
    public void Prepare_NothingAsked_IsTheSeriesItself()
    {
        Series series = Csv.Read(Minutes);

        Assert.Same(series, SeriesPreparation.Prepare(series, new DataSpec()));
        Assert.Same(series, SeriesPreparation.Prepare(series, new DataSpec { From = new DateTime(2020, 1, 1), To = new DateTime(2020, 2, 1) }));
    }

    [Fact]
    public void Prepare_Hours_AreMeansOfKnownValuesEvenlySpaced()
    {
        Series hours = Prepare(new DataSpec { Resample = ResampleStep.Hour });

        Assert.Equal([22, 23, 0, 1], hours.Timestamps!.Select(time => time.Hour));
        Assert.Equal([2, double.NaN, 6.5, double.NaN], hours.Column(0).ToArray());
        Assert.Equal([1, double.NaN, 0, 1], hours.Categories[0].Numbers.ToArray());
        Assert.Equal(["6 rows were gathered into 3 hours.", "1 hour without any row was put in as missing values, so that rows are evenly spaced."], hours.Notes);
    }

    [Fact]
    public void Prepare_Days_BeginAtMidnight()
    {
        Series days = Prepare(new DataSpec { Resample = ResampleStep.Day });

        Assert.Equal([new DateTime(2020, 1, 30), new DateTime(2020, 1, 31)], days.Timestamps!);
        Assert.Equal([2, 6.5], days.Column(0).ToArray());
    }

    [Fact]
    public void Prepare_RangeThenHours_GathersOnlyTheRange()
    {
        Series hours = Prepare(new DataSpec { From = new DateTime(2020, 1, 30, 22, 50, 0), To = new DateTime(2020, 1, 31, 0, 30, 0), Resample = ResampleStep.Hour });

        Assert.Equal([3, double.NaN, 5], hours.Column(0).ToArray());
    }

    [Theory]
    [InlineData("2020-01-31", null, 4)]
    [InlineData(null, "2020-01-30", 2)] // a day without a time is meant whole
    [InlineData(null, "2020-01-31 00:30:00", 4)] // a moment is included
    [InlineData("2020-01-30 22:50:00", "2020-01-30 22:50:00", 1)]
    [InlineData("2020-01-31", "2020-01-31", 4)]
    public void Prepare_Range_IncludesBothEnds(string? from, string? to, int rows)
    {
        Series series = Prepare(new DataSpec { From = Time(from), To = Time(to) });

        Assert.Equal(rows, series.RowCount);
        Assert.Equal(rows, series.Categories[0].Numbers.Length);
        Assert.StartsWith($"{rows} of 6 rows are used, from 2020-01-3", Assert.Single(series.Notes), StringComparison.Ordinal);
    }

    [Fact]
    public void Prepare_TimesWithAnOffset_AreMeantAsUtc()
    {
        DateTime from = System.Text.Json.JsonSerializer.Deserialize<DateTime>("\"2020-01-31T02:30:00+02:00\"");

        Assert.Equal(2 + 1, Prepare(new DataSpec { From = from }).RowCount);
    }

    [Theory]
    [InlineData("2020-02-01", null, "no row was found from 2020-02-01 on where the rows go from 2020-01-30 22:30:00 to 2020-01-31 01:10:00")]
    [InlineData(null, "2019-01-01", "no row was found up to 2019-01-01")]
    [InlineData("2020-01-30 23:00:00", "2020-01-30 23:59:00", "no row was found from 2020-01-30 23:00:00 to 2020-01-30 23:59:00")]
    [InlineData("2020-02-01", "2020-01-01", "from 2020-02-01 to 2020-01-01 was asked for where the end was expected after the start")]
    public void Prepare_RangeWithoutRows_IsRefused(string? from, string? to, string part) =>
        Assert.Contains(part, Refused(Minutes, new DataSpec { From = Time(from), To = Time(to) }), StringComparison.Ordinal);

    [Fact]
    public void Prepare_NoTimes_AreNamedAsWhatIsMissing()
    {
        const string plain = "x,y\n1,2\n3,4\n5,6\n";

        Assert.Contains("where rows with times were expected", Refused(plain, new DataSpec { From = new DateTime(2020, 1, 1) }), StringComparison.Ordinal);
        Assert.Contains("where rows with times were expected", Refused(plain, new DataSpec { Resample = ResampleStep.Day }), StringComparison.Ordinal);
        Assert.Contains("the file has no column that tells several series apart", Refused(plain, new DataSpec { Group = "AAPL" }), StringComparison.Ordinal);
        Assert.Contains("a step of kind 9", Refused(plain, new DataSpec { Resample = (ResampleStep)9 }), StringComparison.Ordinal);
    }

    [Fact]
    public void Prepare_AgesOfHours_AreRefusedBeforeMemoryIs() =>
        Assert.Contains("steps of one hour where at most", Refused("date,x\n0001-01-01,1\n2020-01-01,2\n9999-12-31,3\n", new DataSpec { Resample = ResampleStep.Hour }), StringComparison.Ordinal);

    private static Series Prepare(DataSpec spec) => SeriesPreparation.Prepare(Csv.Read(Minutes), spec);

    private static string Refused(string text, DataSpec spec)
    {
        string message = Assert.Throws<DataException>(() => SeriesPreparation.Prepare(Csv.Read(text), spec)).Message;
        Assert.True(Csv.IsOneSentence(message), message);
        return message;
    }

    private static DateTime? Time(string? text) => text is null ? null : DateTime.Parse(text, CultureInfo.InvariantCulture);
}
