using PruningLab.Engine.Frames;
using PruningLab.Engine.Plasticity;
using PruningLab.Engine.Runs;
using PruningLab.Engine.Sessions;
using PruningLab.Engine.Tests.Frames;
using PruningLab.Engine.Tests.Plasticity;
using PruningLab.Engine.Tests.Training;
using PruningLab.Engine.Training;

namespace PruningLab.Engine.Tests.Devices;

/// <summary>Losses that stay on the device for a while: whoever looks finds them all, and training is what it was.</summary>
public sealed class WaitingLossTests
{
    [Theory]
    [InlineData("none", 15)]
    [InlineData("synaptic-pruning", 15)]
    [InlineData("synaptic-pruning", 3)]
    [InlineData("synaptic-pruning", 1000)]
    [InlineData("snip", 15)]
    [InlineData("connection-appraisal", 15)]
    [InlineData("dropin", 15)]
    [InlineData("movement", 15)]
    public void Run_WithWaitingLosses_IsTheRunWithout(string rule, int waiting)
    {
        ExperimentSpec spec = (TinyData.Spec with { Rule = EarlyRule.Of(rule) }).On(DeviceRun.Card);
        FakeDevices patient = new() { LossesThatMayWait = waiting }, eager = new();
        using Trainer expected = DeviceRun.Open(eager, spec), actual = DeviceRun.Open(patient, spec);
        DeviceRun.Finish(expected);
        DeviceRun.Finish(actual);

        DeviceRun.AssertSame(expected, actual);
        Assert.Equal(expected.Log.Journal.Read(), actual.Log.Journal.Read());
        Assert.Equal(expected.Log.Readings.Values.Read(), actual.Log.Readings.Values.Read());
        Assert.True(patient.Count(FakeWork.TakeLosses) < eager.Count(FakeWork.TakeLosses));
    }

    [Fact]
    public void TrainBatch_BetweenTheGroups_LeavesTheLossesOnTheDevice()
    {
        FakeDevices card = new() { LossesThatMayWait = 3 };
        ExperimentSpec spec = TinyData.Spec with { Rule = new RuleSpec("none"), Training = TinyData.Spec.Training with { BatchSize = 8 } };
        using Trainer trainer = DeviceRun.Open(card, spec.On(DeviceRun.Card));
        int[] counts = [.. Enumerable.Range(1, trainer.BatchesPerEpoch).Select(_ =>
        {
            trainer.TrainBatch();
            return trainer.Log.BatchLosses.Count;
        })];

        // Every fourth batch, and at the end of the epoch.
        Assert.Equal([.. Enumerable.Range(1, 12).Select(batch => batch / 4 * 4), 13], counts);
        Assert.Equal(4, card.Count(FakeWork.TakeLosses));
    }

    [Fact]
    public void CollectLosses_InMidGroup_CompletesFramesAndTables()
    {
        ExperimentSpec spec = TinyData.Spec.On(DeviceRun.Card);
        using Trainer trainer = DeviceRun.Open(new FakeDevices { LossesThatMayWait = 15 }, spec), plain = TinyData.Train(TinyData.Spec, 5);
        for (int i = 0; i < 5; i++)
        {
            trainer.TrainBatch();
        }
        Assert.Equal(0, trainer.Log.BatchLosses.Count);
        SessionRun run = SessionRun.For(trainer);

        FrameReader frame = new(new FrameEncoder().Encode(run.Snapshot(1, 1, SessionState.Running, "", new RateMeter(), 0, 1)));

        Assert.Equal(plain.Log.BatchLosses[4], FrameReader.F32(frame[1], 20));
        Assert.Equal(plain.Log.BatchLosses.Read().ToArray(), FrameReader.Floats(frame[4], 12, 5));
        trainer.TrainBatch();
        plain.TrainBatch();
        using StringWriter expected = new(), actual = new();
        RunTables.Batches(plain, expected);
        RunTables.Batches(trainer, actual);
        Assert.Equal(expected.ToString(), actual.ToString());
        Assert.Equal(6, trainer.Log.BatchLosses.Count);
    }

    [Fact]
    public void BatchLoss_AskedForByARule_IsThatOfTheBatch()
    {
        List<double> asked = [];
        ActingRule rule = new(context => asked.Add(context.BatchLoss)) { BeforeStep = context => asked.Add(context.BatchLoss) };
        ExperimentSpec spec = TinyData.Spec with { Rule = new RuleSpec("none") };
        using Trainer trainer = DeviceRun.Open(new FakeDevices { LossesThatMayWait = 15 }, spec.On(DeviceRun.Card), rule);
        DeviceRun.Finish(trainer);

        Assert.Equal(trainer.Log.BatchLosses.Read().ToArray().SelectMany(loss => (double[])[loss, loss]), asked);
    }

    [Fact]
    public void ComputeGradients_ByARule_LeavesNoTraceInTheLosses()
    {
        List<double> own = [];
        ActingRule rule = new(context =>
        {
            if (context.Clock.Batch % 5 == 2)
            {
                own.Add(context.ComputeGradients([1, 2, 3]));
            }
        });
        ExperimentSpec spec = TinyData.Spec with { Rule = new RuleSpec("none") };
        using Trainer trainer = DeviceRun.Open(new FakeDevices { LossesThatMayWait = 15 }, spec.On(DeviceRun.Card), rule), plain = TinyData.Fresh(spec);
        DeviceRun.Finish(trainer);
        DeviceRun.Finish(plain);

        DeviceRun.AssertSame(plain, trainer, digits: 12);
        Assert.Equal(6, own.Count);
        Assert.All(own, loss => Assert.DoesNotContain((float)loss, trainer.Log.BatchLosses.Read().ToArray()));
    }

    [Fact]
    public void Grow_WhileLossesWait_LosesNone()
    {
        ActingRule Grower() => new(context =>
        {
            if (context.Clock.Batch is 3 or 10)
            {
                Assert.True(context.Grow(context.Groups.First(g => g.CanGrow).Id, 2, neutral: true));
            }
        });
        ExperimentSpec spec = TinyData.Spec with { Rule = new RuleSpec("none") };
        FakeDevices card = new() { LossesThatMayWait = 15 };
        using Trainer expected = DeviceRun.Open(card, spec, Grower()), actual = DeviceRun.Open(card, spec.On(DeviceRun.Card), Grower());
        DeviceRun.Finish(expected);
        DeviceRun.Finish(actual);

        DeviceRun.AssertSame(expected, actual);
        Assert.Equal(2, actual.Growths.Count);
        Assert.Equal(1, card.Alive);
    }

    [Fact]
    public void Stages_WhileLossesWait_LoseNone()
    {
        ExperimentSpec spec = TinyData.Spec with { Data = TinyData.Spec.Data with { Stages = 3, StageEpochs = 1, ValidationShare = 0.1, TrainShare = 0.7 } };
        FakeDevices card = new() { LossesThatMayWait = 15 };
        using Trainer expected = DeviceRun.Open(card, spec), actual = DeviceRun.Open(card, spec.On(DeviceRun.Card));
        void NextPart(Trainer trainer)
        {
            if (trainer.Clock.Batch == 4)
            {
                trainer.Retune(TrainingSpec.StageId, 1);
            }
        }
        DeviceRun.Finish(expected, NextPart);
        DeviceRun.Finish(actual, NextPart);

        DeviceRun.AssertSame(expected, actual);
        Assert.Equal(2, actual.Stage);
        Assert.Equal(expected.StageBatches, actual.StageBatches);
    }

    [Theory]
    [InlineData(0, 5, false)]
    [InlineData(15, 5, false)]
    [InlineData(3, 5, false)]
    [InlineData(15, 5, true)]
    public void Run_WhoseLossIsNoNumber_BreaksOffWithinTheDelay(int waiting, int bad, bool watched)
    {
        FakeDevices card = new() { LossesThatMayWait = waiting, BadLoss = bad };
        using Trainer trainer = DeviceRun.Open(card, TinyData.Spec.On(DeviceRun.Card));

        TrainingException e = Assert.Throws<TrainingException>(() => DeviceRun.Finish(trainer, trainer =>
        {
            if (watched)
            {
                trainer.CollectLosses();
                Assert.Equal(trainer.Clock.Batch, trainer.Log.BatchLosses.Count);
            }
        }));

        Assert.StartsWith($"Training broke off at epoch 1, batch {bad}: the loss is not a number", e.Message, StringComparison.Ordinal);

        // At once, at the end of the group or of the epoch, or when somebody looked.
        Assert.Equal(watched ? bad : waiting switch { 0 => bad - 1, 3 => 7, _ => trainer.BatchesPerEpoch }, trainer.Clock.Batch);
        trainer.CollectLosses();
        Assert.Equal(trainer.Clock.Batch, trainer.Log.BatchLosses.Count);
        Assert.Equal(waiting == 0 ? 0 : 1, trainer.Log.BatchLosses.Read().ToArray().Count(float.IsNaN));
    }

    [Theory]
    [InlineData(15)]
    [InlineData(0)]
    public void DropConnect_WhoseLossIsNoNumber_LeavesNoWeightSilenced(int waiting)
    {
        FakeDevices card = new() { LossesThatMayWait = waiting, BadLoss = 3 };
        ExperimentSpec spec = TinyData.Spec with { Rule = new RuleSpec("dropconnect") };
        using Trainer trainer = DeviceRun.Open(card, spec.On(DeviceRun.Card)), plain = DeviceRun.Open(card, spec);
        Assert.Throws<TrainingException>(() => DeviceRun.Finish(trainer));
        while (plain.Clock.Batch < trainer.Clock.Batch)
        {
            plain.TrainBatch();
        }

        // What is left is the run after its last batch, and no batch is half undone.
        Assert.Equal(RunFingerprint.Of(plain), RunFingerprint.Of(trainer));
    }

    [Fact]
    public void TakeNotice_OfANetwork_IsWrittenDownOnce()
    {
        FakeDevices card = new() { Notice = "The card had to be asked twice." };
        using Trainer trainer = DeviceRun.Open(card, TinyData.Spec.On(DeviceRun.Card));
        DeviceRun.Finish(trainer);

        JournalEntry entry = Assert.Single(trainer.Log.Journal.Read().ToArray(), entry => entry.Text == "The card had to be asked twice.");
        Assert.Equal(JournalKind.Note, entry.Kind);
    }
}
