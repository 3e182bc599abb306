using PruningLab.Engine.Data;
using PruningLab.Engine.Networks;
using PruningLab.Engine.Plasticity;
using PruningLab.Engine.Training;

namespace PruningLab.Cli.Tests;

/// <summary>An experiment that takes no time.</summary>
internal static class Tiny
{
    /// <summary>A perceptron or a small recurrent network on the weather of Seattle, two epochs.</summary>
    public static ExperimentSpec Spec(string rule = "none", NetworkKind kind = NetworkKind.Mlp, int epochs = 2) => new()
    {
        Data = new DataSpec { Source = "seattle-weather", Window = 4 },
        Network = new NetworkSpec { Kind = kind, HiddenUnits = 5, Mlp = new MlpSpec { HiddenLayers = [6] } },
        Rule = new RuleSpec(rule),
        Training = new TrainingSpec { Epochs = epochs, BatchSize = 256, Patience = 0 },
    };
}
