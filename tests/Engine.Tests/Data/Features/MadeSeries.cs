using PruningLab.Engine.Data;
using PruningLab.Engine.Training;

namespace PruningLab.Engine.Tests.Data.Features;

/// <summary>Series for tests of features: a wandering price with volume, weekdays only, and a column of words.</summary>
internal static class MadeSeries
{
    /// <summary>Times of weekdays from Monday 2018-01-01 on.</summary>
    public static DateTime[] Weekdays(int rows) =>
        [.. Enumerable.Range(0, rows).Select(row => new DateTime(2018, 1, 1).AddDays((row / 5 * 7) + (row % 5)))];

    /// <summary>A stock: five numeric columns, dates and a sector of two words.</summary>
    /// <param name="rows">Rows.</param>
    /// <param name="changed">Changes a value of a row and column; null leaves all as they are.</param>
    /// <param name="sector">Word of a row; null: odd rows are "a", even ones "b".</param>
    public static Series Stock(int rows, Func<int, double, double>? changed = null, Func<int, int>? sector = null)
    {
        RandomStream random = new(7);
        string[] names = ["open", "high", "low", "volume", "close"];
        double[][] columns = [.. names.Select(_ => new double[rows])];
        double price = 100;
        for (int row = 0; row < rows; row++)
        {
            for (int column = 0; column < names.Length; column++)
            {
                price += (random.NextSingle() - 0.5) * 0.4;
                double value = column == 3 ? 1e6 * (1 + random.NextSingle()) : price;
                columns[column][row] = changed is null ? value : changed(row, value);
            }
        }
        double[] words = [.. Enumerable.Range(0, rows).Select(row => (double)(sector?.Invoke(row) ?? row % 2))];
        return new Series("stock.csv", names, columns, Weekdays(rows)) { TextColumns = ["date", "sector"], Categories = [new CategoryColumn("sector", ["a", "b", "c"], words)] };
    }

    /// <summary>One column without times.</summary>
    public static Series Of(params double[] values) => new("s", ["y"], [values]);

    /// <summary>A column as an array.</summary>
    public static double[] ColumnOf(this Series series, string name)
    {
        int index = series.IndexOf(name);
        Assert.True(index >= 0, $"There is no column {name} among {string.Join(", ", series.ColumnNames)}.");
        return series.Column(index).ToArray();
    }
}
