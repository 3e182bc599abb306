using PruningLab.Engine.Data;
using PruningLab.Engine.Data.Features;

namespace PruningLab.Engine.Tests.Data.Features;

public sealed class FeatureBuilderTests
{
    private static readonly FeatureSpec s_none = new() { Calendar = false, MaxLags = 0, Rolling = [], OneHot = false };

    [Fact]
    public void Build_NothingAsked_IsTheSeriesItself()
    {
        Series series = MadeSeries.Stock(40);

        Assert.Same(series, FeatureBuilder.Build(series, new DataSpec()));
    }

    [Fact]
    public void Build_Lags_AreTheValuesRowsBefore()
    {
        Series made = Make(MadeSeries.Of(10, 20, 30, 40, 50, 60, 70, 80), s_none with { Lags = [1, 3] });

        Assert.Equal(["y", "y lag 1", "y lag 3"], made.ColumnNames);
        Assert.Equal(["y lag 1", "y lag 3"], made.MadeColumns);
        Assert.Equal([40.0, 50, 60, 70, 80], made.ColumnOf("y"));
        Assert.Equal([30.0, 40, 50, 60, 70], made.ColumnOf("y lag 1"));
        Assert.Equal([10.0, 20, 30, 40, 50], made.ColumnOf("y lag 3"));
        Assert.Equal(["The first 3 of 8 rows were left out, because their lags and rolling figures reach back before the start."], made.Notes);
    }

    [Fact]
    public void Build_Rolling_IncludesTheRowItselfAndDividesByOneLess()
    {
        Series made = Make(MadeSeries.Of(1, 2, 4, 8, 16, 32), s_none with { Rolling = [3] });

        Assert.Equal([4.0, 8, 16, 32], made.ColumnOf("y"));
        Assert.Equal([7 / 3.0, 14 / 3.0, 28 / 3.0, 56 / 3.0], made.ColumnOf("y mean 3"), (a, b) => Math.Abs(a - b) < 1e-12);
        // Variance of 1, 2, 4 over 2: ((4/3)² + (1/3)² + (5/3)²)/2 = 7/3; each further row doubles the deviation.
        double std = Math.Sqrt(7 / 3.0);
        Assert.Equal([std, 2 * std, 4 * std, 8 * std], made.ColumnOf("y std 3"), (a, b) => Math.Abs(a - b) < 1e-12);
    }

    [Fact]
    public void Build_RollingWithAHorizonOfZero_EndsARowBefore()
    {
        DataSpec spec = new() { Horizon = 0, Window = 1, Target = "y", Engineering = s_none with { Rolling = [2] } };

        Series made = FeatureBuilder.Build(MadeSeries.Of(1, 3, 5, 9, 17, 33), spec);

        Assert.Equal([5.0, 9, 17, 33], made.ColumnOf("y"));
        Assert.Equal([2.0, 4, 7, 13], made.ColumnOf("y mean 2"));
        Assert.Contains("Rolling figures of y end one row before, because with a horizon of 0 the row's own value is to be predicted.", made.Notes);
    }

    [Fact]
    public void Build_Calendar_IsThatOfTheRow()
    {
        DateTime[] times = [new(2020, 12, 31, 23, 0, 0), new(2021, 1, 1, 0, 0, 0), new(2021, 1, 2, 1, 0, 0), new(2021, 5, 3, 2, 0, 0), new(2021, 8, 15, 3, 0, 0)];
        Series made = Make(new Series("s", ["y"], [[1, 2, 3, 4, 5]], times), s_none with { Calendar = true });

        Assert.Equal(["y", "day", "month", "week", "year", "quarter", "day of week", "weekend", "hour"], made.ColumnNames);
        Assert.Equal([31.0, 1, 2, 3, 15], made.ColumnOf("day"));
        Assert.Equal([12.0, 1, 1, 5, 8], made.ColumnOf("month"));
        Assert.Equal([53.0, 53, 53, 18, 32], made.ColumnOf("week"));
        Assert.Equal([2020.0, 2021, 2021, 2021, 2021], made.ColumnOf("year"));
        Assert.Equal([4.0, 1, 1, 2, 3], made.ColumnOf("quarter"));
        Assert.Equal([3.0, 4, 5, 0, 6], made.ColumnOf("day of week"));
        Assert.Equal([0.0, 0, 1, 0, 1], made.ColumnOf("weekend"));
        Assert.Equal([23.0, 0, 1, 2, 3], made.ColumnOf("hour"));
    }

    [Fact]
    public void Build_CalendarLeads_AreThatOfThePredictedRow()
    {
        DateTime[] times = [.. Enumerable.Range(0, 6).Select(row => new DateTime(2021, 1, 28).AddDays(row))];
        DataSpec spec = new() { Horizon = 2, Engineering = s_none with { Leads = LeadKind.Calendar } };

        Series made = FeatureBuilder.Build(new Series("s", ["y"], [[1, 2, 3, 4, 5, 6]], times), spec);

        // The last two predict no row of the series; they have the dates that steps of a day lead to.
        Assert.Equal([30.0, 31, 1, 2, 3, 4], made.ColumnOf("day lead 2"));
        Assert.Equal([5.0, 6, 0, 1, 2, 3], made.ColumnOf("day of week lead 2"));
        Assert.DoesNotContain("day", made.ColumnNames);
    }

    [Fact]
    public void Build_Words_AreThoseOfTheTrainingPart()
    {
        // "c" comes in the test part only; a row without a word is 0 in all.
        double[] words = [0, 1, 1, double.NaN, 0, 1, 0, 1, 2, 0];
        Series series = new("s", ["y"], [[1, 2, 3, 4, 5, 6, 7, 8, 9, 10]]) { TextColumns = ["kind"], Categories = [new CategoryColumn("kind", ["a", "b", "c"], words)] };

        Series made = Make(series, s_none with { OneHot = true });

        Assert.Equal(["y", "kind=a", "kind=b"], made.ColumnNames);
        Assert.Equal([1.0, 0, 0, 0, 1, 0, 1, 0, 0, 1], made.ColumnOf("kind=a"));
        Assert.Equal([0.0, 1, 1, 0, 0, 1, 0, 1, 0, 0], made.ColumnOf("kind=b"));
        Assert.Equal(words, made.Categories[0].Numbers.ToArray());
    }

    [Fact]
    public void Build_ClassOfTheSameRow_IsNoFeature()
    {
        DataSpec spec = new() { Task = TaskKind.Classification, Target = "sector", Horizon = 0, Window = 1, Engineering = new FeatureSpec() };
        Series stock = MadeSeries.Stock(60);

        Series same = FeatureBuilder.Build(stock, spec);
        Series next = FeatureBuilder.Build(stock, spec with { Horizon = 1 });

        Assert.DoesNotContain(same.ColumnNames, name => name.StartsWith("sector", StringComparison.Ordinal));
        Assert.Contains("sector=a", next.ColumnNames);
        Assert.DoesNotContain(next.ColumnNames, name => name.Contains("lag", StringComparison.Ordinal));
        Assert.Contains("No lags and rolling figures were made, because a class is predicted.", same.Notes);
    }

    [Fact]
    public void Build_MadeColumns_AreNeitherTargetsNorClasses()
    {
        Series wholeNumbers = new("s", ["y", "z"], [[.. Enumerable.Range(0, 40).Select(row => row + 0.5)], [.. Enumerable.Range(0, 40).Select(row => (double)(row % 3))]], MadeSeries.Weekdays(40));

        Series made = Make(wholeNumbers, s_none with { Calendar = true });

        Assert.Contains("day", made.MadeColumns);
        Assert.Equal(["z"], WindowBuilder.TargetsOf(made, new DataSpec()));
        Assert.Equal(["z"], WindowBuilder.ClassColumnsOf(made));
        Assert.Contains("day", WindowBuilder.FeaturesOf(made, new DataSpec()));
    }

    [Fact]
    public void Build_ConstantOverTheTrainingPart_IsLeftOutUnlessNamed()
    {
        Series stock = MadeSeries.Stock(60, sector: _ => 0);

        Series all = Make(stock, new FeatureSpec());
        Series named = FeatureBuilder.Build(stock, new DataSpec { Target = "close", Features = ["close", "weekend"], Engineering = new FeatureSpec() });

        Assert.DoesNotContain("weekend", all.ColumnNames);
        Assert.Contains("Left out, because constant over the training part: year, quarter, weekend, sector=a.", all.Notes);
        Assert.All(named.ColumnOf("weekend"), value => Assert.Equal(0, value));
        Assert.Equal(["close", "weekend"], WindowBuilder.Build(named, new DataSpec { Target = "close", Features = ["close", "weekend"], Window = 3 }).FeatureNames);
    }

    [Fact]
    public void Build_NameThatIsTaken_GetsAnother()
    {
        Series series = new("s", ["y", "month"], [[1, 2, 3, 4, 5, 6], [9, 8, 9, 8, 9, 8]],
            [.. Enumerable.Range(0, 6).Select(row => new DateTime(2021, 1, 1).AddMonths(row))]);

        Series made = Make(series, s_none with { Calendar = true });

        Assert.Equal([9.0, 8, 9, 8, 9, 8], made.ColumnOf("month"));
        Assert.Equal([1.0, 2, 3, 4, 5, 6], made.ColumnOf("month (made)"));
    }

    [Fact]
    public void Build_GapsInTheTarget_AreCarriedForwardOnly()
    {
        double gap = double.NaN;
        Series made = Make(MadeSeries.Of(gap, gap, 1, gap, 5, 6, gap, gap, 9, 10), s_none with { Lags = [1], Rolling = [2] });

        // The first known value is in row 2, so that row 3 is the first with a past; the target itself keeps its gaps.
        Assert.Equal([gap, 5, 6, gap, gap, 9, 10], made.ColumnOf("y"));
        Assert.Equal([1.0, 1, 5, 6, 6, 6, 9], made.ColumnOf("y lag 1"));
        Assert.Equal([1.0, 3, 5.5, 6, 6, 7.5, 9.5], made.ColumnOf("y mean 2"));
    }

    [Fact]
    public void Build_SeveralTargets_EachHasItsFeatures()
    {
        DataSpec spec = new() { Targets = ["close", "open"], Engineering = s_none with { Lags = [2] } };

        Series made = FeatureBuilder.Build(MadeSeries.Stock(30), spec);

        Assert.Equal(["close lag 2", "open lag 2"], made.MadeColumns);
    }

    [Fact]
    public void Build_StockOfSevenColumns_GetsAboutTwenty()
    {
        Series made = Make(MadeSeries.Stock(600), new FeatureSpec { OneHot = false });

        // Five numbers and a date; the word is left out here as a file of one stock holds one word only.
        Assert.Equal(
            ["open", "high", "low", "volume", "close", "day", "month", "week", "year", "quarter", "day of week",
             "close lag 1", "close lag 2", "close lag 3", "close lag 4", "close lag 5", "close mean 7", "close std 7", "close mean 14", "close std 14"],
            made.ColumnNames);
        Assert.Equal(20, WindowBuilder.Build(made, new DataSpec { Target = "close", Window = 7 }).FeatureCount);
    }

    [SharedDataFact]
    public void Build_AaplAsReleased_GetsTwentyFeatures()
    {
        string path = Path.Combine(RepositoryFolders.SharedData, "sp500-stock", "AAPL_data.csv");
        using FileStream stream = File.OpenRead(path);
        Series series = CsvReader.Read(stream, Path.GetFileName(path));
        Assert.Equal(5, series.ColumnNames.Count);

        Series made = Make(series, new FeatureSpec(), "close");

        Assert.Equal(20, made.ColumnNames.Count);
        Assert.Equal(1259 - 13, made.RowCount);
        Assert.Contains(made.Notes, note => note.StartsWith("Lags of close by their autocorrelation in the training part: 1 (0.995), 2 (0.991)", StringComparison.Ordinal));
        Assert.Equal(series.ColumnOf("close")[12], made.ColumnOf("close lag 1")[0]);
        Assert.Equal(20, WindowBuilder.Build(made, new DataSpec { Target = "close", Window = 7 }).FeatureCount);
    }

    private static Series Make(Series series, FeatureSpec features, string target = "") =>
        FeatureBuilder.Build(series, new DataSpec { Target = target, Engineering = features });
}
