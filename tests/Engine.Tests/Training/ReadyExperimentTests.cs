using PruningLab.Engine.Data;
using PruningLab.Engine.Networks;
using PruningLab.Engine.Plasticity;
using PruningLab.Engine.Tests.Data;
using PruningLab.Engine.Training;

namespace PruningLab.Engine.Tests.Training;

/// <summary>The ready experiment on its real data: 20 epochs end at the count that Algorithms 2 and 3 imply, to the weight.</summary>
public sealed class ReadyExperimentTests
{
    [Theory]
    [InlineData(NetworkKind.Lstm, 30, 0, 0, 17_984, 12_587)]
    [InlineData(NetworkKind.Lstm, 1, 1, 0, 17_984, 12_588)]
    [InlineData(NetworkKind.Rnn, 1, 0, 0, 4_544, 3_179)]
    [InlineData(NetworkKind.Rnn, 1, 0, 2, 4_544, 3_179)]
    public void Train_TwentyEpochsOfThePaper_EndsAtTheImpliedCount(
        NetworkKind kind, int window, double selection, double clock, int weights, int pruned)
    {
        ExperimentSpec spec = ExperimentSpec.Ready with
        {
            Data = new DataSpec { Window = window },
            Network = new NetworkSpec { Kind = kind },
            Rule = new RuleSpec("synaptic-pruning", new Dictionary<string, double> { ["selection"] = selection, ["clock"] = clock }),
        };
        using Trainer trainer = new(spec, Load(spec.Data), new ManagedBackend(), RuleCatalogue.Default.Create(spec.Rule.Id));
        while (!trainer.IsFinished)
        {
            trainer.TrainBatch();
        }
        Assert.Equal(20, trainer.Clock.Epoch);
        Assert.Equal((weights, pruned), (trainer.Masks.Total, trainer.Masks.Pruned));
        Assert.True(trainer.Log.Epochs[20].Test.MeanSquaredError < trainer.Log.Epochs[1].Test.MeanSquaredError);
    }

    [Fact]
    public void Train_ReleasedCodesClock_EndsShortOfSMax()
    {
        ExperimentSpec spec = ExperimentSpec.Ready with
        {
            Data = new DataSpec { Window = 1 },
            Network = new NetworkSpec { Kind = NetworkKind.Rnn },
            Rule = new RuleSpec("synaptic-pruning", new Dictionary<string, double> { ["clock"] = 1 }),
        };
        using Trainer trainer = new(spec, Load(spec.Data), new ManagedBackend(), RuleCatalogue.Default.Create(spec.Rule.Id));
        while (!trainer.IsFinished)
        {
            trainer.TrainBatch();
        }
        double target = 0.3 + (0.4 * Math.Pow(17.0 / 18, 3));
        Assert.Equal((int)Math.Floor(target * 4_544) - 1, trainer.Masks.Pruned);
    }

    [Fact]
    public void Train_TwiceWithDropoutOnRealData_GivesTheSameBits()
    {
        ExperimentSpec spec = ExperimentSpec.Ready with { Network = new NetworkSpec { HiddenUnits = 8 }, Rule = new RuleSpec("dropout") };
        WindowSet data = Load(spec.Data);
        using Trainer one = new(spec, data, new ManagedBackend(), RuleCatalogue.Default.Create("dropout"));
        using Trainer two = new(spec, data, new ManagedBackend(), RuleCatalogue.Default.Create("dropout"));
        for (int i = 0; i < 80; i++)
        {
            one.TrainBatch();
        }
        for (int i = 0; i < 80; i++)
        {
            two.TrainBatch();
        }
        Assert.Equal(RunFingerprint.Of(one), RunFingerprint.Of(two));
    }

    private static WindowSet Load(DataSpec spec)
    {
        DataCatalogue catalogue = new(RepositoryFolders.VegaData(), Path.GetTempPath());
        return WindowBuilder.Build(catalogue.Open(spec.Source), spec);
    }
}
