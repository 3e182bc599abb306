using PruningLab.Engine.Data;
using PruningLab.Engine.Devices;
using PruningLab.Engine.Networks;
using PruningLab.Engine.Plasticity;
using PruningLab.Engine.Plasticity.Rules;
using PruningLab.Engine.Tests.Plasticity;
using PruningLab.Engine.Tests.Training;
using PruningLab.Engine.Training;

namespace PruningLab.Engine.Tests.Devices;

/// <summary>Runs that move to another device while they train: where both have the same bits, nothing else changes.</summary>
public sealed class MoveTests
{
    private const double ToCard = 1, ToCpu = 0;

    public static TheoryData<string> Rules() => [.. RuleCatalogue.Default.Descriptions.Select(rule => rule.Id)];

    [Theory]
    [MemberData(nameof(Rules))]
    public void Retune_ThereAndBack_GivesTheBitsOfARunThatStayed(string rule)
    {
        ExperimentSpec spec = TinyData.Spec with { Rule = EarlyRule.Of(rule) };
        FakeDevices card = new() { LossesThatMayWait = 15 };
        using Trainer stayed = DeviceRun.Open(card, spec), moved = DeviceRun.Open(card, spec);
        DeviceRun.Finish(stayed);
        DeviceRun.Finish(moved, ThereAndBack);

        DeviceRun.AssertSame(stayed, moved, digits: 12);
        Assert.Equal(stayed.Log.Journal.Count + 2, moved.Log.Journal.Count);
        Assert.Contains(moved.Log.Journal.Read().ToArray(), entry => entry.Text == "Training goes on with CPU (cpu) instead of Fake card (cuda:0).");
        Assert.Equal(stayed.Log.Readings.Batches.Read(), moved.Log.Readings.Batches.Read());
        Assert.Equal([new Edit(5, "device", ToCpu, ToCard), new Edit(17, "device", ToCard, ToCpu)], moved.Edits);
        Assert.Null(moved.CurrentSpec.Training.Device);
        Assert.Equal(0, card.Alive);
    }

    [Fact]
    public void Retune_BetweenTwoEstimatesFromBatches_KeepsTheirGradients()
    {
        RuleSpec early = EarlyRule.Of("connection-appraisal", every: 10);
        ExperimentSpec spec = TinyData.Spec with
        {
            Rule = new RuleSpec(early.Id, new Dictionary<string, double>(early.Values)
            {
                [ConnectionAppraisalRule.Method] = 2,
                [ConnectionAppraisalRule.Gradients] = 1,
            }),
        };
        FakeDevices card = new();
        using Trainer stayed = DeviceRun.Open(card, spec), moved = DeviceRun.Open(card, spec);
        DeviceRun.Finish(stayed);
        DeviceRun.Finish(moved, ThereAndBack);

        DeviceRun.AssertSame(stayed, moved, digits: 12);
        Assert.Equal(stayed.Log.Readings.Values.Read(), moved.Log.Readings.Values.Read());
        Assert.Equal(stayed.Scores[0].Values, moved.Scores[0].Values);
        Assert.True(stayed.Masks.Pruned > 0);
    }

    [Theory]
    [InlineData(OptimizerKind.Adam, NetworkKind.Mlp)]
    [InlineData(OptimizerKind.Sgd, NetworkKind.Rnn)]
    [InlineData(OptimizerKind.Sgd, NetworkKind.PatchTst)]
    public void Retune_WithGrowthAndPruningAndStages_GivesTheBitsOfARunThatStayed(OptimizerKind optimizer, NetworkKind network)
    {
        ExperimentSpec spec = TinyData.Spec with
        {
            Data = TinyData.Spec.Data with { Stages = 3, StageEpochs = 2, ValidationShare = 0.1, TrainShare = 0.7 },
            Network = new NetworkSpec
            {
                Kind = network,
                HiddenUnits = 7,
                Mlp = new MlpSpec { HiddenLayers = [9, 5] },
                PatchTst = new PatchTstSpec { Width = 8, Heads = 2, FeedForward = 12, Blocks = 2 },
            },
            Rule = new RuleSpec("none"),
            Training = TinyData.Spec.Training with { Optimizer = new OptimizerSpec { Kind = optimizer, LearningRate = 0.01, Momentum = 0.9 }, Epochs = 5 },
        };
        FakeDevices card = new() { LossesThatMayWait = 3 };
        using Trainer stayed = DeviceRun.Open(card, spec, Busy()), moved = DeviceRun.Open(card, spec, Busy());
        DeviceRun.Finish(stayed);
        DeviceRun.Finish(moved, ThereAndBack);

        DeviceRun.AssertSame(stayed, moved, digits: 12);
        Assert.Equal(2, moved.Growths.Count);
        Assert.True(moved.Masks.Pruned > 50);
        Assert.Equal(2, moved.Stage);
        Assert.Contains(Enum.GetValues<OptimizerSlot>(), slot => moved.Network.OptimizerState(0, slot).ToArray().Any(moment => moment != 0));
    }

    [Fact]
    public void Replay_OfARunThatMoved_GivesItsBits()
    {
        FakeDevices card = new() { LossesThatMayWait = 15 };
        using Trainer moved = DeviceRun.Open(card, TinyData.Spec);
        while (moved.Clock.Batch < 15)
        {
            if (moved.Clock.Batch == 5)
            {
                moved.Retune(TrainingSpec.DeviceSetting, ToCard);
            }
            moved.TrainBatch();
        }
        RunRecord record = RunRecord.FromJson(RunRecord.Of(moved).ToJson());
        Assert.Null(record.Spec.Training.Device);
        Assert.Equal(DeviceRun.Card, moved.CurrentSpec.Training.Device);

        using Trainer replayed = DeviceRun.Open(card, record.Spec);
        record.Replay(replayed);

        DeviceRun.AssertSame(moved, replayed);
        Assert.Equal(record.Fingerprint, RunFingerprint.Of(replayed));
        Assert.Equal(moved.Edits, replayed.Edits);
        Assert.Equal("Fake card", replayed.Backend.Name);
        Assert.Equal(2, card.Alive);
    }

    [Fact]
    public void Replay_WhereTheCardIsMissing_SaysSo()
    {
        using Trainer moved = DeviceRun.Open(new FakeDevices(), TinyData.Spec);
        moved.Retune(TrainingSpec.DeviceSetting, ToCard);
        moved.TrainBatch();
        RunRecord record = RunRecord.Of(moved);
        using Trainer elsewhere = TinyData.Fresh(record.Spec);

        SettingException e = Assert.Throws<SettingException>(() => record.Replay(elsewhere));

        Assert.StartsWith("There is no device “cuda:0” on this machine", e.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(2)]
    [InlineData(-1)]
    [InlineData(0.5)]
    [InlineData(double.NaN)]
    public void Retune_ToWhereItIsOrToNothing_ChangesNothing(double value)
    {
        FakeDevices card = new();
        using Trainer trainer = DeviceRun.Open(card, TinyData.Spec);
        trainer.TrainBatch();
        INetwork network = trainer.Network;

        Edit? edit = null;
        Exception? e = Record.Exception(() => edit = trainer.Retune(TrainingSpec.DeviceSetting, value));

        Assert.Equal(value != 0, e is SettingException);
        Assert.Null(edit);
        Assert.Empty(trainer.Edits);
        Assert.Same(network, trainer.Network);
    }

    [Theory]
    [InlineData((int)FakeWork.Create)]
    [InlineData((int)FakeWork.Bind)]
    public void Retune_ToAFullCard_LeavesTheRunAsItWas(int work)
    {
        FakeDevices card = new() { IsFull = (what, _) => what == (FakeWork)work };
        using Trainer stayed = DeviceRun.Open(card, TinyData.Spec), refused = DeviceRun.Open(card, TinyData.Spec);
        DeviceRun.Finish(stayed);
        DeviceRun.Finish(refused, trainer =>
        {
            if (trainer.Clock.Batch == 5)
            {
                SettingException e = Assert.Throws<SettingException>(() => trainer.Retune(TrainingSpec.DeviceSetting, ToCard));
                Assert.Equal(FakeDevices.Full, e.Message);
            }
        });

        DeviceRun.AssertSame(stayed, refused);
        Assert.Empty(refused.Edits);
        Assert.DoesNotContain(refused.Log.Journal.Read().ToArray(), entry => entry.Text.Contains("card", StringComparison.Ordinal));
        Assert.Null(refused.Training.Device);
        Assert.Equal(0, card.Alive);
    }

    [Fact]
    public void Retune_FromAFullCardToTheProcessor_GoesOnWithTheBatch()
    {
        ExperimentSpec spec = TinyData.Spec with { Rule = EarlyRule.Of("dropconnect") };
        FakeDevices card = new() { LossesThatMayWait = 15 };
        using Trainer stayed = DeviceRun.Open(card, spec), moved = DeviceRun.Open(card, spec.On(DeviceRun.Card));
        card.IsFull = (work, number) => work == FakeWork.Pass && number == 10;
        DeviceRun.Finish(stayed);
        while (!moved.IsFinished)
        {
            try
            {
                moved.TrainBatch();
            }
            catch (OutOfDeviceMemoryException)
            {
                Assert.Equal(9, moved.Clock.Batch);
                moved.Retune(TrainingSpec.DeviceSetting, ToCpu);
            }
        }

        DeviceRun.AssertSame(stayed, moved, digits: 12);
        Assert.Equal(new Edit(9, "device", ToCard, ToCpu), Assert.Single(moved.Edits));
    }

    private static void ThereAndBack(Trainer trainer)
    {
        if (trainer.Clock.Batch is 5 or 17)
        {
            trainer.Retune(TrainingSpec.DeviceSetting, trainer.Clock.Batch == 5 ? ToCard : ToCpu);
        }
    }

    /// <summary>Prunes, brings back and grows on either device.</summary>
    private static ActingRule Busy() => new(context =>
    {
        int batch = context.Clock.Batch;
        if (batch is 3 or 8 or 19)
        {
            ActingRule.PruneAtRandom(context, 0.3);
        }
        if (batch is 7 or 18)
        {
            Assert.True(context.Grow(context.Groups.First(g => g.CanGrow).Id, 2, neutral: batch == 7));
        }
    });
}
