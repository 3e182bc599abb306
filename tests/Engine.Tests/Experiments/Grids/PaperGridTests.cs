using PruningLab.Engine.Data;
using PruningLab.Engine.Experiments.Grids;
using PruningLab.Engine.Networks;
using PruningLab.Engine.Plasticity;
using PruningLab.Engine.Tests.Data;
using PruningLab.Engine.Training;

namespace PruningLab.Engine.Tests.Experiments.Grids;

public sealed class PaperGridTests
{
    [Fact]
    public void Full_Axes_AreThePapers()
    {
        GridSpec grid = PaperGrid.Full;

        Assert.Equal(["Bitcoin", "S&P500", "Air Quality", "Electricity"], grid.Data.Select(data => data.Name));
        Assert.Equal(["RNN", "LSTM", "PatchTST"], grid.Networks.Select(network => network.Name));
        Assert.Equal([1, 3, 7, 14, 30, 60], grid.Windows);
        Assert.Equal(["No Dropout", "Dropout", "MC Dropout", "Synaptic Pruning"], grid.Methods.Select(method => method.Name));
        Assert.Equal([42, 43, 44, 45, 46, 47, 48, 49, 50, 51], grid.Seeds);
        Assert.Equal(2880, Trainings(grid));
        Assert.Equal((20, 64, 3, 0.001), (grid.Training.Epochs, grid.Training.BatchSize, grid.Training.Patience, grid.Training.Optimizer.LearningRate));
        Assert.Equal(new Dictionary<string, double> { ["s_min"] = 0.3, ["s_max"] = 0.7, ["warmup"] = 2, ["frequency"] = 5, ["clock"] = 0 }, grid.Methods[3].Rule.Values);
        Assert.Equal(new Dictionary<string, double> { ["dropout"] = 0.3, ["passes"] = 1 }, grid.Methods[2].Rule.Values);
    }

    [Fact]
    public void Reduced_Axes_AreACornerOfTheFullGrid()
    {
        GridSpec grid = PaperGrid.Reduced;

        Assert.Equal(288, Trainings(grid));
        Assert.Equal([7, 30], grid.Windows);
        Assert.Equal([42, 43, 44], grid.Seeds);
        // Nothing else differs, so that its jobs are jobs of the full grid.
        Assert.Equal((PaperGrid.Full.Data, PaperGrid.Full.Networks, PaperGrid.Full.Methods, PaperGrid.Full.Training), (grid.Data, grid.Networks, grid.Methods, grid.Training));
    }

    [Theory]
    [InlineData(PaperGrid.Rnn, "released-rnn")]
    [InlineData(PaperGrid.Lstm, "released-lstm")]
    [InlineData(PaperGrid.PatchTst, "released-patchtst")]
    public void Released_Pruning_HasTheNumbersOfTheNetworksScript(string network, string preset)
    {
        GridMethod[] pruning = [.. PaperGrid.Released.Methods.Where(method => method.Name == PaperGrid.SynapticPruning && method.Networks.Contains(network))];

        RuleDescription rule = RuleCatalogue.Default.Create("synaptic-pruning").Description;
        Assert.Equal(rule.Presets.Single(found => found.Id == preset).Values, Assert.Single(pruning).Rule.Values);
        Assert.Equal(2880, Trainings(PaperGrid.Released));
        Assert.All(PaperGrid.Released.Data, data => Assert.Equal(ScalerFit.WholeSeries, data.Spec.Scaler));
        Assert.All(PaperGrid.Full.Data, data => Assert.Equal(ScalerFit.TrainingPart, data.Spec.Scaler));
    }

    [Fact]
    public void All_EachPreset_IsFoundAndItsExperimentsHold()
    {
        Assert.Equal(["paper-001-reduced", "paper-001", "paper-001-released"], PaperGrid.All.Select(preset => preset.Id));
        foreach (PaperGridPreset preset in PaperGrid.All)
        {
            Assert.Same(preset.Spec, PaperGrid.Find(preset.Id));
            foreach (GridMethod method in preset.Spec.Methods)
            {
                foreach (GridNetwork network in preset.Spec.Networks)
                    new ExperimentSpec { Network = network.Spec, Rule = method.Rule, Training = preset.Spec.Training }.Validate(RuleCatalogue.Default.Create(method.Rule.Id));
            }
        }
        Assert.Null(PaperGrid.Find("paper-002"));
        Assert.Null(PaperGrid.Find(""));
    }

    [SharedDataFact]
    public void Data_OnTheRealFiles_HaveTheRowsAndFeaturesThatAreSaid()
    {
        using TemporaryFolder empty = new();
        CatalogueWindowSource source = new(new DataCatalogue(empty.Path, RepositoryFolders.SharedData, empty.Path));

        Assert.Equal((365, 7, "Close"), Load(PaperGrid.Bitcoin));
        Assert.Equal((1259 - 13, 20, "close"), Load(PaperGrid.Sp500));
        Assert.Equal(("CO(GT)", 30), (Load(PaperGrid.AirQuality).Target, Load(PaperGrid.AirQuality).Features));
        // Hours of the whole four years, where the prepared file is the larger one.
        Assert.Equal((34_589, 9, "Global_active_power"), Load(PaperGrid.Electricity));

        (int Rows, int Features, string Target) Load(string name)
        {
            WindowSet windows = source.Load(PaperGrid.Full.Data.Single(data => data.Name == name).Spec with { Window = 7 });
            return (windows.Count + 7, windows.FeatureCount, windows.TargetName);
        }
    }

    private static int Trainings(GridSpec grid) => grid.Data.Count * grid.Windows.Count * grid.Seeds.Count
        * grid.Networks.Sum(network => grid.Methods.Count(method => method.Networks.Count == 0 || method.Networks.Contains(network.Name)));
}
