using System.Text.Json;
using PruningLab.Engine.Networks;
using PruningLab.Engine.Plasticity;
using PruningLab.Engine.Training;

namespace PruningLab.Engine.Tests.Training;

public sealed class TrainerTests
{
    [Theory]
    [InlineData("synaptic-pruning", NetworkKind.Lstm)]
    [InlineData("synaptic-pruning", NetworkKind.Rnn)]
    [InlineData("none", NetworkKind.Lstm)]
    [InlineData("dropout", NetworkKind.Rnn)]
    [InlineData("mc-dropout", NetworkKind.Lstm)]
    public void TrainBatch_EveryRule_KeepsTheInvariantsAfterEveryBatch(string rule, NetworkKind kind)
    {
        ExperimentSpec spec = TinyData.Spec with { Rule = new RuleSpec(rule), Network = new NetworkSpec { Kind = kind, HiddenUnits = 6 } };
        using Trainer trainer = TinyData.Fresh(spec);
        int lastPruned = 0;
        while (!trainer.IsFinished)
        {
            trainer.TrainBatch();
            AssertInvariants(trainer, lastPruned);
            lastPruned = trainer.Masks.Pruned;
        }
        Assert.Equal(rule == "synaptic-pruning", lastPruned > 0);
        Assert.Equal(spec.Training.Epochs + 1, trainer.Log.Epochs.Count);
    }

    [Fact]
    public void TrainBatch_WholeRun_LearnsAndEndsAtTheCountOfAlgorithms2And3()
    {
        ExperimentSpec spec = TinyData.Spec with { Training = TinyData.Spec.Training with { Epochs = 20 } };
        using Trainer trainer = TinyData.Fresh(spec);
        while (!trainer.IsFinished)
        {
            trainer.TrainBatch();
        }
        Assert.True(trainer.Log.Epochs[20].Test.MeanSquaredError < 0.8 * trainer.Log.Epochs[0].Test.MeanSquaredError);
        Assert.Equal((int)Math.Floor(0.7 * trainer.Masks.Total) - 1, trainer.Masks.Pruned);
    }

    [Fact]
    public void TrainBatch_SameSpecAndSeed_GivesTheSameBits()
    {
        using Trainer one = TinyData.Train(TinyData.Spec, 20);
        using Trainer two = TinyData.Train(TinyData.Spec, 20);
        using Trainer other = TinyData.Train(TinyData.Spec with { Seed = 43 }, 20);
        Assert.Equal(RunFingerprint.Of(one), RunFingerprint.Of(two));
        Assert.NotEqual(RunFingerprint.Of(one), RunFingerprint.Of(other));
    }

    [Fact]
    public void TrainBatch_McPassesOrNot_TrainsTheSameBits()
    {
        using Trainer dropout = TinyData.Train(TinyData.Spec with { Rule = new RuleSpec("dropout") }, 20);
        using Trainer monteCarlo = TinyData.Train(TinyData.Spec with { Rule = new RuleSpec("mc-dropout") }, 20);
        Assert.Equal(RunFingerprint.Of(dropout), RunFingerprint.Of(monteCarlo));
        Assert.Null(dropout.Log.Prediction!.Spread);
        Assert.Contains(monteCarlo.Log.Prediction!.Spread!, s => s > 0);
    }

    [Fact]
    public void TrainBatch_Warm_AllocatesNothing()
    {
        ExperimentSpec spec = TinyData.Spec with { Training = TinyData.Spec.Training with { Epochs = 200 } };
        using Trainer trainer = TinyData.Train(spec, 28);
        int updates = trainer.Log.Updates.Count;
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < 6; i++)
        {
            trainer.TrainBatch();
        }
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
        Assert.Equal(updates + 3, trainer.Log.Updates.Count);
    }

    [Fact]
    public void TrainBatch_LearningRateThatDiverges_ThrowsASentence()
    {
        ExperimentSpec spec = TinyData.Spec with
        {
            Rule = new RuleSpec("none"),
            Training = TinyData.Spec.Training with { Optimizer = new OptimizerSpec { Kind = OptimizerKind.Sgd, LearningRate = 10, Momentum = 0.99 }, Epochs = 500 },
            Network = new NetworkSpec { HiddenUnits = 2 },
        };
        using Trainer trainer = TinyData.Fresh(spec);
        TrainingException e = Assert.Throws<TrainingException>(() =>
        {
            while (!trainer.IsFinished)
            {
                trainer.TrainBatch();
            }
        });
        Assert.Contains("learning rate of 10", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void TrainBatch_EarlyStopping_AsksToStopAfterPatience()
    {
        ExperimentSpec spec = TinyData.Spec with
        {
            Rule = new RuleSpec("none"),
            Training = TinyData.Spec.Training with { Epochs = 50, Patience = 2, Optimizer = new OptimizerSpec { LearningRate = 1e-12 } },
        };
        using Trainer trainer = TinyData.Fresh(spec);
        BatchResult result = BatchResult.Continues;
        while (!result.HasFlag(BatchResult.StopsEarly) && !trainer.IsFinished)
        {
            result = trainer.TrainBatch();
        }
        Assert.True(result.HasFlag(BatchResult.StopsEarly | BatchResult.EndsEpoch));
        int epochs = trainer.Clock.Epoch;
        double best = trainer.Log.Epochs.Read()[1..].ToArray().Min(r => r.Test.MeanSquaredError);
        Assert.Equal(best, trainer.Log.Epochs[epochs - 2].Test.MeanSquaredError);
    }

    [Fact]
    public void Retune_InMidRun_IsObeyedByTheNextUpdateAndLogged()
    {
        using Trainer trainer = TinyData.Train(TinyData.Spec, 14);
        int before = trainer.Masks.Pruned;
        Edit? edit = trainer.Retune("s_min", 0.6);
        Assert.Equal(new Edit(14, "s_min", 0.3, 0.6), edit);
        Assert.Null(trainer.Retune("s_min", 0.6));
        trainer.TrainBatch();
        Assert.Equal(before, trainer.Masks.Pruned);
        trainer.TrainBatch();
        Assert.InRange(trainer.Masks.Sparsity, 0.59, 0.7);
        Assert.Single(trainer.Edits);
        Assert.Equal(0.6, trainer.CurrentSpec.Rule.Values["s_min"]);
    }

    [Theory]
    [InlineData("s_min", 0.9)]
    [InlineData("warmup", 4)]
    [InlineData("learning_rate", -1)]
    [InlineData("learning_rate", double.NaN)]
    [InlineData("patience", -1)]
    [InlineData("patience", 2.5)]
    [InlineData("patience", double.NaN)]
    [InlineData("hidden", 3)]
    public void Retune_Impossible_ThrowsAndChangesNothing(string setting, double value)
    {
        using Trainer trainer = TinyData.Fresh(TinyData.Spec);
        string spec = trainer.CurrentSpec.ToJson();
        Assert.Throws<SettingException>(() => trainer.Retune(setting, value));
        Assert.Equal(spec, trainer.CurrentSpec.ToJson());
        Assert.Empty(trainer.Edits);
    }

    [Fact]
    public void Replay_OfARecordWithEdits_GivesTheSameBits()
    {
        using Trainer original = TinyData.Train(TinyData.Spec, 9);
        original.Retune("s_max", 0.9);
        original.TrainBatch();
        original.Retune("learning_rate", 0.004);
        original.Retune("frequency", 1);
        for (int i = 0; i < 9; i++)
        {
            original.TrainBatch();
        }
        RunRecord record = RunRecord.FromJson(RunRecord.Of(original).ToJson());
        using Trainer replayed = TinyData.Fresh(record.Spec);
        record.Replay(replayed);
        Assert.Equal(record.Fingerprint, RunFingerprint.Of(replayed));
        Assert.Equal(original.Edits, replayed.Edits);
        using Trainer unedited = TinyData.Train(TinyData.Spec, 19);
        Assert.NotEqual(record.Fingerprint, RunFingerprint.Of(unedited));
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(29)]
    public void Replay_BatchesThatTheRunDoesNotHave_ThrowsASentenceBeforeTraining(int batches)
    {
        using Trainer trainer = TinyData.Fresh(TinyData.Spec);
        Assert.Equal(28, trainer.TotalBatches);
        SettingException e = Assert.Throws<SettingException>(() => new RunRecord(TinyData.Spec, [], batches, "").Replay(trainer));
        Assert.Contains("0 to 28", e.Message, StringComparison.Ordinal);
        Assert.Equal(0, trainer.Clock.Batch);
    }

    [Theory]
    [InlineData("null")]
    [InlineData("[null]")]
    public void Replay_WithoutEdits_ThrowsASentence(string edits)
    {
        using Trainer trainer = TinyData.Fresh(TinyData.Spec);
        RunRecord record = new(TinyData.Spec, JsonSerializer.Deserialize<Edit[]>(edits)!, 5, "");
        Assert.Contains("edits", Assert.Throws<SettingException>(() => record.Replay(trainer)).Message, StringComparison.Ordinal);
        Assert.Equal(0, trainer.Clock.Batch);
    }

    [Fact]
    public void History_AfterARun_GivesEveryPastMask()
    {
        using Trainer trainer = TinyData.Fresh(TinyData.Spec);
        List<byte[]> masks = [];
        while (!trainer.IsFinished)
        {
            trainer.TrainBatch();
            masks.Add([.. Enumerable.Range(0, trainer.Masks.Count).SelectMany(m => trainer.Masks[m].Bits.ToArray())]);
        }
        for (int batch = 1; batch <= masks.Count; batch++)
        {
            Assert.Equal(masks[batch - 1], trainer.Masks.History.MaskAfter(batch));
        }
    }

    private static void AssertInvariants(Trainer trainer, int lastPruned)
    {
        int zeros = 0;
        for (int m = 0; m < trainer.Masks.Count; m++)
        {
            ReadOnlySpan<float> weights = trainer.Network.Weights(trainer.Masks.ParameterNumber(m));
            for (int i = 0; i < weights.Length; i++)
            {
                if (!trainer.Masks[m][i])
                {
                    Assert.Equal(0f, weights[i]);
                    zeros++;
                }
            }
        }
        Assert.Equal(zeros, trainer.Masks.Pruned);
        Assert.Equal(zeros, trainer.Masks.History.DeathBatches().Count(b => b >= 0));
        Assert.True(trainer.Masks.Pruned >= lastPruned);
        if (trainer.Log.Updates.Count > 0)
        {
            PruneUpdate last = trainer.Log.Updates[trainer.Log.Updates.Count - 1];
            Assert.Equal(trainer.Masks.Pruned, last.Pruned);
            Assert.Equal((float)trainer.Masks.Sparsity, last.Achieved);
        }
    }
}
