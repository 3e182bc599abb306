using System.Globalization;
using PruningLab.Engine.Runs;
using Spectre.Console;

namespace PruningLab.Cli.Output;

/// <summary>The figures of a run, for people.</summary>
internal static class RunText
{
    /// <summary>Writes them.</summary>
    /// <param name="console">Receives them.</param>
    /// <param name="metrics">The figures.</param>
    /// <param name="repeated">Whether the run repeated a record to the same bits.</param>
    public static void Write(IAnsiConsole console, RunMetrics metrics, bool repeated)
    {
        string end = metrics.End switch
        {
            RunEnd.StoppedEarly => "stopped early",
            RunEnd.Interrupted => "interrupted",
            RunEnd.Diverged => "diverged",
            RunEnd.OutOfMemory => "out of memory",
            _ => repeated ? "repeated to the same bits" : "finished",
        };
        console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{end}: {metrics.Epochs:N0} epochs, {metrics.Batches:N0} batches in {metrics.Seconds:0.0} s{(metrics.Device is null ? "" : $" on {metrics.Device}")}; {metrics.Pruned:N0} of {metrics.Weights:N0} weights pruned ({100 * metrics.Sparsity:0.0} %)"));
        Table table = new Table().Border(TableBorder.Simple).AddColumn("", column => column.NoWrap());
        bool classifies = metrics.Test.Accuracy is not null;
        bool hasUnits = metrics.Test.MaeInUnits is not null;
        string unit = metrics.Unit.Length > 0 ? metrics.Unit : "in units";
        foreach (string name in classifies ? (string[])["loss", "accuracy, %"] : hasUnits ? ["loss", "MAE", "RMSE", $"MAE, {unit}", $"RMSE, {unit}"] : ["loss", "MAE", "RMSE"])
        {
            table.AddColumn(name, column => column.RightAligned());
        }
        if (metrics.Train is not null)
        {
            Row(table, "train, last epoch", metrics.Train, classifies, hasUnits);
        }
        if (metrics.Validation != metrics.Test)
        {
            Row(table, "validation", metrics.Validation, classifies, hasUnits);
        }
        Row(table, "test", metrics.Test, classifies, hasUnits);
        Row(table, $"test, best epoch ({metrics.BestEpoch.ToString(CultureInfo.InvariantCulture)})", metrics.BestTest, classifies, hasUnits);
        console.Write(table);
        if (metrics.Validation == metrics.Test)
        {
            console.WriteLine("There is no validation part (validationShare is 0), so the best epoch was chosen on the test part: its errors look better than they are.");
        }
        console.WriteLine("MAE and RMSE are standardised where no unit is named (divided by the target's standard deviation).");
    }

    private static void Row(Table table, string name, RunFigures figures, bool classifies, bool hasUnits)
    {
        List<string> cells = [name, Number(figures.Loss)];
        if (classifies)
        {
            cells.Add(Number(100 * figures.Accuracy));
        }
        else
        {
            cells.AddRange([Number(figures.Mae), Number(figures.Rmse)]);
            if (hasUnits)
            {
                cells.AddRange([Number(figures.MaeInUnits), Number(figures.RmseInUnits)]);
            }
        }
        table.AddRow([.. cells.Select(cell => new Text(cell))]);
    }

    private static string Number(double? value) => value?.ToString("0.####", CultureInfo.InvariantCulture) ?? "";
}
