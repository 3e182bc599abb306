using System.Globalization;
using System.Text;
using PruningLab.Engine.Experiments.Grids;
using PruningLab.Engine.Experiments.Statistics;

namespace PruningLab.Engine.Experiments.Reports;

/// <summary>Writes runs and cells as CSV: commas, a header, numbers in full and with a point, fields quoted by RFC 4180 where they need
/// it, lines ended by a line feed. What is not there is empty. A text that a spreadsheet would take for a formula has an apostrophe before
/// it, as such programs write text.</summary>
internal static class CsvReport
{
    private static readonly string[] _runHeader =
    [
        "job", "data", "network", "window", "method", "setting", "seed", "failure", "mae", "rmse", "mae_in_units", "accuracy", "best_mae", "epochs", "batches",
        "weights", "pruned", "sparsity", "seconds", "memory_bytes", "fingerprint", "data_fingerprint", "runner", "finished",
    ];

    private static readonly string[] _cellHeader =
    [
        "data", "network", "window", "method", "setting", "runs", "failures",
        .. new[] { "mae", "rmse", "sparsity", "seconds", "memory_bytes", "epochs" }.SelectMany(name => new[] { name + "_mean", name + "_std", name + "_low", name + "_high" }),
        "published_mae", "published_low", "published_high", "published_second", "published_second_metric",
    ];

    /// <summary>One line per job and place that it stands at.</summary>
    public static string Runs(GridReport report)
    {
        StringBuilder text = new();
        Append(text, _runHeader);
        IEnumerable<GridResult> all = report.Cells.SelectMany(cell => cell.Runs.Concat(cell.Failures)).Concat(report.Failures);
        foreach (GridResult result in all.DistinctBy(result => (result.Job, result.Place)))
        {
            bool isDone = result.Failure is null;
            string Or(string value) => isDone ? value : "";
            Append(
                text,
                [
                    Text(result.Job), Text(result.Place.Data), Text(result.Place.Network), Number(result.Place.Window), Text(result.Place.Method), Text(result.Place.Setting), Number(result.Place.Seed),
                    Text(result.Failure ?? ""), Or(Number(result.Mae)), Or(Number(result.Rmse)), Or(Number(result.MaeInUnits)), Or(Number(result.Accuracy)), Or(Number(result.BestMae)),
                    Or(Number(result.Epochs)), Or(Number(result.Batches)), Or(Number(result.Weights)), Or(Number(result.Pruned)), Or(Number(result.Sparsity)),
                    Number(result.Seconds), Or(Number(result.MemoryBytes)), result.Fingerprint, result.DataFingerprint, Text(result.Runner),
                    result.Finished.ToString("O", CultureInfo.InvariantCulture),
                ]);
        }
        return text.ToString();
    }

    /// <summary>One line per cell.</summary>
    public static string Cells(GridReport report)
    {
        StringBuilder text = new();
        Append(text, _cellHeader);
        foreach (ReportCell cell in report.Cells)
        {
            SampleSummary[] summaries = [cell.Mae, cell.Rmse, cell.Sparsity, cell.Seconds, cell.Memory, cell.Epochs];
            PublishedCell? paper = cell.Published;
            Append(
                text,
                [
                    Text(cell.Place.Data), Text(cell.Place.Network), Number(cell.Place.Window), Text(cell.Place.Method), Text(cell.Place.Setting), Number(cell.Runs.Count), Number(cell.Failures.Count),
                    .. summaries.SelectMany(one => new[] { Number(one.Mean), Number(one.StandardDeviation), Number(one.Low), Number(one.High) }),
                    Number(paper?.Mae ?? double.NaN), Number(paper?.Low ?? double.NaN), Number(paper?.High ?? double.NaN), Number(paper?.Second ?? double.NaN),
                    paper?.SecondMetric ?? "",
                ]);
        }
        return text.ToString();
    }

    /// <summary>A field, quoted when it holds a comma, a quote, a line break, or a space at an end.</summary>
    public static string Quote(string field) =>
        field.AsSpan().ContainsAny(",\"\r\n") || field.StartsWith(' ') || field.EndsWith(' ') ? $"\"{field.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : field;

    /// <summary>A text from a grid or a file, which must not begin like a formula.</summary>
    private static string Text(string text) => text.Length > 0 && "=+-@\t\r".Contains(text[0], StringComparison.Ordinal) ? "'" + text : text;

    private static void Append(StringBuilder text, IEnumerable<string> fields) => text.AppendJoin(',', fields.Select(Quote)).Append('\n');

    private static string Number(double value) => double.IsFinite(value) ? value.ToString("R", CultureInfo.InvariantCulture) : "";

    private static string Number(long value) => value.ToString(CultureInfo.InvariantCulture);
}
