namespace PruningLab.Engine.Experiments.Grids;

/// <summary>The grids of paper 001 (Vos et al. 2025, section 3.8).</summary>
public static class PaperGrid
{
    /// <summary>Names of the data sets, as the paper's tables have them.</summary>
    public const string Bitcoin = "Bitcoin", Sp500 = "S&P500", AirQuality = "Air Quality", Electricity = "Electricity";

    /// <summary>Names of the methods, as the paper's tables have them.</summary>
    public const string NoDropout = "No Dropout", Dropout = "Dropout", McDropout = "MC Dropout", SynapticPruning = "Synaptic Pruning";

    /// <summary>Names of the networks.</summary>
    public const string Rnn = "RNN", Lstm = "LSTM", PatchTst = "PatchTST";

    /// <summary>3 networks × 4 data sets × 6 windows × 4 methods × 10 seeds: 2,880 trainings.</summary>
    public static GridSpec Full => throw new NotImplementedException();

    /// <summary>3 networks × 4 data sets × windows 7 and 30 × 4 methods × 3 seeds: 288 trainings.</summary>
    public static GridSpec Reduced => throw new NotImplementedException();
}
