using PruningLab.Engine.Plasticity;
using PruningLab.Engine.Plasticity.Rules;
using PruningLab.Engine.Training;

namespace PruningLab.Engine.Tests.Plasticity;

public sealed class CutTests
{
    [Theory]
    [InlineData(SelectionKind.Published)]
    [InlineData(SelectionKind.ExactCount)]
    public void Cut_RandomMatrices_PrunesAndRecordsAsWeightByWeight(SelectionKind kind)
    {
        RandomStream random = new(5);
        for (int trial = 0; trial < 60; trial++)
        {
            // Rounded, so that there are ties.
            float[][] weights = [.. Enumerable.Range(0, 3).Select(_ => Enumerable.Range(0, 1 + random.NextInt32(90))
                .Select(_ => MathF.Round(random.NextSingle(-1, 1) * 12) / 12).ToArray())];
            FakeNetwork network = new(weights);
            MaskSet cut = new(network.Parameters), expected = new(network.Parameters);
            for (int i = 0; i < 40; i++)
            {
                int mask = random.NextInt32(3), index = random.NextInt32(weights[mask].Length);
                cut.Prune(mask, index, 1);
                expected.Prune(mask, index, 1);
            }
            float[] active = [.. weights.SelectMany((w, m) => w.Where((_, i) => expected[m][i]).Select(MathF.Abs))];
            CutDecision decision = GlobalMagnitudeSelection.Decide(active, expected.Total, 0.2 + (0.6 * random.NextSingle()), kind);
            GlobalMagnitudeSelection.Cut(network, cut, decision, 2, new float[90]);
            WeightByWeight(weights, expected, decision, 2);
            Assert.Equal(expected.History.Events.Read().ToArray(), cut.History.Events.Read().ToArray());
            Assert.Equal(expected.Pruned, cut.Pruned);
            for (int m = 0; m < cut.Count; m++)
            {
                Assert.Equal(expected[m].Bits.ToArray(), cut[m].Bits.ToArray());
                Assert.Equal(expected[m].ActiveCount, cut[m].ActiveCount);
            }
        }
    }

    [Fact]
    public void Cut_NothingDecided_ChangesNothing()
    {
        FakeNetwork network = new([0.1f, 0.2f]);
        MaskSet masks = new(network.Parameters);
        GlobalMagnitudeSelection.Cut(network, masks, new CutDecision(CutReason.TargetReached, 0, float.NaN, 0, 0), 1, new float[2]);
        Assert.Equal(0, masks.Pruned);
    }

    [Fact]
    public void Prune_ManyAtOnce_PassesOverTheDeadAndMarksTheMask()
    {
        FakeNetwork network = new([1f, 1f, 1f], [1f, 1f, 1f, 1f]);
        MaskSet masks = new(network.Parameters);
        masks.Prune(1, 2, batch: 3);
        masks.Apply(network);
        network.MasksSet.Clear();
        Assert.Equal(2, masks.Prune(1, [0, 2, 3], batch: 4));
        Assert.Equal(0, masks.Prune(0, [], batch: 4));
        masks.Apply(network);
        Assert.Equal([1], network.MasksSet);
        Assert.Equal([0, 1, 0, 0], masks[1].Bits.ToArray());
        Assert.Equal(3, masks.Pruned);
        Assert.Equal(
            [new MaskEvent(5, 3, false), new MaskEvent(3, 4, false), new MaskEvent(6, 4, false)], masks.History.Events.Read().ToArray());
    }

    [Fact]
    public void AfterBackward_Updates_AllocateNothing()
    {
        RandomStream random = new(2);
        FakeNetwork network = new([.. Enumerable.Range(0, 5000).Select(_ => random.NextSingle(-1, 1))]);
        SynapticPruningRule rule = new();
        RuleContext context = new(network, new MaskSet(network.Parameters), null, random, new RunLog(4, 64), rule.Description)
        {
            Settings = new RuleSettings(rule.Description, new Dictionary<string, double> { ["frequency"] = 1, ["warmup"] = 0, ["clock"] = 2 }),
            Training = new TrainingSpec(),
        };
        network.MasksSet.Capacity = 64;
        // The first calls of everything allocate once in the life of the process; which test makes them is chance.
        long before = 0;
        for (int batch = 1; batch <= 40; batch++)
        {
            before = batch == 4 ? GC.GetAllocatedBytesForCurrentThread() : before;
            context.Clock = new TrainingClock(batch, 2);
            rule.AfterBackward(context);
            context.Masks.Apply(network);
        }
        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());
        Assert.Equal(3499, context.Masks.Pruned);
    }

    private static void WeightByWeight(float[][] weights, MaskSet masks, CutDecision decision, int batch)
    {
        int ties = decision.Cut - decision.Below;
        for (int m = 0; m < masks.Count; m++)
        {
            for (int i = 0; i < weights[m].Length; i++)
            {
                float magnitude = MathF.Abs(weights[m][i]);
                if (!masks[m][i] || magnitude > decision.Threshold)
                {
                    continue;
                }
                if (magnitude < decision.Threshold || ties-- > 0)
                {
                    masks.Prune(m, i, batch);
                }
            }
        }
    }
}
