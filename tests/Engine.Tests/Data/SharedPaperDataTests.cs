using PruningLab.Engine.Data;

namespace PruningLab.Engine.Tests.Data;

/// <summary>The papers' real files, where they lie as the data folder of a catalogue.</summary>
public sealed class SharedPaperDataTests
{
    private static DataCatalogue Catalogue => new(RepositoryFolders.SharedData, RepositoryFolders.SharedData);

    [SharedDataFact]
    public void Entries_SharedFolder_HasAllFive()
    {
        Assert.All(
            [DataSpec.Sp500Stock, DataSpec.Bitcoin, DataSpec.AirQuality, DataSpec.HouseholdPower, DataSpec.Distillation],
            id => Assert.False(Catalogue.Find(id).IsMissing, id));
    }

    [SharedDataFact]
    public void Open_Stock_HasThePapersRecords()
    {
        Series series = Catalogue.Open(new DataSpec { Source = DataSpec.Sp500Stock, Group = "AAPL" });

        Assert.Equal(1259, series.RowCount);
        Assert.Equal(["AAPL"], series.Groups);
        Assert.Equal("close", series.DefaultTarget);
    }

    [SharedDataFact]
    public void Open_BitcoinOfThePapersYear_Has365Days()
    {
        DataSpec spec = new() { Source = DataSpec.Bitcoin, From = new DateTime(2024, 5, 14), To = new DateTime(2025, 5, 13), Resample = ResampleStep.Day };

        Series series = Catalogue.Open(spec);

        Assert.Equal(365, series.RowCount);
        Assert.Equal(0, MissingValues.Count(series.Column(series.IndexOf("Close"))));
    }

    [SharedDataFact]
    public void Open_HouseholdSums_AgreeWithTheOriginalGatheredIntoHours()
    {
        string folder = Path.Combine(RepositoryFolders.SharedData, "household-power");
        Series prepared = Catalogue.Open(new DataSpec { Source = DataSpec.HouseholdPower, Resample = ResampleStep.Hour });
        using FileStream file = File.OpenRead(Path.Combine(folder, "household_power_consumption.txt"));
        Series minutes = PaperReader.Read(file, "original", FileLayout.HouseholdMinutes, null, "", asPaper: true);
        Series original = SeriesPreparation.Prepare(minutes, new DataSpec { Resample = ResampleStep.Hour });

        Assert.Equal(34_589, prepared.RowCount);
        Assert.Equal(original.ColumnNames, prepared.ColumnNames);
        Assert.Equal(421, MissingValues.Count(prepared.Column(0)));
        int last = original.RowCount - 1; // the original's last hour is cut
        Assert.True(last > 500);
        for (int column = 0; column < original.ColumnNames.Count; column++)
        {
            int apart = 0;
            for (int hour = 0; hour < last; hour++)
                apart += Math.Abs(prepared.Column(column)[hour] - original.Column(column)[hour]) > 1e-6 * Math.Abs(original.Column(column)[hour]) + 1e-9 ? 1 : 0;
            Assert.InRange(apart, 0, 2); // two hours lack two of their minutes, which their sums do not tell
        }
    }

    [SharedDataFact]
    public void Load_SuggestedData_MakesWindowsOfEach()
    {
        CatalogueWindowSource source = new(Catalogue);

        Assert.All(
            [(DataSpec.Sp500Stock, "close", "USD"), (DataSpec.Bitcoin, "Close", "USD"), (DataSpec.AirQuality, "CO(GT)", "mg/m³"), (DataSpec.HouseholdPower, "Global_active_power", "kW")],
            expected =>
            {
                DataSpec spec = Catalogue.Find(expected.Item1).SuggestedData!;
                Assert.Equal(expected.Item2, source.Load(spec).TargetName);
                Assert.Equal(expected.Item3, source.TargetUnit(spec));
            });
    }
}
