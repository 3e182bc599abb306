using PruningLab.Engine.Data;

namespace PruningLab.Engine.Tests.Data;

/// <summary>The ready data sets, as the npm package brings them.</summary>
public sealed class ReadyDataTests
{
    private readonly DataCatalogue _catalogue = new(
        RepositoryFolders.VegaData(), Path.Combine(Path.GetTempPath(), "pruninglab-no-such-folder"));

    [Fact]
    public void Open_Sp500_HasAllRowsAndColumns()
    {
        Series series = _catalogue.Open(DataSpec.Sp500);

        Assert.Equal(5105, series.RowCount);
        Assert.Equal(["open", "high", "low", "close", "adjclose", "volume"], series.ColumnNames);
        Assert.Equal(["date"], series.TextColumns);
        Assert.Equal("close", series.DefaultTarget);
        Assert.Equal("points", series.TargetUnit);
        Assert.Equal(new DateTime(2000, 1, 3), series.Timestamps![0]);
        Assert.Equal(new DateTime(2020, 4, 17), series.Timestamps[^1]);
        Assert.Equal(1455.219971, series.Column(3)[0]);
        Assert.Equal(5792140000, series.Column(5)[^1]);
        Assert.Empty(series.Notes);
        Assert.Empty(series.Preview!.Format.MissingNumbers);
    }

    [Fact]
    public void Open_SeattleWeather_KeepsWeatherAsText()
    {
        Series series = _catalogue.Open("seattle-weather");

        Assert.Equal(1461, series.RowCount);
        Assert.Equal(["precipitation", "temp_max", "temp_min", "wind"], series.ColumnNames);
        Assert.Equal(["date", "weather"], series.TextColumns);
        Assert.Equal("temp_max", series.DefaultTarget);
        Assert.Equal("°C", series.TargetUnit);
        Assert.Equal(12.8, series.Column(1)[0]);
        Assert.Empty(series.Notes);
    }

    [Fact]
    public void Build_Sp500WithDefaults_SplitsAtEightyPercentAndStandardisesByTheTrainingPart()
    {
        Series series = _catalogue.Open(DataSpec.Sp500);

        WindowSet windows = WindowBuilder.Build(series, new DataSpec());

        Assert.Equal(4084 - 30, windows.TrainCount);
        Assert.Equal(5105 - 4084, windows.TestCount);
        Assert.Equal("close", windows.TargetName);
        Assert.Equal(6, windows.FeatureCount);
        ReadOnlySpan<double> close = series.Column(3);
        double mean = 0;
        foreach (double value in close[..4084])
            mean += value / 4084;
        double variance = 0;
        foreach (double value in close[..4084])
            variance += (value - mean) * (value - mean) / 4084;
        Assert.Equal(mean, windows.TargetMean, 1e-9);
        Assert.Equal(Math.Sqrt(variance), windows.TargetScale, 1e-9);
        Assert.Equal((close[30] - mean) / Math.Sqrt(variance), windows.Target(0), 1e-6);
        Assert.Equal(close[^1], windows.ToUnits(windows.Target(windows.Count - 1)), 1e-3);
    }
}
