using PruningLab.Engine.Data;
using PruningLab.Engine.Kernels;
using PruningLab.Engine.Networks;
using PruningLab.Engine.Plasticity;
using PruningLab.Engine.Tests.Conformance;
using PruningLab.Engine.Tests.Plasticity;
using PruningLab.Engine.Training;

namespace PruningLab.Engine.Tests.Training;

/// <summary>Networks that grow while they train.</summary>
public sealed partial class GrowthTests
{
    private const int NewUnits = 3;

    private static readonly Dictionary<string, NetworkSpec> s_networks = new()
    {
        ["rnn"] = new NetworkSpec { Kind = NetworkKind.Rnn, HiddenUnits = 9 },
        ["lstm"] = new NetworkSpec { Kind = NetworkKind.Lstm, HiddenUnits = 6 },
        ["lstm-33"] = new NetworkSpec { Kind = NetworkKind.Lstm, HiddenUnits = 33 },
        ["mlp"] = new NetworkSpec { Kind = NetworkKind.Mlp, Mlp = new MlpSpec { HiddenLayers = [7, 17, 5], Activation = ActivationKind.Tanh } },
        ["mlp-sigmoid"] = new NetworkSpec { Kind = NetworkKind.Mlp, Mlp = new MlpSpec { HiddenLayers = [40, 6], Activation = ActivationKind.Sigmoid } },
        ["patch-tst"] = new NetworkSpec
        {
            Kind = NetworkKind.PatchTst,
            PatchTst = new PatchTstSpec { Width = 8, Heads = 2, FeedForward = 18, Blocks = 2, PruneNormScales = true },
        },
    };

    public static TheoryData<string, KernelMode, int> NetworksAndKernels()
    {
        TheoryData<string, KernelMode, int> data = [];
        foreach (string network in s_networks.Keys)
        {
            foreach (KernelMode mode in Enum.GetValues<KernelMode>())
            {
                data.Add(network, mode, 1);
                data.Add(network, mode, 3);
            }
        }
        return data;
    }

    [Theory]
    [MemberData(nameof(NetworksAndKernels))]
    public void Grow_NeutralBirthInEveryGroup_LeavesTheFunctionToTheBit(string network, KernelMode mode, int threads)
    {
        List<(float[] Before, float[] After)> births = [];
        ActingRule rule = new(context =>
        {
            if (context.Clock.Batch == 2)
            {
                ActingRule.PruneAtRandom(context, 0.6);
            }
            if (context.Clock.Batch == 4)
            {
                foreach (UnitGroup group in context.Groups.Where(g => g.CanGrow))
                {
                    float[] before = Predict(context);
                    Assert.True(context.Grow(group.Id, NewUnits, neutral: true));
                    births.Add((before, Predict(context)));
                }
            }
        });
        using Trainer trainer = Open(network, rule, new ModeBackend(mode, threads), threads);
        RuleWatch watch = new(trainer);
        for (int i = 0; i < 8; i++)
        {
            trainer.TrainBatch();
            watch.Check();
        }

        Assert.Equal(trainer.Growths.Count, births.Count);
        Assert.NotEmpty(births);
        Assert.All(births, birth => Assert.Equal(birth.Before, birth.After));
        Assert.All(births, birth => Assert.True(birth.Before.Distinct().Count() > 10, "All predictions are the same, so nothing was tested."));
    }

    [Theory]
    [InlineData("rnn")]
    [InlineData("lstm")]
    [InlineData("mlp")]
    [InlineData("patch-tst")]
    public void Grow_RandomBirth_ChangesTheFunction(string network)
    {
        float[] before = [], after = [];
        ActingRule rule = new(context =>
        {
            before = Predict(context);
            Assert.True(context.Grow(context.Groups.First(g => g.CanGrow).Id, NewUnits, neutral: false));
            after = Predict(context);
        });
        using Trainer trainer = Open(network, rule);
        trainer.TrainBatch();
        Assert.NotEqual(before, after);
    }

    [Theory]
    [InlineData("rnn")]
    [InlineData("lstm")]
    [InlineData("mlp")]
    [InlineData("patch-tst")]
    public void Grow_OldWeights_KeepValuesMomentsMasksAndHistory(string network)
    {
        ActingRule rule = new(context =>
        {
            if (context.Clock.Batch == 1)
            {
                ActingRule.PruneAtRandom(context, 0.3);
            }
            if (context.Clock.Batch == 3)
            {
                string group = context.Groups.Last(g => g.CanGrow).Id;
                State before = new(context);
                Assert.True(context.Grow(group, NewUnits, neutral: true));
                AssertCarriedOver(before, new State(context), context.Growths[^1], context.Network.Parameters);
            }
        });
        using Trainer trainer = Open(network, rule);
        RuleWatch watch = new(trainer);
        float before = 0;
        while (!trainer.IsFinished)
        {
            before = trainer.Clock.Batch == 3 ? trainer.Log.BatchLosses[2] : before;
            trainer.TrainBatch();
            watch.Check();
        }
        Assert.Single(rule.Maps);
        Assert.True(trainer.Log.BatchLosses[^1] < before, "Training did not go on after the birth.");
        Assert.Equal(1, trainer.Revision);
        int born = trainer.UnitBirths[trainer.Growths[0].Group].Count(batch => batch == 3);
        Assert.Equal(NewUnits, born);
        Assert.Equal(born, trainer.UnitBirths.Values.Sum(births => births.Count(batch => batch > 0)));
        Assert.Contains(trainer.Log.Journal.Read().ToArray(), entry => entry is { Kind: JournalKind.Grown, Batch: 3 } && entry.Text.Contains("function is unchanged", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("lstm", OptimizerKind.Adam)]
    [InlineData("mlp", OptimizerKind.Sgd)]
    [InlineData("patch-tst", OptimizerKind.Adam)]
    public void Run_ThatGrowsTwiceSameSeed_GivesTheSameBitsAndReplays(string network, OptimizerKind optimizer)
    {
        using Trainer first = Open(network, Twice(), optimizer: optimizer), second = Open(network, Twice(), optimizer: optimizer);
        foreach (Trainer trainer in (Trainer[])[first, second])
        {
            trainer.TrainBatch();
            trainer.Retune(TrainingSpec.LearningRateId, 2e-3);
            while (!trainer.IsFinished)
            {
                trainer.TrainBatch();
            }
        }
        Assert.Equal(2, first.Growths.Count);
        RunRecord record = RunRecord.FromJson(RunRecord.Of(first).ToJson());
        Assert.Equal(record.Fingerprint, RunFingerprint.Of(second));
        Assert.Equal(first.Masks.History.Events.Read().ToArray(), second.Masks.History.Events.Read().ToArray());

        using Trainer replayed = Open(network, Twice(), optimizer: optimizer);
        record.Replay(replayed);
        Assert.Equal(record.Fingerprint, RunFingerprint.Of(replayed));
        Assert.Equal(first.Spec.Network, first.CurrentSpec.Network);
        Assert.NotEqual(first.Spec.Network, first.Network.Shape.Spec);
    }

    [Fact]
    public void Grow_AnyNumberOfThreads_DrawsTheSameWeights()
    {
        using Trainer one = Open("mlp", Once(neutral: false)), three = Open("mlp", Once(neutral: false), new ModeBackend(KernelMode.Automatic, 3), threads: 3);
        one.TrainBatch();
        three.TrainBatch();
        GrowthMap map = one.Growths[0];
        for (int parameter = 0; parameter < one.Network.Parameters.Count; parameter++)
        {
            int length = one.Network.Parameters[parameter].Length;
            float[] old = new float[length];
            map.CopyOld<float>(parameter, [.. Enumerable.Repeat(1f, map.LengthBefore(parameter))], old);
            Assert.Equal(Newborn(one.Network.Weights(parameter), old), Newborn(three.Network.Weights(parameter), old));
        }

        static float[] Newborn(ReadOnlySpan<float> weights, float[] old) => [.. weights.ToArray().Where((_, i) => old[i] == 0)];
    }

    [Fact]
    public void Grow_Scores_KeepTheirValuesAndKnowNothingOfNewConnections()
    {
        RuleDescription description = new Engine.Plasticity.Rules.NoDropoutRule().Description with
        {
            Scores = [new ScoreDescription { Id = "order", Name = "order", Explanation = "Its number." }],
        };
        ActingRule rule = new(
            context =>
            {
                if (context.Clock.Batch != 2)
                {
                    return;
                }
                Span<float> values = context.Score("order").Values;
                for (int i = 0; i < values.Length; i++)
                {
                    values[i] = i;
                }
                context.Score("order").Publish(2, 7);
                Assert.True(context.Grow("hidden", 2, neutral: true));
                ScoreField grown = context.Score("order");
                Assert.Equal((2, 7f, context.Masks.Total, context.Masks.Total), (grown.Batch, grown.Threshold, grown.Values.Length, context.Scratch.Length));
                float[] known = [.. grown.Values.ToArray().Where(value => !float.IsNaN(value))];
                Assert.Equal(Enumerable.Range(0, context.Growths[0].TotalBefore).Select(i => (float)i), known);
                Assert.Equal(5f, grown.Values[context.Growths[0].Flat(5)]);
            },
            description);
        using Trainer trainer = Open("lstm", rule);
        trainer.TrainBatch();
        trainer.TrainBatch();
        Assert.Equal(1, trainer.Revision);
    }

    [Fact]
    public void Grow_BeyondTheLimit_ChangesNothingAndSaysSoOnce()
    {
        ActingRule rule = new(context => Assert.False(context.Grow("hidden", NetworkSpec.MaxHiddenUnits, neutral: true)));
        using Trainer trainer = Open("lstm", rule);
        string before = RunFingerprint.Of(Trained(Open("lstm", new ActingRule(_ => { })), 3));
        Assert.Equal(before, RunFingerprint.Of(Trained(trainer, 3)));
        Assert.Equal(0, trainer.Revision);
        JournalEntry entry = Assert.Single(trainer.Log.Journal.Read().ToArray());
        Assert.Equal((JournalKind.Note, 1), (entry.Kind, entry.Batch));
        Assert.Contains("must be a whole number from 1 to 4096", entry.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void Grow_BeyondTheMemory_ChangesNothingAndSaysSo()
    {
        ActingRule rule = new(context => Assert.False(context.Grow("hidden", 10, neutral: true)));
        using Trainer trainer = Open("lstm", rule, new NarrowBackend());
        trainer.TrainBatch();
        Assert.Contains("no more room", Assert.Single(trainer.Log.Journal.Read().ToArray()).Text, StringComparison.Ordinal);
    }

    [Fact]
    public void Grow_BeforeTheStepOrWhereNothingCanGrow_Throws()
    {
        ActingRule early = new(_ => { }) { BeforeStep = context => context.Grow("hidden", 1, neutral: true) };
        using Trainer trainer = Open("lstm", early);
        Assert.Throws<InvalidOperationException>(() => trainer.TrainBatch());

        ActingRule wrong = new(context =>
        {
            Assert.Contains("hidden", Assert.Throws<ArgumentException>(() => context.Grow("output", 1, neutral: true)).Message, StringComparison.Ordinal);
            Assert.Throws<ArgumentOutOfRangeException>(() => context.Grow("hidden", 0, neutral: true));
        });
        using Trainer other = Open("lstm", wrong);
        other.TrainBatch();
    }

    [Fact]
    public void Grow_AtTheEndOfAnEpoch_LeavesTheFiguresOfTheEpochAsTheyWere()
    {
        using Trainer plain = Open("lstm", new ActingRule(_ => { }), epochs: 1);
        using Trainer grown = Open("lstm", new ActingRule(_ => { }) { EndOfEpoch = context => context.Grow("hidden", 4, neutral: true) }, epochs: 1);
        using Trainer inside = Open("lstm", Once(neutral: true, batch: 2), epochs: 1);
        foreach (Trainer trainer in (Trainer[])[plain, grown, inside])
        {
            while (!trainer.IsFinished)
            {
                trainer.TrainBatch();
            }
        }
        Assert.Equal(plain.Log.Epochs[1], grown.Log.Epochs[1]);
        Assert.Equal(1, grown.Revision);

        // Errors of the batches before the birth count: without them the mean of the epoch would be that of its end alone.
        double sum = inside.Log.BatchLosses.Read().ToArray().Select((loss, i) => loss * Math.Min(40, inside.Data.TrainCount - (40 * i))).Sum();
        Assert.Equal(sum / inside.Data.TrainCount, inside.Log.Epochs[1].Train.Loss, 1e-6);
    }

    [Fact]
    public void GrowthMap_LstmOfTwoUnits_KnowsEveryPlace()
    {
        NetworkShape shape = new(new NetworkSpec { Kind = NetworkKind.Lstm, HiddenUnits = 2 }, 1, 3, 4);
        Architecture before = Architecture.Of(shape), after = Architecture.Of(NetworkGrowth.Bigger(shape, "hidden", 1));
        GrowthMap map = new(5, before.Groups[1], 1, true, before.Parameters, after.Parameters);
        Assert.Equal((26, 51), (map.TotalBefore, map.Total));

        // Four gates of two units become four gates of three: every third row is new.
        float[] remapped = map.Remap<float>([.. Enumerable.Range(0, 26)], -1);
        Assert.Equal([0, 1, -1, 2, 3, -1, 4, 5, -1, 6, 7, -1], remapped[..12]);
        Assert.Equal([8, 9, -1, 10, 11, -1, -1, -1, -1, 12, 13, -1, 14, 15, -1, -1, -1, -1], remapped[12..30]);
        Assert.Equal([24, 25, -1], remapped[48..]);
        Assert.All(Enumerable.Range(0, 26), flat => Assert.Equal(flat, remapped[map.Flat(flat)]));
        Assert.Throws<ArgumentOutOfRangeException>(() => map.Flat(26));
        Assert.Throws<ArgumentException>(() => map.Remap<float>(new float[25], 0));

        // What the new unit sends to old ones is outgoing; what it sends to itself is not.
        float[] recurrent = new float[36];
        map.FillOutgoing(1, recurrent, 1);
        Assert.Equal([0, 0, 1, 0, 0, 1, 0, 0, 0], recurrent[..9]);
        float[] input = new float[12];
        map.FillOutgoing(0, input, 1);
        Assert.DoesNotContain(1f, input);
    }

    [Fact]
    public void FeedForwardUnits_InJson_ComeBackAndAreLeftOutWhereNothingGrew()
    {
        ExperimentSpec spec = TinyData.Spec with { Network = new NetworkSpec { PatchTst = new PatchTstSpec { Blocks = 2, FeedForwardUnits = [5, 9] } } };
        Assert.Equal(spec.Network, ExperimentSpec.FromJson(spec.ToJson()).Network);
        Assert.DoesNotContain("feedForwardUnits", TinyData.Spec.ToJson(), StringComparison.Ordinal);
        Assert.NotEqual(new PatchTstSpec { Blocks = 2 }, spec.Network.PatchTst);
        Assert.Throws<SettingException>(() => new PatchTstSpec { FeedForwardUnits = [1] }.Validate());
        Assert.Throws<SettingException>(() => new PatchTstSpec { Blocks = 1, FeedForwardUnits = [0] }.Validate());
    }
}
