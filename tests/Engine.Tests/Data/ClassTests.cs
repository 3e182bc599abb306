using System.Text;
using PruningLab.Engine.Data;

namespace PruningLab.Engine.Tests.Data;

/// <summary>Classification by a column of words or whole numbers.</summary>
public sealed class ClassTests
{
    private const string Flowers = "length,width,petals,kind\n1,5,3,rose\n2,6,4,aster\n3,7,5,rose\n4,8,3,lily\n5,9,4,aster\n6,1,5,rose\n";

    private static readonly DataSpec s_spec = new() { Task = TaskKind.Classification, Window = 1, Horizon = 0, TrainShare = 0.67 };

    [Fact]
    public void Read_ColumnsOfFewWords_BecomeCategories()
    {
        Series series = Csv.Read(Flowers);

        CategoryColumn kind = Assert.Single(series.Categories);
        Assert.Equal("kind", kind.Name);
        Assert.Equal(["aster", "lily", "rose"], kind.Classes);
        Assert.Equal([2, 0, 2, 1, 0, 2], kind.Numbers.ToArray());
        Assert.Equal(["kind"], series.TextColumns);
        Assert.Equal(["kind", "length", "width", "petals"], WindowBuilder.ClassColumnsOf(series));
    }

    [Fact]
    public void Read_WordsNumbersAndGaps_AreClassesAndMissing()
    {
        Series series = Csv.Read("x,k\n1,\n2,b\n3,7\n4,a\n5,NA\n6,b\n7,a\n");

        CategoryColumn column = Assert.Single(series.Categories);
        Assert.Equal(["7", "a", "b"], column.Classes);
        Assert.Equal([double.NaN, 2, 0, 1, double.NaN, 2, 1], column.Numbers.ToArray());
    }

    [Fact]
    public void Read_RowsOutOfOrder_KeepTheirClasses()
    {
        Series series = Csv.Read("date,x,k\n2020-01-03,3,c\n2020-01-01,1,a\n2020-01-02,2,b\n2020-01-04,4,a\n");

        Assert.Equal([1, 2, 3, 4], series.Column(0).ToArray());
        Assert.Equal([0, 1, 2, 0], series.Categories[0].Numbers.ToArray());
    }

    [Theory]
    [InlineData(256, 1)]
    [InlineData(257, 0)]
    public void Read_TooManyWords_AreNoCategories(int words, int expected)
    {
        StringBuilder text = new("x,k\n");
        for (int row = 0; row < 600; row++)
            text.Append(row).Append(",w").Append(row % words).Append('\n');

        Series series = Csv.Read(text.ToString());

        Assert.Equal(expected, series.Categories.Count);
        Assert.Equal(["k"], series.TextColumns);
    }

    [Fact]
    public void Build_WordsOfTheSameRow_GiveLabelsAndNumericFeatures()
    {
        WindowSet windows = WindowBuilder.Build(Csv.Read(Flowers), s_spec);

        Assert.Equal(TaskKind.Classification, windows.Task);
        Assert.Equal(["aster", "lily", "rose"], windows.OutputNames);
        Assert.Equal("kind", windows.TargetName);
        Assert.Equal(["length", "width", "petals"], windows.FeatureNames);
        Assert.Equal((4, 2), (windows.TrainCount, windows.TestCount));
        Assert.Equal([2, 0, 2, 1, 0, 2], Enumerable.Range(0, 6).Select(windows.Label));
        Assert.Empty(windows.Targets);
        Assert.Equal(["length", "width", "petals"], windows.FeatureScales.Select(scale => scale.Name));
        Assert.Equal(new ColumnScale("length", 2.5, Math.Sqrt(1.25)), windows.FeatureScales[0]);
    }

    [Fact]
    public void Build_WholeNumbersOfTheSameRow_AreNoFeature()
    {
        WindowSet windows = WindowBuilder.Build(Csv.Read(Flowers), s_spec with { Target = "petals" });

        Assert.Equal(["3", "4", "5"], windows.ClassNames);
        Assert.Equal(["length", "width"], windows.FeatureNames);
        Assert.Equal([0, 1, 2, 0, 1, 2], Enumerable.Range(0, 6).Select(windows.Label));
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(2, 1)]
    [InlineData(2, 0)]
    [InlineData(3, 2)]
    public void Build_WindowsOfASeries_PredictTheClassOfTheRowAhead(int window, int horizon)
    {
        double[] rows = [.. Enumerable.Range(0, 30).Select(row => (double)row)];
        double[] classes = [.. rows.Select(row => row % 3)];
        Series series = new("s", ["x"], [rows]) { Categories = [new CategoryColumn("k", ["a", "b", "c"], classes)], TextColumns = ["k"] };

        WindowSet windows = WindowBuilder.Build(series, s_spec with { Window = window, Horizon = horizon, TrainShare = 0.5 });

        Assert.Equal(30 - (window - 1 + horizon), windows.Count);
        Assert.Equal(15 - (window - 1 + horizon), windows.TrainCount);
        for (int i = 0; i < windows.Count; i++)
        {
            Assert.Equal((i + window - 1 + horizon) % 3, windows.Label(i));
            Assert.Equal(i + window - 1 + horizon, windows.TargetRow(i));
            Assert.Equal((i - 7) / Math.Sqrt(18.6666666666666667), windows.Inputs(i)[0], 1e-4);
        }
    }

    [Fact]
    public void Build_RowsWithoutAClass_AreLeftOutNeverMadeUp()
    {
        Series series = Csv.Read("x,y,k\n1,1,a\n2,,b\n3,3,\n4,4,b\n5,5,a\n6,6,\n");

        WindowSet carried = WindowBuilder.Build(series, s_spec with { TrainShare = 0.5 });
        WindowSet dropped = WindowBuilder.Build(series, s_spec with { TrainShare = 0.7, Missing = MissingValueRule.Drop });

        Assert.Equal([0, 1, 1, 0], Enumerable.Range(0, carried.Count).Select(carried.Label));
        Assert.Equal(["1 missing value in 1 column carried forward.", "2 rows without a class left out of 6."], carried.Notes.Take(2));
        Assert.Equal([0, 1, 0], Enumerable.Range(0, dropped.Count).Select(dropped.Label));
        Assert.Equal("3 rows with a missing value left out of 6.", dropped.Notes[0]);
    }

    [Fact]
    public void Build_ClassesInTheTestPartOnly_AreNoted()
    {
        Series series = Csv.Read("x,k\n1,a\n2,a\n3,b\n4,b\n5,c\n6,d\n");

        WindowSet ordered = WindowBuilder.Build(series, s_spec);
        WindowSet shuffled = WindowBuilder.Build(series, s_spec with { ShuffleRows = true });

        Assert.Contains("c, d occur in the test part only", Assert.Single(ordered.Notes), StringComparison.Ordinal);
        Assert.True(Csv.IsOneSentence(ordered.Notes[0]), ordered.Notes[0]);
        Assert.Equal([0, 0, 1, 1, 2, 3], Enumerable.Range(0, 6).Select(shuffled.Label).Order());
    }

    [Fact]
    public void Build_ImpossibleClasses_AreRefused()
    {
        Series series = Csv.Read("x,h,k,one\n1,1.5,a,z\n2,2.5,b,z\n3,3.5,a,z\n4,4.5,b,z\n");
        double[] many = [.. Enumerable.Range(0, 300).Select(row => (double)row)];

        Assert.Contains("2 targets were chosen where a classification expects one", Refused(series, s_spec with { Targets = ["k", "x"] }), StringComparison.Ordinal);
        Assert.Contains("the column h holds 1.5 where a column of classes", Refused(series, s_spec with { Target = "h" }), StringComparison.Ordinal);
        Assert.Contains("no column is called \"z\" where a column of classes", Refused(series, s_spec with { Target = "z" }), StringComparison.Ordinal);
        Assert.Contains("the column one holds dates, nothing, one word only", Refused(series, s_spec with { Target = "one" }), StringComparison.Ordinal);
        Assert.Contains("the column n holds more than 256 different numbers", Refused(new Series("s", ["n"], [many]), s_spec with { Target = "n" }), StringComparison.Ordinal);
        Assert.Contains("the column n holds one class only", Refused(new Series("s", ["n", "m"], [[1, 1, 1, 1], [1, 2, 3, 4]]), s_spec with { Target = "n" }), StringComparison.Ordinal);
        Assert.Contains("no column of 2 to 256 different words or whole numbers", Refused(new Series("s", ["n"], [[1.5, 2, 3, 4]]), s_spec), StringComparison.Ordinal);
        Assert.Contains("every numeric column is a target", Refused(new Series("s", ["n"], [[1, 2, 1, 2]]), s_spec), StringComparison.Ordinal);
        Assert.Contains("the column k holds no numbers where the target was expected; choose one of x, h, or a classification.", Refused(series, s_spec with { Task = null, Target = "k" }), StringComparison.Ordinal);
    }

    private static string Refused(Series series, DataSpec spec)
    {
        string message = Assert.Throws<DataException>(() => WindowBuilder.Build(series, spec)).Message;
        Assert.StartsWith(series.Name + ": ", message, StringComparison.Ordinal);
        Assert.True(Csv.IsOneSentence(message), message);
        return message;
    }
}
