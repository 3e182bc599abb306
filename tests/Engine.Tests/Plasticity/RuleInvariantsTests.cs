using PruningLab.Engine.Data;
using PruningLab.Engine.Plasticity;
using PruningLab.Engine.Tests.Training;
using PruningLab.Engine.Training;

namespace PruningLab.Engine.Tests.Plasticity;

/// <summary>What must hold for every rule on every network after every step. Rules come from the catalogue: a new one is
/// tested here without being named.</summary>
public sealed class RuleInvariantsTests
{
    public static TheoryData<string, string> RulesAndNetworks() => RuleRuns.RulesAndNetworks();

    [Theory]
    [MemberData(nameof(RulesAndNetworks))]
    public void EveryStep_OfAWholeRun_KeepsTheInvariants(string rule, string network)
    {
        using Trainer trainer = RuleRuns.Fresh(rule, network);
        RuleDescription description = trainer.Rule.Description;
        RuleWatch watch = new(trainer);
        watch.Check();
        while (!trainer.IsFinished)
        {
            trainer.TrainBatch();
            watch.Check();
        }
        bool acts = description.Moments != RuleMoments.None && description.Returns != RuleReturn.Everything;
        Assert.True(!acts || watch.HasActed, $"{rule} did nothing in a run of {RuleRuns.Epochs} epochs, so nothing was tested.");
        Assert.True(acts || trainer.Masks.Pruned == 0, $"{rule} says that it changes no masks, but it did.");
    }

    [Theory]
    [MemberData(nameof(RulesAndNetworks))]
    public void EveryStep_WhileTheDataChange_KeepsTheInvariants(string rule, string network)
    {
        DataSpec data = network.EndsWith("classes", StringComparison.Ordinal)
            ? TinyData.Spec.Data with { Window = 1, Horizon = 0, Task = TaskKind.Classification, Target = "sign", Stages = 2, StageKind = StageKind.Classes, StageEpochs = 2 }
            : TinyData.Spec.Data with { Stages = 3, StageEpochs = 2, ValidationShare = 0.1, TrainShare = 0.7 };
        using Trainer trainer = RuleRuns.Fresh(rule, network, data);
        RuleWatch watch = new(trainer);
        while (!trainer.IsFinished)
        {
            trainer.TrainBatch();
            watch.Check();
        }
        Assert.Equal(data.Stages - 1, trainer.Stage);
    }

    [Theory]
    [MemberData(nameof(RulesAndNetworks))]
    public void Run_SameSpecSeedAndEdits_GivesTheSameBits(string rule, string network)
    {
        using Trainer first = RuleRuns.Fresh(rule, network), second = RuleRuns.Fresh(rule, network);
        foreach (Trainer trainer in (Trainer[])[first, second])
        {
            while (!trainer.IsFinished)
            {
                if (trainer.Clock.Batch == 8)
                {
                    EditSomething(trainer);
                }
                trainer.TrainBatch();
            }
        }
        Assert.Equal(RunFingerprint.Of(first), RunFingerprint.Of(second));
        Assert.Equal(first.Masks.History.Events.Read().ToArray(), second.Masks.History.Events.Read().ToArray());
    }

    [Fact]
    public void Descriptions_All_SayWhatTablesNeed() => Assert.All(RuleCatalogue.Default.Descriptions, rule =>
    {
        bool acts = rule.Moments != RuleMoments.None;
        Assert.Equal(acts, rule.When.Length > 0);
        Assert.True(rule.Scores.Count(s => s.Decides) <= 1, $"{rule.Id} has several scores that decide.");
        Assert.Equal(rule.Scores.Count, rule.Scores.Select(s => s.Id).Distinct().Count());
        Assert.Equal(rule.Readings.Count, rule.Readings.Select(r => r.Id).Distinct().Count());
        Assert.All(rule.Hyperparameters, h => h.Check(h.Default));
        Assert.All(rule.Presets, preset => _ = new RuleSettings(rule, preset.Values));
    });

    private static void EditSomething(Trainer trainer)
    {
        Hyperparameter? live = trainer.Rule.Description.Hyperparameters.FirstOrDefault(h => h.IsLive && h.Kind == HyperparameterKind.Number);
        if (live is not null)
        {
            double value = trainer.Settings[live.Id];
            trainer.Retune(live.Id, value + (0.1 * (live.Max - value)));
        }
        trainer.Retune(TrainingSpec.LearningRateId, 2e-3);
    }
}
