using System.Text;

namespace PruningLab.Engine.Data;

/// <summary>Recognises the data sets of the papers by the first lines of a file, whatever it is called.</summary>
internal static class LayoutFinder
{
    private const int Looked = 4096;

    private static readonly string[] s_prices = ["open", "high", "low", "close"];
    private static readonly string[] s_air = ["date", "time", "co(gt)", "pt08.s1(co)", "nmhc(gt)", "c6h6(gt)", "nox(gt)", "no2(gt)", "t", "rh", "ah"];

    private static readonly string[] s_power =
        ["global_active_power", "global_reactive_power", "voltage", "global_intensity", "sub_metering_1", "sub_metering_2", "sub_metering_3"];

    /// <summary>Names that the column with the stock of a row goes by.</summary>
    public static IReadOnlyList<string> GroupColumns { get; } = ["name", "symbol", "ticker"];

    /// <summary>The layout of a file, and of a file of stocks the one in its first row; delimited when it is none of the papers'.</summary>
    public static (FileLayout Layout, string FirstGroup) Of(FileInfo file)
    {
        if (DistillationReader.IsNamed(file.Name) || DistillationReader.Fits(file))
            return (FileLayout.DistillationColumn, "");
        try
        {
            using FileStream stream = file.OpenRead();
            byte[] head = new byte[Looked];
            int count = stream.ReadAtLeast(head, head.Length, throwOnEndOfStream: false);
            return Of(head.AsSpan(0, count));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return (FileLayout.Delimited, "");
        }
    }

    /// <summary>The layout by the first bytes.</summary>
    internal static (FileLayout Layout, string FirstGroup) Of(ReadOnlySpan<byte> head)
    {
        Encoding encoding = CsvBytes.Decoding(head, CsvBytes.EncodingOf(head));
        string[] lines = encoding.GetString(head[CsvBytes.MarkOf(head)..]).Split('\n', 3);
        if (lines.Length < 2)
            return (FileLayout.Delimited, "");
        char separator = lines[0].Contains(';') ? ';' : lines[0].Contains('\t') ? '\t' : ',';
        string[] names = [.. Cells(lines[0], separator).Select(cell => cell.ToLowerInvariant())];
        string[] first = Cells(lines[1], separator);
        string Value(string name) => Array.IndexOf(names, name) is >= 0 and int at && at < first.Length ? first[at] : "";
        bool Has(IEnumerable<string> wanted) => wanted.All(name => names.Contains(name));

        if (Has(s_power))
            return (names.Contains("date") && names.Contains("time") ? FileLayout.HouseholdMinutes
                : names.Contains("datetime") ? FileLayout.HouseholdHours : FileLayout.Delimited, "");
        if (Has(s_air))
            return (FileLayout.AirQuality, "");
        if (!Has(s_prices))
            return (FileLayout.Delimited, "");
        if (names.Contains("timestamp") || (names.Contains("open time") && names.Contains("close time")) || IsBitcoin(Value("symbol")) || IsBitcoin(Value("name")))
            return (FileLayout.BitcoinPrices, "");
        string? group = GroupColumns.FirstOrDefault(name => names.Contains(name));
        return group is not null && names.Contains("date") && names.Contains("volume") && names.Length <= s_prices.Length + 4
            ? (FileLayout.StockPrices, Value(group))
            : (FileLayout.Delimited, "");
    }

    /// <summary>True when a file begins with the very names and semicolons of UCI's household; the stream stays where it is.</summary>
    public static bool IsOriginalHousehold(Stream stream)
    {
        ReadOnlySpan<byte> wanted = "Date;Time;Global_active_power;"u8;
        byte[] head = new byte[wanted.Length];
        int count = stream.ReadAtLeast(head, head.Length, throwOnEndOfStream: false);
        stream.Position -= count;
        return head.AsSpan(0, count).SequenceEqual(wanted);
    }

    /// <summary>How a column of prices is gathered into longer steps: the first open, the highest high, the lowest low, the last
    /// close, the sum of volumes and of counted trades.</summary>
    public static Gathering GatheringOf(FileLayout layout, string column)
    {
        if (layout is not (FileLayout.StockPrices or FileLayout.BitcoinPrices))
            return Gathering.Mean;
        string name = column.ToLowerInvariant();
        return name switch
        {
            "open" => Gathering.First,
            "high" => Gathering.Largest,
            "low" => Gathering.Smallest,
            "close" or "adj close" or "adjclose" or "marketcap" => Gathering.Last,
            _ => name.Contains("volume", StringComparison.Ordinal) || name.Contains("trades", StringComparison.Ordinal) ? Gathering.Sum : Gathering.Mean,
        };
    }

    private static bool IsBitcoin(string cell) => cell.Equals("bitcoin", StringComparison.OrdinalIgnoreCase)
        || (cell.StartsWith("BTC", StringComparison.OrdinalIgnoreCase) && cell.Length <= 8);

    private static string[] Cells(string line, char separator) =>
        [.. line.Split(separator).Select(cell => cell.Trim(' ', '\r', '"', '\''))];
}
