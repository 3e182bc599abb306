namespace PruningLab.Engine.Data;

/// <summary>The data sets of the papers, which a person gets and puts into the data folder: where they come from and what is
/// proposed with them.</summary>
internal static class PaperData
{
    private const string Kaggle = "Kaggle names the licence on the data set's page; we have not checked it";

    /// <summary>One data set and the layouts that it comes in.</summary>
    /// <param name="Entry">What the catalogue shows, without a file.</param>
    /// <param name="Layouts">Layouts of its files.</param>
    /// <param name="FileName">A file's usual name, for the sentence on how to get it.</param>
    public sealed record Known(CatalogueEntry Entry, IReadOnlyList<FileLayout> Layouts, string FileName);

    /// <summary>The data sets, in the order in which they are offered.</summary>
    public static IReadOnlyList<Known> All { get; } =
    [
        new(
            new CatalogueEntry
            {
                Id = DataSpec.Sp500Stock,
                Title = "S&P 500 stock, daily",
                FileName = "all_stocks_5yr.csv",
                DefaultTarget = "close",
                TargetUnit = "USD",
                Url = "https://www.kaggle.com/datasets/camnugent/sandp500",
                Licence = Kaggle,
                SourceNote = "Daily prices of stocks in the S&P 500, Kaggle's five-year layout (the paper cites "
                    + "https://www.kaggle.com/datasets/andrewmvd/sp-500-stocks, which is read too).",
                SuggestedData = new DataSpec { Source = DataSpec.Sp500Stock, Targets = ["close"] },
                SuggestionNote = "With these data the close of the next trading day was set as the target.",
            },
            [FileLayout.StockPrices],
            "all_stocks_5yr.csv or one stock's file such as AAPL_data.csv"),
        new(
            new CatalogueEntry
            {
                Id = DataSpec.Bitcoin,
                Title = "Bitcoin, daily",
                FileName = "btcusd_1-min_data.csv",
                DefaultTarget = "Close",
                TargetUnit = "USD",
                Url = "https://www.kaggle.com/datasets/mczielinski/bitcoin-historical-data",
                Licence = Kaggle,
                SourceNote = "Prices of Bitcoin in US dollars, by an exchange's or Kaggle's layout; the layout names no coin, so that a file of "
                    + "another coin would be taken for Bitcoin.",
                SuggestedData = new DataSpec { Source = DataSpec.Bitcoin, Targets = ["Close"], Resample = ResampleStep.Day },
                SuggestionNote = "With these data the close of the next day was set as the target.",
            },
            [FileLayout.BitcoinPrices],
            "btcusd_1-min_data.csv or an exchange's daily file"),
        new(
            new CatalogueEntry
            {
                Id = DataSpec.AirQuality,
                Title = "Air quality (UCI), hourly",
                FileName = "AirQualityUCI.csv",
                DefaultTarget = "CO(GT)",
                TargetUnit = "mg/m³",
                Url = "https://archive.ics.uci.edu/dataset/360/air+quality",
                Licence = "CC BY 4.0",
                SourceNote = "Saverio De Vito, UCI Machine Learning Repository; CC BY 4.0.",
                SuggestedData = new DataSpec { Source = DataSpec.AirQuality, Targets = ["CO(GT)"] },
                SuggestionNote = "With these data the carbon monoxide of the next hour was set as the target.",
            },
            [FileLayout.AirQuality],
            "AirQualityUCI.csv"),
        new(
            new CatalogueEntry
            {
                Id = DataSpec.HouseholdPower,
                Title = "Household power (UCI)",
                FileName = "household_power_consumption.txt",
                DefaultTarget = "Global_active_power",
                TargetUnit = "kW",
                Url = "https://archive.ics.uci.edu/dataset/235/individual+household+electric+power+consumption",
                Licence = "CC BY 4.0",
                SourceNote = "Georges Hebrail and Alice Berard, UCI Machine Learning Repository; CC BY 4.0.",
                SuggestedData = new DataSpec { Source = DataSpec.HouseholdPower, Targets = ["Global_active_power"], Resample = ResampleStep.Hour },
                SuggestionNote = "With these data the mean power of the next hour was set as the target, its minutes gathered into hours.",
            },
            [FileLayout.HouseholdMinutes, FileLayout.HouseholdHours],
            "household_power_consumption.txt"),
        new(
            DistillationData.Describe(new CatalogueEntry { Id = DataSpec.Distillation, Title = "DaISy", FileName = "destill.dat" }) with
            {
                Url = DistillationReader.Source,
                Licence = "no licence is named, and DaISy asks to be cited",
                SourceNote = "DaISy, KU Leuven, ethane–ethylene distillation column, simulated.",
            },
            [FileLayout.DistillationColumn],
            "destill.dat"),
    ];

    /// <summary>How a person gets a data set, in one sentence.</summary>
    public static string HowToGet(Known known, string folder) =>
        $"{known.Entry.Title} does not come with PruningLab: get it from {known.Entry.Url} ({known.Entry.Licence}), unpack it and put "
        + $"{known.FileName} into the folder {folder} or a folder in it.";
}
