using PruningLab.Engine.Data;

namespace PruningLab.Engine.Tests.Data;

/// <summary>The papers' real files, each with its own traps.</summary>
public sealed class SharedDataTests
{
    [Fact]
    public void Attribute_FolderMissing_SkipsWithReason()
    {
        SharedDataFactAttribute attribute = new(Path.Combine(Path.GetTempPath(), "pruninglab-no-such-folder"));

        Assert.Contains("shared/datasets", attribute.Skip, StringComparison.Ordinal);
        Assert.Null(new SharedDataFactAttribute(AppContext.BaseDirectory).Skip);
    }

    [SharedDataFact]
    public void AirQuality_AsDetected_HasAllRecordsAndMissingValues()
    {
        Series series = Read("air-quality/AirQualityUCI.csv");

        CsvFormat format = series.Preview!.Format;
        Assert.Equal(';', format.Separator);
        Assert.Equal(',', format.DecimalMark);
        Assert.Equal([-200.0], format.MissingNumbers);
        Assert.Equal("Date", format.DateColumn);
        Assert.Equal("dd/MM/yyyy", format.DateFormat);
        Assert.Equal("HH.mm.ss", format.TimeFormat);
        Assert.Equal(9357, series.RowCount);
        Assert.Equal(13, series.ColumnNames.Count);
        Assert.Equal(["Date", "Time"], series.TextColumns);
        Assert.Equal(new DateTime(2004, 3, 10, 18, 0, 0), series.Timestamps![0]);
        Assert.Equal(new DateTime(2005, 4, 4, 14, 0, 0), series.Timestamps[^1]);
        Assert.Equal(2.6, series.Column(series.IndexOf("CO(GT)"))[0]);
        Assert.Equal(0.7578, series.Column(series.IndexOf("AH"))[0]);
        Assert.Equal(8443, Described(series, "NMHC(GT)").MissingCount);
        Assert.Equal(1683, Described(series, "CO(GT)").MissingCount);
        Assert.Equal(-1.9, Described(series, "T").Minimum);
        Assert.Equal(2, series.Notes.Count);
        Assert.Contains("-200", series.Notes[0], StringComparison.Ordinal);
        Assert.Equal("114 blank lines were skipped.", series.Notes[1]);
    }

    [SharedDataFact]
    public void AirQuality_EachMissingRule_BuildsWindows()
    {
        Series series = Read("air-quality/AirQualityUCI.csv");
        DataSpec spec = new() { Target = "C6H6(GT)", Features = ["C6H6(GT)", "T", "RH", "AH"], Window = 24 };

        WindowSet carried = WindowBuilder.Build(series, spec);
        WindowSet interpolated = WindowBuilder.Build(series, spec with { Missing = MissingValueRule.Interpolate });
        WindowSet dropped = WindowBuilder.Build(series, spec with { Missing = MissingValueRule.Drop });

        Assert.Equal(9357 - 24, carried.Count);
        Assert.Equal(9357 - 24, interpolated.Count);
        Assert.Equal(9357 - 366 - 24, dropped.Count);
        Assert.Equal(["1464 missing values in 4 columns carried forward."], carried.Notes);
        Assert.Equal(["1464 missing values in 4 columns interpolated."], interpolated.Notes);
        Assert.Equal(["366 rows with a missing value left out of 9357."], dropped.Notes);
    }

    [SharedDataFact]
    public void Bitcoin_AsDetected_ReadsTimesAndKeepsCloseTimeApart()
    {
        Series series = Read("bitcoin-daily/btc_1d_data_2018_to_2025.csv");

        Assert.Equal(2872, series.RowCount);
        Assert.Equal("Open time", series.Preview!.Format.DateColumn);
        Assert.Equal(["Open time", "Close time"], series.TextColumns);
        Assert.Equal(ColumnKind.Date, Described(series, "Close time").Kind);
        Assert.Equal(10, series.ColumnNames.Count);
        Assert.Equal(new DateTime(2018, 1, 1), series.Timestamps![0]);
        Assert.Equal(114799747.44197056, series.Column(series.IndexOf("Quote asset volume"))[0]);
        Assert.Empty(series.Notes);
    }

    [SharedDataFact]
    public void Apple_AsDetected_KeepsTheNameAsText()
    {
        Series series = Read("sp500-stock/AAPL_data.csv");

        Assert.Equal(1259, series.RowCount);
        Assert.Equal(["open", "high", "low", "close", "volume"], series.ColumnNames);
        Assert.Equal(["date", "Name"], series.TextColumns);
        Assert.Equal(159.54, series.Column(3)[^1]);
        Assert.Empty(series.Notes);
    }

    [SharedDataFact]
    public void HouseholdMinutes_AsDetected_JoinsDateAndTime()
    {
        Series series = Read("household-power/household_power_consumption.txt");

        Assert.Equal(';', series.Preview!.Format.Separator);
        Assert.Equal('.', series.Preview.Format.DecimalMark);
        Assert.Equal("d/M/yyyy", series.Preview.Format.DateFormat.Replace("dd", "d", StringComparison.Ordinal).Replace("MM", "M", StringComparison.Ordinal));
        Assert.Equal("HH:mm:ss", series.Preview.Format.TimeFormat);
        Assert.Equal(7, series.ColumnNames.Count);
        Assert.Equal(new DateTime(2006, 12, 16, 17, 24, 0), series.Timestamps![0]);
        Assert.Equal(new DateTime(2007, 1, 11, 14, 50, 0), series.Timestamps[^1]);
        Assert.Equal(17.0, series.Column(6)[0]);
    }

    [SharedDataFact]
    public void HouseholdHours_AsDetected_HasAllRows()
    {
        Series series = Read("household-power/household_power_consumption_hourly.csv");

        Assert.Equal(34589, series.RowCount);
        Assert.Equal(8, series.ColumnNames.Count);
        Assert.Equal(new DateTime(2010, 11, 26, 21, 0, 0), series.Timestamps![^1]);
        Assert.Equal(2.8040000000000003, series.Column(0)[^1]);
    }

    [SharedDataFact]
    public void Distillation_WhiteSpaceWithoutHeader_HasAllColumns()
    {
        Series series = Read("distillation-column/destill.dat");

        Assert.False(series.Preview!.Format.HasHeader);
        Assert.Equal(90, series.RowCount);
        Assert.Equal(33, series.ColumnNames.Count);
        Assert.Equal("column 33", series.ColumnNames[^1]);
        Assert.Equal(-1.04e-2, series.Column(1)[0]);
        Assert.Equal(90, series.Column(0)[^1]);
    }

    [SharedDataFact]
    public void Distillation_TwelveOutputsOfTheSameRow_LeaveTheInputsAsFeatures()
    {
        Series series = Read("distillation-column/destill.dat");
        string[] outputs = [.. Enumerable.Range(22, 12).Select(column => $"column {column}")];
        string[] inputs = [.. Enumerable.Range(2, 20).Select(column => $"column {column}")];

        WindowSet windows = WindowBuilder.Build(series, new DataSpec { Features = inputs, Targets = outputs, Horizon = 0, Window = 1 });

        Assert.Equal((20, 12), (windows.FeatureCount, windows.Outputs));
        Assert.Equal((72, 18), (windows.TrainCount, windows.TestCount));
        for (int output = 0; output < outputs.Length; output++)
            Assert.Equal(series.Column(21 + output)[80], windows.ToUnits(windows.Target(80, output), output), 1e-4);
        Assert.Equal([.. inputs.Prepend("column 1")], WindowBuilder.FeaturesOf(series, new DataSpec { Targets = outputs, Horizon = 0 }));
    }

    private static Series Read(string path)
    {
        using FileStream file = File.OpenRead(Path.Combine(RepositoryFolders.SharedData, path));
        return CsvReader.Read(file, Path.GetFileName(path));
    }

    private static ColumnDescription Described(Series series, string name) =>
        series.Preview!.Columns.Single(column => column.Name == name);
}
