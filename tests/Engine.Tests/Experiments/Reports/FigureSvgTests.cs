using System.Globalization;
using System.Xml.Linq;
using PruningLab.Engine.Experiments.Reports;

namespace PruningLab.Engine.Tests.Experiments.Reports;

public sealed class FigureSvgTests
{
    private static readonly XNamespace _svg = "http://www.w3.org/2000/svg";

    [Fact]
    public void Draw_Bars_HaveHeightsInProportionAndWhiskersAtTheIntervalsEnds()
    {
        XElement[] marks = Marks(Bars(new FigurePoint("7", 0.2, 0.1, 0.3, double.NaN), new FigurePoint("30", 0.4, 0.35, 0.45, double.NaN)));

        double first = Height(marks[0]), second = Height(marks[1]);
        Assert.Equal(2, second / first, 3);
        double unit = first / 0.2, zero = Number(marks[0].Element(_svg + "rect")!, "y") + first;
        string path = (string)marks[0].Element(_svg + "path")!.Attribute("d")!;
        string[] ends = path[(path.IndexOf(',', StringComparison.Ordinal) + 1)..path.IndexOf('M', 1)].Split('V');
        Assert.Equal(zero - (0.3 * unit), double.Parse(ends[0], CultureInfo.InvariantCulture), 1);
        Assert.Equal(zero - (0.1 * unit), double.Parse(ends[1], CultureInfo.InvariantCulture), 1);
    }

    [Fact]
    public void Draw_ValueThatIsNone_LeavesAGapMarkedSo()
    {
        XElement[] marks = Marks(Bars(new FigurePoint("7", double.NaN, double.NaN, double.NaN, double.NaN), new FigurePoint("30", 0.4, 0.3, 0.5, double.NaN)));

        Assert.Null(marks[0].Element(_svg + "rect"));
        Assert.Equal("n/a", (string)marks[0].Element(_svg + "text")!);
        Assert.NotNull(marks[1].Element(_svg + "rect"));
    }

    [Fact]
    public void Draw_LineWithAGap_IsBrokenThere()
    {
        FigurePoint gap = new("7", double.NaN, double.NaN, double.NaN, double.NaN);
        ReportFigure figure = Bars(new("1", 1, double.NaN, double.NaN, double.NaN), new("3", 2, double.NaN, double.NaN, double.NaN), gap, new("14", 3, double.NaN, double.NaN, double.NaN));

        XElement line = XDocument.Parse(FigureSvg.Draw(figure with { IsBars = false })).Descendants(_svg + "g")
            .Single(group => (string?)group.Attribute("class") == "panel").Elements(_svg + "path").Single();

        Assert.Equal(2, ((string)line.Attribute("d")!).Count(c => c == 'M'));
    }

    [Fact]
    public void Draw_PublishedFarAboveOurs_IsToldAndDoesNotFlattenTheBars()
    {
        XElement[] marks = Marks(Bars(new FigurePoint("7", 0.4, double.NaN, double.NaN, 17.7)));

        Assert.True(Height(marks[0]) > FigureLayout.PlotHeight / 2);
        Assert.Contains("published 17.7 ↑", FigureSvg.Draw(Bars(new FigurePoint("7", 0.4, double.NaN, double.NaN, 17.7))), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(false, 7, 30)]
    [InlineData(true, 7, 30)]
    [InlineData(false, 1, 3, 7, 14, 30, 60)]
    [InlineData(true, 1, 3, 7, 14, 30, 60)]
    public void Draw_PaperFigures_KeepAllWithinTheFrameInReadableTypeAndEndWithoutColourAlone(bool standalone, params int[] windows)
    {
        foreach (ReportFigure figure in SampleReports.Paper(windows).Figures)
        {
            string text = FigureSvg.Draw(figure, standalone);
            Assert.Equal(text, FigureSvg.Draw(figure, standalone));
            Assert.Equal(!standalone, text.Contains("var(--pl-", StringComparison.Ordinal));
            XElement root = XDocument.Parse(text).Root!;
            double width = Number(root, "width"), height = Number(root, "height");
            foreach (XElement element in root.Descendants(_svg + "text").Concat(root.Descendants(_svg + "line")).Concat(root.Descendants(_svg + "rect")))
            {
                Within(element, width, "x", "x1", "x2", "cx");
                Within(element, height, "y", "y1", "y2", "cy");
            }
            Assert.All(root.Descendants(_svg + "text"), words => Assert.True(Number(words, "font-size") >= 10));
            string[] fillings = [.. root.Descendants(_svg + "g").Single(group => (string?)group.Attribute("class") == "legend").Elements(_svg + "rect").Select(bar => (string)bar.Attribute("fill")!)];
            Assert.Equal(fillings.Length, fillings.Distinct().Count());
            Assert.Equal(figure.IsBars && figure.Panels[0].Series.Count > 3 ? 2 : 0, figure.Panels[0].Series.Count > 3 ? fillings.Count(filling => filling.StartsWith("url(#", StringComparison.Ordinal)) : 0);
        }
    }

    [Theory]
    [InlineData(0.097, 0.1)]
    [InlineData(0.2621, 0.3)]
    [InlineData(1.02, 1.2)]
    [InlineData(18.4, 20)]
    [InlineData(700, 800)]
    public void Linear_Values_AreHeldByNiceTicks(double highest, double top)
    {
        FigureAxis axis = FigureAxis.Linear([highest, double.NaN]);

        Assert.Equal(0, axis.Low);
        Assert.Equal(top, axis.High, 9);
        Assert.InRange(axis.Ticks.Count, 4, 8);
        Assert.Equal(axis.Labels.Count, axis.Labels.Distinct().Count());
    }

    [Fact]
    public void Draw_NamesOfMarkup_AreText()
    {
        ReportFigure figure = Bars(new FigurePoint("<script>", 1, 1, 1, 1)) with { Title = "<b>\"A\" & 'B'</b>" };

        XElement root = XDocument.Parse(FigureSvg.Draw(figure)).Root!;

        Assert.Equal(figure.Title, (string)root.Element(_svg + "title")!);
        Assert.Empty(root.Descendants(_svg + "script"));
    }

    private static ReportFigure Bars(params FigurePoint[] points) =>
        new("test", "Test", true, "window (rows)", "MAE", [new FigurePanel("Bitcoin", [new FigureSeries("Dropout", points)])]);

    private static XElement[] Marks(ReportFigure figure) =>
        [.. XDocument.Parse(FigureSvg.Draw(figure)).Descendants(_svg + "g").Where(group => (string?)group.Attribute("class") == "mark")];

    private static double Height(XElement mark) => Number(mark.Element(_svg + "rect")!, "height");

    private static double Number(XElement element, string name) => double.Parse((string)element.Attribute(name)!, CultureInfo.InvariantCulture);

    private static void Within(XElement element, double most, params string[] names)
    {
        foreach (string name in names.Where(name => element.Attribute(name) is not null))
        {
            Assert.InRange(Number(element, name), 0, most);
        }
    }
}
