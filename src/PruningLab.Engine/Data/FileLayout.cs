namespace PruningLab.Engine.Data;

/// <summary>How a file of the catalogue is laid out.</summary>
public enum FileLayout
{
    /// <summary>Delimited text, as detected or as a person says.</summary>
    Delimited,

    /// <summary>DaISy's <c>destill.dat</c>: 90 samples of a distillation column at four levels of noise.</summary>
    DistillationColumn,

    /// <summary>Daily prices of one stock or of many in one file: date, open, high, low, close, volume, and Name or Symbol.</summary>
    StockPrices,

    /// <summary>Prices of Bitcoin by day, hour or minute, as an exchange or Kaggle gives them.</summary>
    BitcoinPrices,

    /// <summary>UCI's air quality of an Italian city, hourly.</summary>
    AirQuality,

    /// <summary>UCI's power consumption of a household, by the minute.</summary>
    HouseholdMinutes,

    /// <summary>The same, prepared by others with one column of times, as sums over hours or days.</summary>
    HouseholdHours,
}
