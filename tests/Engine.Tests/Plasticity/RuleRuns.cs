using PruningLab.Engine.Data;
using PruningLab.Engine.Networks;
using PruningLab.Engine.Plasticity;
using PruningLab.Engine.Tests.Training;
using PruningLab.Engine.Training;

namespace PruningLab.Engine.Tests.Plasticity;

/// <summary>Short runs of every rule on every kind of network.</summary>
internal static class RuleRuns
{
    public const int Epochs = 5;

    public static TheoryData<string, string> RulesAndNetworks()
    {
        TheoryData<string, string> data = [];
        foreach (RuleDescription rule in RuleCatalogue.Default.Descriptions)
        {
            foreach (string network in s_networks.Keys)
            {
                data.Add(rule.Id, network);
            }
        }
        return data;
    }

    private static readonly Dictionary<string, NetworkSpec> s_networks = new()
    {
        ["rnn"] = new NetworkSpec { Kind = NetworkKind.Rnn, HiddenUnits = 9 },
        ["lstm"] = new NetworkSpec { Kind = NetworkKind.Lstm, HiddenUnits = 6 },
        ["mlp"] = new NetworkSpec { Kind = NetworkKind.Mlp, Mlp = new MlpSpec { HiddenLayers = [7, 5], Activation = ActivationKind.Tanh } },
        ["mlp-classes"] = new NetworkSpec { Kind = NetworkKind.Mlp, Mlp = new MlpSpec { HiddenLayers = [8], Activation = ActivationKind.Relu } },
        ["patch-tst"] = new NetworkSpec
        {
            Kind = NetworkKind.PatchTst,
            PatchTst = new PatchTstSpec { Width = 8, Heads = 2, FeedForward = 12, Blocks = 2 },
        },
    };

    /// <summary>The rule with its default settings, moved forward so that it acts within a short run.</summary>
    public static Trainer Fresh(string id, string network, DataSpec? changing = null, IBackend? backend = null)
    {
        PlasticityRule rule = RuleCatalogue.Default.Create(id);
        ExperimentSpec spec = TinyData.Spec with
        {
            Data = changing ?? TinyData.Spec.Data,
            Network = s_networks[network],
            Rule = EarlyRule.Of(id),
            Training = new TrainingSpec { Epochs = Epochs, BatchSize = 16, Patience = 0 },
        };
        WindowSet data = changing is not null ? StagedData.Windows(changing, 240) : network.EndsWith("classes", StringComparison.Ordinal) ? Classes() : TinyData.Windows();
        return new Trainer(spec, data, backend ?? new ManagedBackend(), rule);
    }

    private static WindowSet Classes()
    {
        float[] rows = new float[130 * 2];
        int[] labels = new int[130];
        for (int i = 0; i < labels.Length; i++)
        {
            rows[2 * i] = MathF.Sin(i * 0.3f);
            rows[(2 * i) + 1] = MathF.Cos(i * 0.11f);
            labels[i] = (rows[2 * i] > 0 ? 1 : 0) + (rows[(2 * i) + 1] > 0 ? 1 : 0);
        }
        return new WindowSet(rows, labels, ["sine", "cosine"], ["none", "one", "two"], window: 1, trainCount: 100);
    }
}
