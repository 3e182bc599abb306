using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using PruningLab.Engine.Experiments.Grids;
using PruningLab.Engine.Experiments.Reports;
using PruningLab.Engine.Experiments.Statistics;

namespace PruningLab.Engine.Tests.Experiments.Reports;

public sealed partial class ReportWriterTests
{
    private static readonly ReportOptions _options = new() { Command = "pruninglab grid report <store>", Version = "1.2.3", Machine = "two cores" };

    /// <summary>The committed text of the small report in every format; PRUNINGLAB_GOLDEN names a folder to write new ones into.</summary>
    [Theory]
    [InlineData("report.md")]
    [InlineData("report.html")]
    [InlineData("report.tex")]
    [InlineData("runs.csv")]
    [InlineData("cells.csv")]
    [InlineData("figures/figure-3-rnn.svg")]
    public void Save_SmallReport_IsTheGoldenText(string name)
    {
        using TemporaryFolder folder = new();
        ReportWriter.Save(SampleReports.Small, folder.Path, _options);
        string text = File.ReadAllText(Path.Combine(folder.Path, name)), golden = Path.GetFileName(name) + ".golden";
        if (Environment.GetEnvironmentVariable("PRUNINGLAB_GOLDEN") is { Length: > 0 } target)
        {
            File.WriteAllText(Path.Combine(target, golden), text);
        }
        Assert.Equal(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Golden", "reports", golden)), text);
    }

    [Fact]
    public void Text_SameReportTwice_IsTheSame()
    {
        foreach (ReportFormat format in Enum.GetValues<ReportFormat>())
        {
            Assert.Equal(ReportWriter.Text(SampleReports.Small, format), ReportWriter.Text(SampleReports.Small, format));
        }
    }

    [Fact]
    public void Text_AnyFormat_NeverPrintsNaN()
    {
        foreach (ReportFormat format in Enum.GetValues<ReportFormat>())
        {
            Assert.DoesNotContain("NaN", ReportWriter.Text(SampleReports.Small, format), StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Text_Html_IsOneWellFormedFileWithoutScriptsOrRemoteResources()
    {
        string html = ReportWriter.Text(SampleReports.Small, ReportFormat.Html, _options);

        Assert.DoesNotContain("<script", html, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("<b>", html, StringComparison.Ordinal);
        Assert.DoesNotMatch("""(src|href)="(?!#)""", html);
        Assert.DoesNotContain("url(http", html, StringComparison.Ordinal);
        XElement root = XDocument.Parse(VoidElements().Replace(html["<!DOCTYPE html>".Length..], "$0</meta>")).Root!;
        foreach (XElement table in root.Descendants("table"))
        {
            int columns = table.Element("thead")!.Element("tr")!.Elements("th").Count(cell => (string?)cell.Attribute("scope") == "col");
            Assert.NotEqual("", (string)table.Element("caption")!);
            foreach (XElement body in table.Elements("tbody"))
            {
                int cells = body.Elements("tr").Elements().Sum(cell => (int?)cell.Attribute("rowspan") ?? 1);
                Assert.Equal(columns * body.Elements("tr").Count(), cells);
            }
        }
        Assert.Contains("S&P500 <b>50 %</b>, a_b", root.Descendants("th").Select(cell => cell.Value));
    }

    [Fact]
    public void Text_Latex_IsBalancedAndEscaped()
    {
        string latex = ReportWriter.Text(SampleReports.Small, ReportFormat.Latex, _options);

        Stack<string> open = new();
        foreach (Match mark in Environments().Matches(latex))
        {
            if (mark.Groups[1].Value == "begin")
            {
                open.Push(mark.Groups[2].Value);
            }
            else
            {
                Assert.Equal(open.Pop(), mark.Groups[2].Value);
            }
        }
        Assert.Empty(open);
        string plain = latex.Replace("\\\\", "", StringComparison.Ordinal).Replace("\\{", "", StringComparison.Ordinal).Replace("\\}", "", StringComparison.Ordinal);
        Assert.Equal(plain.Count(c => c == '{'), plain.Count(c => c == '}'));
        Assert.Contains(@"S\&P500 $<$b$>$50 \%$<$/b$>$, a\_b", latex, StringComparison.Ordinal);
        Assert.All(latex, c => Assert.True(c < 127, $"U+{(int)c:X4} is left in the LaTeX."));
    }

    [Fact]
    public void Text_Csv_HasALinePerJobWithInvariantNumbers()
    {
        CultureInfo former = CultureInfo.CurrentCulture;
        string[] lines;
        try
        {
            CultureInfo.CurrentCulture = new CultureInfo("") { NumberFormat = { NumberDecimalSeparator = "," } };
            lines = ReportWriter.Text(SampleReports.Small, ReportFormat.Csv).TrimEnd('\n').Split('\n');
        }
        finally
        {
            CultureInfo.CurrentCulture = former;
        }

        Assert.Equal(SampleReports.Small.Done + 1, lines.Length);
        Assert.Contains("\"S&P500 <b>50 %</b>, a_b\"", lines[1], StringComparison.Ordinal);
        Assert.Contains("\"The loss of batch 3, \"\"nan\"\", is no number.\"", string.Concat(lines), StringComparison.Ordinal);
        GridResult first = SampleReports.Small.Cells[0].Runs[0];
        Assert.Contains("," + first.Mae.ToString("R", CultureInfo.InvariantCulture) + ",", lines[1], StringComparison.Ordinal);
    }

    [Fact]
    public void Text_CsvOfNamesLikeFormulas_AreTextsForSpreadsheets()
    {
        GridReport report = SampleReports.Small;
        report = report with
        {
            Cells = [.. report.Cells.Select(cell => cell with
        {
            Place = cell.Place with { Method = "=HYPERLINK(\"x\")" },
            Runs = [.. cell.Runs.Select(run => run with { Runner = "@SUM(1)", Mae = -0.5 })],
        })]
        };

        Assert.Contains(",-0.5,", ReportWriter.Text(report, ReportFormat.Csv), StringComparison.Ordinal);
        Assert.Contains(",'@SUM(1),", ReportWriter.Text(report, ReportFormat.Csv), StringComparison.Ordinal);
        Assert.Contains(",\"'=HYPERLINK(\"\"x\"\")\",", ReportWriter.Cells(report), StringComparison.Ordinal);
    }

    [Fact]
    public void Text_MarkdownOfACellWithoutAFiniteError_HasNoShareOfIt()
    {
        GridReport report = SampleReports.Small;
        report = report with { Cells = [.. report.Cells.Select(cell => cell with { Mae = SampleSummary.None })] };

        Assert.DoesNotContain("n/a %", ReportWriter.Text(report, ReportFormat.Markdown), StringComparison.Ordinal);
    }

    [Fact]
    public void FigurePlot_WindowsOfThousands_AreNumbersInTheirOrder()
    {
        FigurePoint Point(string window) => new(window, 1, double.NaN, double.NaN, double.NaN);
        ReportFigure figure = new("time", "Time", false, "window", "s", [new FigurePanel("RNN", [new FigureSeries("Dropout", [Point("2,000"), Point("100"), Point("1,000")])])]);

        FigurePlot plot = Assert.Single(FigurePlot.Of(figure));

        Assert.Equal((true, true), (plot.IsNumeric, plot.IsLogX));
        Assert.Equal(["100", "1,000", "2,000"], plot.Categories);
    }

    [Fact]
    public void Text_MarkdownOfPairs_HasHolmsPBesideThePlainOne()
    {
        GridReport report = SampleReports.Small;
        report = report with { Tables = [.. report.Tables.Select(table => table with { Data = [.. table.Data.Select(block => block with { Pairs = [.. block.Pairs.Select(pair => pair with { Adjusted = 0.1875 })] })] })] };

        Assert.Contains("(p = 0.031, Holm 0.19)", ReportWriter.Text(report, ReportFormat.Markdown), StringComparison.Ordinal);
    }

    [Fact]
    public void Text_Json_IsReadBackWithNullForWhatIsNoNumber()
    {
        using JsonDocument json = JsonDocument.Parse(ReportWriter.Text(SampleReports.Small, ReportFormat.Json));

        JsonElement row = json.RootElement.GetProperty("tables")[0].GetProperty("data")[0].GetProperty("rows")[1];
        Assert.Equal(SampleReports.Small.Tables[0].Data[0].Rows[1].Mae.Mean, row.GetProperty("mae").GetProperty("mean").GetDouble());
        Assert.Equal(JsonValueKind.Null, row.GetProperty("mae").GetProperty("low").ValueKind);
    }

    [Fact]
    public void Text_Markdown_TablesHaveTheirColumnsAndADashForWhatIsUnfinished()
    {
        string[] lines = ReportWriter.Text(SampleReports.Small, ReportFormat.Markdown, _options).Split('\n');

        int columns = 0;
        foreach (string line in lines)
        {
            int bars = line.StartsWith('|') ? Bars().Count(line) : 0;
            Assert.True(bars == 0 || columns == 0 || bars == columns, line);
            columns = bars;
        }
        Assert.Contains("| | | Synaptic Pruning | 0 | – | – | – | – | – | – | – |", lines);
        Assert.Contains(lines, line => line.Contains("6 of 8 jobs done, 1 failed", StringComparison.Ordinal));
    }

    [Fact]
    public void Save_GridReportOfRuns_WritesEveryFigureAndTable()
    {
        GridSpec spec = SyntheticGrid.Spec([PaperGrid.Bitcoin, PaperGrid.Sp500], [PaperGrid.Rnn, PaperGrid.Lstm], [7, 30], SyntheticGrid.PaperMethods);
        GridReport report = GridReport.Of(spec, 48, SyntheticGrid.Results(spec, place => place.Seed == 44 ? null : 0.1 + (place.Method.Length * 0.01)));
        using TemporaryFolder folder = new();

        ReportWriter.Save(report, folder.Path);

        Assert.All(report.Figures, figure => Assert.True(File.Exists(Path.Combine(folder.Path, "figures", figure.Id + ".svg")), figure.Id));
        Assert.True(File.Exists(Path.Combine(folder.Path, "tables", "methods-lstm.tex")));
        Assert.Empty(Directory.GetFiles(folder.Path, "*.unfinished", SearchOption.AllDirectories));
        string markdown = File.ReadAllText(Path.Combine(folder.Path, "report.md"));
        Assert.All(report.Findings, finding => Assert.Contains(MarkdownReport.Escape(finding), markdown, StringComparison.Ordinal));
    }

    [Fact]
    public void Save_FolderThatIsAFile_GivesOneSentence()
    {
        using TemporaryFolder folder = new();
        string file = Path.Combine(folder.Path, "taken");
        File.WriteAllText(file, "");

        IOException error = Assert.Throws<IOException>(() => ReportWriter.Save(SampleReports.Small, file));

        Assert.StartsWith($"The report cannot be written to '{Path.Combine(file, "report.md")}'", error.Message, StringComparison.Ordinal);
        Assert.EndsWith("Choose a folder that can be written and has room.", error.Message, StringComparison.Ordinal);
    }

    [GeneratedRegex("<meta [^>]*>")]
    private static partial Regex VoidElements();

    [GeneratedRegex(@"\\(begin|end)\{(\w+)\}")]
    private static partial Regex Environments();

    [GeneratedRegex(@"(?<!\\)\|")]
    private static partial Regex Bars();

    private sealed class TemporaryFolder : IDisposable
    {
        public string Path { get; } = Directory.CreateTempSubdirectory("pruninglab-report-").FullName;

        public void Dispose() => Directory.Delete(Path, recursive: true);
    }
}
