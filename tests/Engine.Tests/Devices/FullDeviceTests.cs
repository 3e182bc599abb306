using PruningLab.Engine.Data;
using PruningLab.Engine.Devices;
using PruningLab.Engine.Plasticity;
using PruningLab.Engine.Tests.Plasticity;
using PruningLab.Engine.Tests.Training;
using PruningLab.Engine.Training;

namespace PruningLab.Engine.Tests.Devices;

/// <summary>A device whose memory is full in mid-run: what was not done can be tried again, and gives the very bits.</summary>
public sealed class FullDeviceTests
{
    public static TheoryData<string> Rules() => [.. RuleCatalogue.Default.Descriptions.Select(rule => rule.Id)];

    [Theory]
    [MemberData(nameof(Rules))]
    public void TrainBatch_WhenPassesFail_GivesTheBitsOfAnUndisturbedRun(string rule)
    {
        ExperimentSpec spec = (TinyData.Spec with { Rule = EarlyRule.Of(rule) }).On(DeviceRun.Card);
        using Trainer expected = DeviceRun.Open(new FakeDevices(), spec);
        DeviceRun.Finish(expected);

        // The first pass, by the rule or not, and passes of batches: the last of an epoch, the first of another, and one in between.
        FakeDevices card = new() { LossesThatMayWait = 15 };
        bool isFull = true;
        int[] batches = [0, 2, 6, 7, 8, 20];
        card.IsFull = (work, _) => work == FakeWork.Pass && isFull;
        using Trainer actual = DeviceRun.Open(card, spec);
        int last = -1, tries = 0;
        int full = 0;
        while (!actual.IsFinished)
        {
            int batch = actual.Clock.Batch;
            tries = batch == last ? tries + 1 : 0;
            last = batch;
            isFull = batches.Contains(batch) && tries < 2;
            try
            {
                actual.TrainBatch();
            }
            catch (OutOfDeviceMemoryException)
            {
                full++;
                Assert.Equal(batch, actual.Clock.Batch);
            }
        }

        Assert.Equal(2 * batches.Length, full);
        DeviceRun.AssertSame(expected, actual);
        Assert.Equal(expected.Log.Journal.Read(), actual.Log.Journal.Read());
    }

    [Fact]
    public void TrainBatch_WhenEvaluationsFail_EndsTheEpochAtAnotherTry()
    {
        ExperimentSpec spec = (TinyData.Spec with { Rule = EarlyRule.Of("mc-dropout") }).On(DeviceRun.Card);
        using Trainer expected = DeviceRun.Open(new FakeDevices(), spec);
        DeviceRun.Finish(expected);
        FakeDevices card = new();
        using Trainer actual = DeviceRun.Open(card, spec);
        HashSet<int> failed = [];
        int passes = 0;
        card.IsFull = (work, _) => work == FakeWork.Predict && ++passes % 3 == 0 && failed.Add(actual.Clock.Batch);

        Assert.Equal(4, DeviceRun.Finish(actual));

        Assert.Equal([7, 14, 21, 28], failed);
        DeviceRun.AssertSame(expected, actual);
    }

    [Fact]
    public void IsFinished_WhenTheLastEvaluationFailed_IsNotYet()
    {
        FakeDevices card = new();
        using Trainer trainer = DeviceRun.Open(card, TinyData.Spec.On(DeviceRun.Card));
        while (trainer.Clock.Batch < trainer.TotalBatches - 1)
        {
            trainer.TrainBatch();
        }
        card.IsFull = (work, _) => work == FakeWork.Predict;
        Assert.Throws<OutOfDeviceMemoryException>(() => trainer.TrainBatch());
        Assert.Equal((trainer.TotalBatches, false), (trainer.Clock.Batch, trainer.IsFinished));
        card.IsFull = (_, _) => false;

        BatchResult result = trainer.TrainBatch();

        Assert.Equal(BatchResult.EndsEpoch | BatchResult.Finishes, result);
        Assert.True(trainer.IsFinished);
        Assert.Equal(5, trainer.Log.Epochs.Count);
    }

    [Fact]
    public void TrainBatch_WhenARuleCannotFinish_SaysSoAndEndsTheRun()
    {
        FakeDevices card = new();
        ActingRule rule = new(context =>
        {
            if (context.Clock.Batch == 3)
            {
                card.IsFull = (work, _) => work == FakeWork.Pass;
                context.ComputeGradients([0, 1]);
            }
        });
        using Trainer trainer = DeviceRun.Open(card, (TinyData.Spec with { Rule = new RuleSpec("none") }).On(DeviceRun.Card), rule);

        TrainingException e = Assert.Throws<TrainingException>(() => DeviceRun.Finish(trainer));

        Assert.StartsWith(FakeDevices.Full, e.Message, StringComparison.Ordinal);
        Assert.Contains("at batch 3", e.Message, StringComparison.Ordinal);
        Assert.Equal(3, trainer.Clock.Batch);
    }

    [Theory]
    [InlineData((int)FakeWork.Create)]
    [InlineData((int)FakeWork.Bind)]
    [InlineData((int)FakeWork.Predict)]
    public void Trainer_WithoutRoom_LeavesNothingBehind(int work)
    {
        FakeDevices card = new() { IsFull = (what, _) => what == (FakeWork)work };

        OutOfDeviceMemoryException e = Assert.Throws<OutOfDeviceMemoryException>(() => DeviceRun.Open(card, TinyData.Spec.On(DeviceRun.Card)));

        Assert.Equal(FakeDevices.Full, e.Message);
        Assert.Equal(0, card.Alive);
    }

    [Theory]
    [InlineData((int)FakeWork.Create)]
    [InlineData((int)FakeWork.Bind)]
    public void Grow_WithoutRoom_IsRefusedInTheJournalAndTheRunGoesOn(int work)
    {
        FakeDevices card = new();
        ActingRule rule = new(context =>
        {
            if (context.Clock.Batch is 3 or 5)
            {
                card.IsFull = (what, _) => what == (FakeWork)work;
                Assert.False(context.Grow("hidden", 2, neutral: true));
                card.IsFull = (_, _) => false;
            }
        });
        ExperimentSpec spec = TinyData.Spec with { Rule = new RuleSpec("none") };
        using Trainer trainer = DeviceRun.Open(card, spec.On(DeviceRun.Card), rule), plain = TinyData.Fresh(spec);
        DeviceRun.Finish(trainer);
        DeviceRun.Finish(plain);

        DeviceRun.AssertSame(plain, trainer);
        Assert.EndsWith(FakeDevices.Full, Assert.Single(trainer.Log.Journal.Read().ToArray()).Text, StringComparison.Ordinal);
        Assert.Equal(1, card.Alive);
    }

    [Fact]
    public void Stage_WithoutRoom_ComesAtAnotherTry()
    {
        DataSpec data = TinyData.Spec.Data with { Stages = 3, StageEpochs = 1, ValidationShare = 0.1, TrainShare = 0.7 };
        ExperimentSpec spec = (TinyData.Spec with { Data = data }).On(DeviceRun.Card);
        using Trainer expected = DeviceRun.Open(new FakeDevices(), spec);
        DeviceRun.Finish(expected);
        FakeDevices card = new();
        using Trainer actual = DeviceRun.Open(card, spec);
        card.IsFull = (work, number) => work == FakeWork.Bind && number is 2 or 4;

        Assert.Equal(2, DeviceRun.Finish(actual));

        DeviceRun.AssertSame(expected, actual);
        Assert.Equal(expected.Log.Journal.Read(), actual.Log.Journal.Read());
    }

    [Theory]
    [InlineData((int)FakeWork.Bind)]
    [InlineData((int)FakeWork.Predict)]
    public void Stage_AskedForWithoutRoom_IsRefused(int work)
    {
        DataSpec data = TinyData.Spec.Data with { Stages = 3, ValidationShare = 0.1, TrainShare = 0.7 };
        ExperimentSpec spec = (TinyData.Spec with { Data = data }).On(DeviceRun.Card);
        FakeDevices card = new();
        using Trainer expected = DeviceRun.Open(new FakeDevices(), spec), actual = DeviceRun.Open(card, spec);
        actual.TrainBatch();
        card.IsFull = (what, _) => what == (FakeWork)work;

        SettingException e = Assert.Throws<SettingException>(() => actual.Retune(TrainingSpec.StageId, 1));

        Assert.Equal(FakeDevices.Full, e.Message);
        Assert.Equal(0, actual.Stage);
        Assert.Empty(actual.Edits);
        card.IsFull = (_, _) => false;
        DeviceRun.Finish(expected);
        DeviceRun.Finish(actual);
        DeviceRun.AssertSame(expected, actual);
    }
}
