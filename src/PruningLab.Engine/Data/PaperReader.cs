using System.Globalization;

namespace PruningLab.Engine.Data;

/// <summary>Reads the papers' data sets in all their layouts to one form: the same names of columns and the same units.</summary>
internal static class PaperReader
{
    /// <summary>What stands for a missing value in the air's file; a short part of it may hold too few to be found by themselves.</summary>
    private const double NoAir = -200;

    /// <summary>UCI's own way to write the household's minutes: said, so that a broken time is an error and no reason to read dates only.</summary>
    private static readonly CsvFormat s_minutes = new() { Separator = ';', DateColumn = "Date", DateFormat = "d/M/yyyy", TimeFormat = "H:mm:ss" };

    private static readonly string[] s_bitcoin = ["Open", "High", "Low", "Close", "Volume"];

    /// <summary>Reads a file as its layout says.</summary>
    /// <param name="stream">The file's bytes.</param>
    /// <param name="fileName">Name for sentences.</param>
    /// <param name="layout">Its layout.</param>
    /// <param name="format">A person's correction; null: as detected.</param>
    /// <param name="group">Stock of a file with several; empty: the first.</param>
    /// <param name="asPaper">True to bring names and units into one form; false to leave a person's own file as it is.</param>
    /// <exception cref="DataException">The file cannot be used.</exception>
    public static Series Read(Stream stream, string fileName, FileLayout layout, CsvFormat? format, string group, bool asPaper)
    {
        CsvGroup? groups = layout == FileLayout.StockPrices ? new CsvGroup(LayoutFinder.GroupColumns, group) : null;
        if (asPaper && format is null && layout == FileLayout.HouseholdMinutes && LayoutFinder.IsOriginalHousehold(stream))
            format = s_minutes;
        Series series = CsvReader.Read(stream, fileName, format, groups, CancellationToken.None);
        Series read = layout switch
        {
            FileLayout.StockPrices when asPaper => Renamed(series, static name => name.ToLowerInvariant()),
            FileLayout.BitcoinPrices when asPaper => Renamed(series, BitcoinName),
            FileLayout.AirQuality when asPaper => Without(series, NoAir),
            FileLayout.HouseholdHours when asPaper => HouseholdHours.ToMeans(series),
            _ => series,
        };
        return layout is FileLayout.StockPrices or FileLayout.BitcoinPrices
            ? new Series(read.Name, read.ColumnNames, read.Arrays, read.Times, read) { GatheringOf = name => LayoutFinder.GatheringOf(layout, name) }
            : read;
    }

    private static string BitcoinName(string name) => name.ToLowerInvariant() is "volume_(btc)" or "volume btc"
        ? "Volume"
        : Array.Find(s_bitcoin, known => known.Equals(name, StringComparison.OrdinalIgnoreCase)) ?? name;

    private static Series Without(Series series, double missing)
    {
        if (!series.Arrays.Any(column => column.Contains(missing)))
            return series;
        return new Series(series.Name, series.ColumnNames, [.. series.Arrays.Select(column => Array.ConvertAll(column, value => value == missing ? double.NaN : value))], series.Times, series)
        {
            Notes = [.. series.Notes, string.Create(CultureInfo.InvariantCulture, $"The number {missing} is read as a missing value.")],
        };
    }

    private static Series Renamed(Series series, Func<string, string> rename)
    {
        string[] names = [.. series.ColumnNames.Select(rename)];
        return names.SequenceEqual(series.ColumnNames) || names.Distinct(StringComparer.Ordinal).Count() < names.Length
            ? series
            : new Series(series.Name, names, series.Arrays, series.Times, series);
    }
}
