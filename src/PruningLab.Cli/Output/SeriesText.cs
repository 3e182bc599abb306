using System.Globalization;
using PruningLab.Engine.Data;
using Spectre.Console;

namespace PruningLab.Cli.Output;

/// <summary>What a data file was understood as, for people and as JSON.</summary>
internal static class SeriesText
{
    /// <summary>Writes it.</summary>
    /// <param name="context">Receives it.</param>
    /// <param name="name">Name of the file or data set.</param>
    /// <param name="kind">What it was taken for.</param>
    /// <param name="series">The series.</param>
    /// <param name="withColumns">Whether all columns are described.</param>
    public static void Write(CliContext context, string name, string kind, Series series, bool withColumns)
    {
        List<ColumnFigures> columns = [.. series.ColumnNames.Select((column, i) => ColumnFigures.Of(column, series.Column(i)))];
        var result = new
        {
            name,
            kind,
            rows = series.RowCount,
            from = First(series),
            to = Last(series),
            step = Step(series),
            target = series.DefaultTarget,
            format = series.Preview?.Format,
            columns,
            otherColumns = series.TextColumns,
            groups = series.Groups,
            notes = series.Notes,
        };
        context.Write(result, console =>
        {
            console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{name}: read as {kind}; {series.RowCount:N0} rows, {columns.Count} numeric columns"));
            if (result.from is { } from && result.to is { } to)
            {
                console.WriteLine($"Times: {Text(from)} to {Text(to)}{(result.step is { } step ? $", mostly {StepText(step)} apart" : "")}");
            }
            if (series.Preview?.Format is { } format)
            {
                console.WriteLine($"Format: separator {Mark(format.Separator)}, decimal mark {Mark(format.DecimalMark)}, {(format.HasHeader ? "with" : "without")} a header, {format.Encoding}{(format.DateColumn is null ? "" : $", time in {format.DateColumn}{(format.DateFormat.Length > 0 ? $" as {format.DateFormat}" : "")}")}");
            }
            if (series.Groups.Count > 1)
            {
                console.WriteLine($"Groups: {string.Join(", ", series.Groups.Take(10))}{(series.Groups.Count > 10 ? string.Create(CultureInfo.InvariantCulture, $" and {series.Groups.Count - 10:N0} more") : "")}");
            }
            if (withColumns)
            {
                console.Write(TableOf(columns));
            }
            else
            {
                console.WriteLine($"Columns: {string.Join(", ", series.ColumnNames)}");
            }
            if (series.TextColumns.Count > 0)
            {
                console.WriteLine($"Not numeric: {string.Join(", ", series.TextColumns)}");
            }
            foreach (string note in series.Notes)
            {
                console.WriteLine(note);
            }
        });
    }

    private static Table TableOf(List<ColumnFigures> columns)
    {
        Table table = new Table().Border(TableBorder.Simple).AddColumn("column");
        foreach (string name in (string[])["missing", "least", "greatest", "mean", "standard deviation"])
        {
            table.AddColumn(name, column => column.RightAligned());
        }
        foreach (ColumnFigures column in columns)
        {
            table.AddRow(
                new Text(column.Name), new Text(column.Missing.ToString("N0", CultureInfo.InvariantCulture)),
                new Text(Number(column.Least)), new Text(Number(column.Greatest)), new Text(Number(column.Mean)), new Text(Number(column.StandardDeviation)));
        }
        return table;
    }

    private static DateTime? First(Series series) => series.Timestamps is { Count: > 0 } times ? times[0] : null;

    private static DateTime? Last(Series series) => series.Timestamps is { Count: > 0 } times ? times[^1] : null;

    /// <summary>The median step from row to row, in seconds; null without times.</summary>
    private static double? Step(Series series)
    {
        if (series.Timestamps is not { Count: > 1 } times)
        {
            return null;
        }
        double[] steps = new double[times.Count - 1];
        for (int i = 0; i < steps.Length; i++)
        {
            steps[i] = (times[i + 1] - times[i]).TotalSeconds;
        }
        Array.Sort(steps);
        return steps[steps.Length / 2];
    }

    private static string StepText(double seconds)
    {
        (double length, string unit) = seconds switch
        {
            >= 86_400 => (86_400, "d"),
            >= 3_600 => (3_600.0, "h"),
            >= 60 => (60, "min"),
            _ => (1, "s"),
        };
        return $"{Number(seconds / length)} {unit}";
    }

    private static string Text(DateTime time) => time.ToString(time.TimeOfDay == TimeSpan.Zero ? "yyyy-MM-dd" : "yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture);

    private static string Mark(char mark) => mark == '\t' ? "tab" : mark == ' ' ? "blank" : $"“{mark}”";

    private static string Number(double value) => double.IsFinite(value) ? value.ToString("G6", CultureInfo.InvariantCulture) : "";
}
