using PruningLab.Engine.Experiments.Grids;
using PruningLab.Engine.Experiments.Statistics;

namespace PruningLab.Engine.Experiments.Reports;

/// <summary>The tables over single cells: ours against the paper's, and what the trainings cost.</summary>
internal static class ReportCells
{
    /// <summary>Every cell of a network beside the paper's; a cell without a finished run has a dash.</summary>
    public static ReportTable Table(GridReport report, NetworkTable table)
    {
        Dictionary<GridPlace, ReportCell> cells = report.Cells.ToDictionary(cell => cell.Place.Cell);
        List<IReadOnlyList<ReportRow>> groups = [];
        foreach (DataBlock block in table.Data)
        {
            foreach (int window in report.Spec.Windows)
            {
                string[] methods = [.. block.Rows.Select(row => row.Method)];
                groups.Add(Group(block.Data, window, methods, [.. methods.Select(method =>
                    cells.GetValueOrDefault(new GridPlace(block.Data, table.Network, window, method, table.Setting, 0)))]));
            }
        }
        return new ReportTable(
            FigureSvg.FileName("cells-" + ReportContent.Name(table)), $"Ours and the paper's, {ReportContent.Name(table)}",
            [
                new("Data set", ReportColumnKind.Group), new("Window", ReportColumnKind.Group), new("Method", ReportColumnKind.Row), new("Runs"),
                new("MAE", ReportColumnKind.Score), new("95\u00A0% CI"), new("Rank"), new("Published MAE"), new("Published 95\u00A0% CI"), new("Published rank"), new("Difference"),
            ],
            groups);
    }

    /// <summary>Sparsity, epochs, time and memory by network and method.</summary>
    public static ReportTable Cost(GridReport report)
    {
        List<IReadOnlyList<ReportRow>> groups = [];
        foreach (var network in report.Cells.GroupBy(cell => (cell.Place.Network, cell.Place.Setting)))
        {
            List<ReportRow> rows = [];
            foreach (var method in network.GroupBy(cell => cell.Place.Method))
            {
                GridResult[] runs = [.. method.SelectMany(cell => cell.Runs)];
                double Mean(Func<GridResult, double> value) => runs.Length == 0 ? double.NaN : runs.Average(value);
                string name = rows.Count > 0 ? "" : network.Key.Setting.Length == 0 ? network.Key.Network : $"{network.Key.Network}, {network.Key.Setting}";
                rows.Add(new ReportRow(
                    [
                        name, method.Key, ReportNumbers.Count(runs.Length), ReportNumbers.Percent(Mean(run => run.Sparsity)), ReportNumbers.Number(Mean(run => run.Epochs), 1),
                        ReportNumbers.Duration(Mean(run => run.Seconds)), ReportNumbers.Bytes(Mean(run => run.MemoryBytes)),
                    ]));
            }
            groups.Add(rows);
        }
        return new ReportTable(
            "cost", "Sparsity and cost of a training",
            [
                new("Network", ReportColumnKind.Group), new("Method", ReportColumnKind.Row), new("Runs"), new("Sparsity"), new("Epochs"), new("Time"), new("Memory"),
            ],
            groups);
    }

    /// <summary>Ranks of values from 1, the lowest first; equal ones share their mean rank, NaN has none.</summary>
    public static double[] Ranks(IReadOnlyList<double> values) =>
    [
        .. values.Select(value => double.IsNaN(value)
            ? double.NaN
            : values.Count(other => other < value) + ((values.Count(other => other == value) + 1) / 2.0)),
    ];

    private static string Place(double rank) => ReportNumbers.Number(rank, rank == Math.Floor(rank) ? 0 : 1);

    private static List<ReportRow> Group(string data, int window, string[] methods, ReportCell?[] cells)
    {
        double[] ours = [.. cells.Select(cell => cell?.Mae.Mean ?? double.NaN)];
        double[] theirs = [.. cells.Select(cell => cell?.Published?.Mae ?? double.NaN)];
        double[] ranks = Ranks(ours), publishedRanks = Ranks(theirs);
        double best = ours.Where(double.IsFinite).DefaultIfEmpty(double.NaN).Min();
        int decimals = ReportNumbers.Decimals(cells.Where(cell => cell is not null).Select(cell => cell!.Mae));
        List<ReportRow> rows = [];
        for (int i = 0; i < methods.Length; i++)
        {
            string Or(bool exists, Func<string> text) => exists ? text() : ReportNumbers.Nothing;
            bool isDone = cells[i] is { Runs.Count: > 0 };
            SampleSummary mae = cells[i]?.Mae ?? default;
            PublishedCell? paper = cells[i]?.Published;
            rows.Add(new ReportRow(
                [
                    i == 0 ? data : "", i == 0 ? ReportNumbers.Count(window) : "", methods[i],
                    cells[i] is { } cell ? ReportNumbers.Count(cell.Runs.Count) : "0",
                    Or(isDone, () => ReportNumbers.Number(mae.Mean, decimals)), Or(isDone, () => ReportNumbers.Interval(mae, decimals)),
                    Or(isDone && double.IsFinite(ranks[i]), () => Place(ranks[i])),
                    Or(paper is not null, () => ReportNumbers.Number(paper!.Mae, 4)),
                    Or(paper is not null, () => ReportNumbers.Interval(paper!.Low, paper.High, 4)),
                    Or(double.IsFinite(publishedRanks[i]), () => Place(publishedRanks[i])),
                    Or(double.IsFinite(mae.Mean) && isDone && paper is { Mae: > 0 }, () => ReportNumbers.Signed((mae.Mean / paper!.Mae - 1) * 100, 0) + " %"),
                ],
                isDone && mae.Mean == best));
        }
        return rows;
    }
}
