using PruningLab.Engine.Experiments.Grids;
using PruningLab.Engine.Experiments.Statistics;
using PruningLab.Engine.Training;

namespace PruningLab.Engine.Experiments.Reports;

/// <summary>Puts a report into words and tables, once for all formats: findings and notes first, then ranks, the paper's tables, figures,
/// every cell against the paper, cost, and how it was made.</summary>
internal static class ReportContent
{
    /// <summary>Tables of the paper, by network.</summary>
    private static readonly Dictionary<string, int> _tableNumbers = new() { [PaperGrid.Rnn] = 2, [PaperGrid.Lstm] = 3, [PaperGrid.PatchTst] = 4 };

    /// <summary>The document of a report.</summary>
    public static ReportDocument Of(GridReport report, ReportOptions options)
    {
        List<ReportSection> sections = [new("", 1, [new ReportParagraph(Extent(report))])];
        AddList(sections, "Findings", report.Findings);
        AddList(sections, "Notes", report.Notes);
        if (report.Overall is { } overall)
        {
            sections.Add(new ReportSection("Ranks of the methods", 1, [new ReportParagraph(Words(overall)), Ranks(overall)]));
        }
        AddTables(sections, report);
        if (report.Figures.Count > 0)
        {
            sections.Add(new ReportSection("Figures", 1, [.. report.Figures.Select(figure => new ReportFigurePart(figure, Caption(figure)))]));
        }
        sections.Add(new ReportSection("Published against ours, cell by cell", 1, [new ReportParagraph(CellWords(report))]));
        sections.AddRange(report.Tables.Select(table => new ReportSection(Name(table), 2, [ReportCells.Table(report, table)])));
        sections.Add(new ReportSection(
            "Sparsity and cost", 1,
            [
                new ReportParagraph("Means over data sets, windows and seeds. Sparsity is the share of the prunable weights that is pruned at the end. Time is wall-clock time of set-up, training and evaluation of one training; memory is what it allocates for network, optimiser, masks, history and evaluation. Neither includes the data."),
                ReportCells.Cost(report),
            ]));
        sections.Add(new ReportSection("How it was made", 1, Making(report, options)));
        OwnNames names = new();
        ReportPart Own(ReportPart part) => part is ReportTable table ? table with { Id = names.Of(table.Id) } : part;
        return new ReportDocument(report.Spec.Name, [.. sections.Select(section => section with { Parts = [.. section.Parts.Select(Own)] })]);
    }

    /// <summary>Name of a table's network, with the setting when one is varied.</summary>
    public static string Name(NetworkTable table) => table.Setting.Length == 0 ? table.Network : $"{table.Network}, {table.Setting}";

    private static void AddList(List<ReportSection> sections, string heading, IReadOnlyList<string> items)
    {
        if (items.Count > 0)
        {
            sections.Add(new ReportSection(heading, 1, [new ReportList(items)]));
        }
    }

    private static void AddTables(List<ReportSection> sections, GridReport report)
    {
        if (report.Tables.Count == 0)
        {
            return;
        }
        sections.Add(new ReportSection(
            "Tables", 1,
            [
                new ReportParagraph("In the layout of the paper's Tables 2 to 4. MAE is standardised: in standard deviations of the target, on the test part after the last epoch; the mean, deviation and 95 % t interval of a row are over the windows, whose values are means over the seeds. "
                    + "Friedman's test takes the windows as blocks, as in the paper. Pairs are Wilcoxon's signed-rank tests, two-sided, over all pairs of window and seed, named where p < 0.05; those p-values are not corrected for the number of pairs; beside the differences of pairs they are, by Holm. Published values are recomputed from the paper's Appendix A over the same windows. The lowest mean of a data set is bold."),
            ]));
        foreach (NetworkTable table in report.Tables)
        {
            sections.Add(new ReportSection(Name(table), 2, [Methods(table), Tests(table), .. Pairs(table)]));
        }
    }

    private static ReportTable Methods(NetworkTable table)
    {
        string number = _tableNumbers.TryGetValue(table.Network, out int found) && table.Data.Any(block => block.Rows.Any(row => row.Published is not null))
            ? $", beside Table {found} of the paper" : "";
        string measure = table.Data.All(block => block.Measure == DataBlock.MeanAbsoluteError) ? "Mean MAE" : "Mean error";
        return new ReportTable(
            Id("methods", table), $"Methods, {Name(table)}{number}",
            [
                new("Data set", ReportColumnKind.Group), new("Method", ReportColumnKind.Row), new(measure, ReportColumnKind.Score), new("Std"), new("95\u00A0% CI"),
                new("Friedman", ReportColumnKind.GroupText), new("Rank"), new("Wins"), new("Best pairwise (p)", ReportColumnKind.Text),
                new("Published MAE"), new("Published 95\u00A0% CI"), new("Published rank"),
            ],
            [.. table.Data.Select(Group)]);
    }

    private static List<ReportRow> Group(DataBlock block)
    {
        int ours = ReportNumbers.Decimals(block.Rows.Select(row => row.Mae));
        int theirs = ReportNumbers.Decimals(block.Rows.Where(row => row.Published is not null).Select(row => row.Published!.Value));
        double best = block.Rows.Select(row => row.Mae.Mean).Where(double.IsFinite).DefaultIfEmpty(double.NaN).Min();
        List<ReportRow> rows = [];
        foreach (MethodRow row in block.Rows)
        {
            bool isDone = row.Mae.Count > 0;
            string[] own = isDone
                ? [ReportNumbers.Number(row.Mae.Mean, ours), ReportNumbers.Number(row.Mae.StandardDeviation, ours), ReportNumbers.Interval(row.Mae, ours)]
                : [ReportNumbers.Nothing, ReportNumbers.Nothing, ReportNumbers.Nothing];
            bool hasRank = double.IsFinite(row.MeanRank);
            string[] published = row.Published is { } paper
                ? [ReportNumbers.Number(paper.Mean, theirs), ReportNumbers.Interval(paper, theirs)]
                : [ReportNumbers.Nothing, ReportNumbers.Nothing];
            rows.Add(new ReportRow(
                [
                    rows.Count == 0 ? block.Data : "", row.Method, .. own, rows.Count == 0 ? ReportNumbers.Test(block.ByWindow) : "",
                    hasRank ? ReportNumbers.Rank(row.MeanRank) : ReportNumbers.Nothing, hasRank ? ReportNumbers.Count(row.Wins) : ReportNumbers.Nothing,
                    isDone ? PairWords(block, row.Method) : ReportNumbers.Nothing, .. published,
                    row.PublishedRank is { } rank ? ReportNumbers.Rank(rank) : ReportNumbers.Nothing,
                ],
                row.Mae.Mean == best));
        }
        return rows;
    }

    /// <summary>Methods that one is better or worse than with p below 0.05.</summary>
    private static string PairWords(DataBlock block, string method)
    {
        List<string> better = [], worse = [];
        foreach (PairTest pair in block.Pairs.Where(pair => pair.Test is { PValue: < 0.05 } && (pair.First == method || pair.Second == method)))
        {
            bool isFirst = pair.First == method;
            string words = $"{(isFirst ? pair.Second : pair.First)} ({ReportNumbers.Probability(pair.Test!.PValue)})";
            (pair.MeanDifference < 0 == isFirst ? better : worse).Add(words);
        }
        string[] all = [.. better.Count > 0 ? ["better than " + string.Join(", ", better)] : Array.Empty<string>(), .. worse.Count > 0 ? ["worse than " + string.Join(", ", worse)] : Array.Empty<string>()];
        return all.Length > 0 ? string.Join("; ", all) : block.Pairs.Any(pair => pair.Test is not null) ? "no difference with p < 0.05" : ReportNumbers.Nothing;
    }

    private static ReportTable Tests(NetworkTable table)
    {
        string Blocks(FriedmanResult? test) => test is null ? ReportNumbers.Nothing : ReportNumbers.Count(test.Blocks);
        return new ReportTable(
            Id("tests", table), $"Friedman's tests, {Name(table)}",
            [
                new("Data set", ReportColumnKind.Row), new("By window"), new("Blocks"), new("By window and seed"), new("Blocks"), new("Published, by window"), new("Blocks"),
            ],
            [
                [
                    .. table.Data.Select(block => new ReportRow(
                        [
                            block.Data, ReportNumbers.Test(block.ByWindow), Blocks(block.ByWindow), ReportNumbers.Test(block.ByRun), Blocks(block.ByRun),
                            ReportNumbers.Test(block.Published), Blocks(block.Published),
                        ])),
                ],
            ]);
    }

    private static IEnumerable<ReportPart> Pairs(NetworkTable table)
    {
        (string First, string Second)[] pairs = [.. table.Data.SelectMany(block => block.Pairs).Select(pair => (pair.First, pair.Second)).Distinct()];
        if (pairs.Length == 0)
        {
            yield break;
        }
        string Cell(DataBlock block, (string First, string Second) names)
        {
            PairTest? pair = block.Pairs.FirstOrDefault(one => (one.First, one.Second) == names);
            return pair is null ? ReportNumbers.Nothing
                : $"{ReportNumbers.Signed(pair.MeanDifference, 4)} ({(pair.Test is null ? "no test" : ReportNumbers.P(pair.Test.PValue))}{(pair.Adjusted is { } adjusted ? $", Holm {ReportNumbers.Probability(adjusted)}" : "")})";
        }
        yield return new ReportTable(
            Id("pairs", table), $"Pairs of methods, {Name(table)}: mean difference of MAE, first less second (Wilcoxon's p, and p by Holm for all pairs of the data set)",
            [new("First", ReportColumnKind.Row), new("Second", ReportColumnKind.Text), .. table.Data.Select(block => new ReportColumn(block.Data))],
            [[.. pairs.Select(pair => new ReportRow([pair.First, pair.Second, .. table.Data.Select(block => Cell(block, pair))]))]]);
    }

    private static ReportTable Ranks(OverallRanks overall)
    {
        double best = overall.Test.MeanRanks.DefaultIfEmpty(double.NaN).Min();
        OverallRanks? published = overall.Published;
        List<ReportRow> rows = [];
        for (int i = 0; i < overall.Methods.Count; i++)
        {
            int theirs = published?.Methods.ToList().IndexOf(overall.Methods[i]) ?? -1;
            rows.Add(new ReportRow(
                [
                    overall.Methods[i], ReportNumbers.Rank(overall.Test.MeanRanks[i]), ReportNumbers.Count(overall.Wins[i]),
                    theirs < 0 ? ReportNumbers.Nothing : ReportNumbers.Rank(published!.Test.MeanRanks[theirs]),
                    theirs < 0 ? ReportNumbers.Nothing : ReportNumbers.Count(published!.Wins[theirs]),
                ],
                overall.Test.MeanRanks[i] == best));
        }
        return new ReportTable(
            "ranks", "Mean ranks of the methods; 1 is best",
            [new("Method", ReportColumnKind.Row), new("Mean rank", ReportColumnKind.Score), new("Wins"), new("Published mean rank"), new("Published wins")],
            [rows]);
    }

    private static string Words(OverallRanks overall)
    {
        string words = $"Every cell (data set, network, window) with runs of all methods is a block of Friedman's test: {ReportNumbers.Test(overall.Test)} over {ReportNumbers.Count(overall.Test.Blocks, "block")}.";
        if (double.IsFinite(overall.CriticalDifference))
        {
            words += $" Where Friedman's p is below 0.05, two mean ranks more than {ReportNumbers.Number(overall.CriticalDifference, 2)} apart differ at α = 0.05 by Nemenyi's test.";
        }
        return overall.Published is { } published
            ? words + $" The paper's own numbers over the same cells: {ReportNumbers.Test(published.Test)} over {ReportNumbers.Count(published.Test.Blocks, "block")}."
            : words;
    }

    private static string Extent(GridReport report)
    {
        GridSpec spec = report.Spec;
        string settings = spec.Settings.Count > 1 ? $" × {ReportNumbers.Count(spec.Settings.Count, "setting")}" : "";
        string failed = report.Failures.Count > 0 ? $", {ReportNumbers.Count(report.Failures.Count)} failed" : "";
        return $"{ReportNumbers.Count(spec.Networks.Count, "network")} × {ReportNumbers.Count(spec.Data.Count, "data set")} × {ReportNumbers.Count(spec.Windows.Count, "window")}"
            + $" × {ReportNumbers.Count(spec.Methods.Select(method => method.Name).Distinct().Count(), "method")}{settings} × {ReportNumbers.Count(spec.Seeds.Count, "seed")}:"
            + $" {ReportNumbers.Count(report.Done)} of {ReportNumbers.Count(report.Jobs, "job")} done{failed}."
            + (report.Done < report.Jobs ? $" What has no finished run yet stands as {ReportNumbers.Nothing}, and everything below may still change." : "");
    }

    private static string CellWords(GridReport report)
    {
        string seeds = report.Spec.Seeds.Count == 1 ? "one seed" : $"{ReportNumbers.Count(report.Spec.Seeds.Count)} seeds";
        return $"Standardised MAE of every cell: ours over {seeds}, the paper's over 10 trials, each with its 95 % interval and its rank among the methods of the cell. "
            + "The difference is ours less the paper's, in per cent of the paper's. The lowest of ours is bold. A best rank that both share means the same method wins.";
    }

    private static string Caption(ReportFigure figure)
    {
        FigurePoint[] points = [.. figure.Panels.SelectMany(panel => panel.Series).SelectMany(series => series.Points)];
        string intervals = points.Any(point => double.IsFinite(point.Low)) ? " Whiskers are 95 % intervals, cut where they leave the axis." : "";
        string published = points.Any(point => double.IsFinite(point.Published)) ? " Hollow diamonds are the paper's values." : "";
        return $"{figure.Title}.{intervals}{published}";
    }

    private static List<ReportPart> Making(GridReport report, ReportOptions options)
    {
        List<ReportPart> parts = [];
        if (options.Command.Length > 0)
        {
            parts.Add(new ReportParagraph("Made by one command; nothing here is typed by hand:"));
            parts.Add(new ReportCommand(options.Command));
        }
        GridSpec spec = report.Spec;
        TrainingSpec training = spec.Training;
        GridResult[] runs = [.. report.Cells.SelectMany(cell => cell.Runs.Concat(cell.Failures))];
        List<string> facts = [];
        void Add(string name, string value)
        {
            if (value.Length > 0)
            {
                facts.Add($"{name}: {value}");
            }
        }
        Add("Date", options.Date is { } date ? ReportNumbers.Moment(date) : "");
        Add("Version", options.Version);
        Add("Machine", options.Machine);
        Add("Total cost", $"{ReportNumbers.Duration(report.TotalSeconds)} of training, all {ReportNumbers.Count(report.Done, "run")} together");
        Add("Runs finished", runs.Length == 0 ? "" : $"{ReportNumbers.Moment(runs.Min(run => run.Finished))} to {ReportNumbers.Moment(runs.Max(run => run.Finished))}");
        Add("Runners", string.Join(", ", runs.Select(run => run.Runner).Where(runner => runner.Length > 0).Distinct().Order(StringComparer.Ordinal)));
        Add("Data sets", string.Join(", ", spec.Data.Select(data => data.Name)));
        Add("Windows", string.Join(", ", spec.Windows.Select(window => ReportNumbers.Count(window))) + " rows");
        Add("Methods", string.Join(", ", spec.Methods.Select(method => $"{method.Name} ({method.Rule.Id})").Distinct()));
        Add("Training", $"at most {ReportNumbers.Count(training.Epochs, "epoch")}, batches of {ReportNumbers.Count(training.BatchSize)}, {training.Optimizer.Kind} at {training.Optimizer.LearningRate.ToString(System.Globalization.CultureInfo.InvariantCulture)}, "
            + (training.Patience == 0 ? "no early stopping" : $"stopped after {ReportNumbers.Count(training.Patience, "epoch")} without a lower validation loss"));
        Add("Device", training.Device ?? "");
        Add("Seeds", string.Join(", ", spec.Seeds));
        parts.Add(new ReportList(facts));
        parts.Add(new ReportParagraph("Every run is in runs.csv, every cell in cells.csv, all of it in report.json."));
        return parts;
    }

    private static string Id(string kind, NetworkTable table) => FigureSvg.FileName($"{kind}-{Name(table)}");
}
