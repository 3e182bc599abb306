using PruningLab.Engine.Data;
using PruningLab.Engine.Networks;
using PruningLab.Engine.Plasticity;
using PruningLab.Engine.Training;

namespace PruningLab.Engine.Tests.Conformance;

/// <content>Masks: what they hold at 0, and what goes on beside them.</content>
public abstract partial class BackendConformance
{
    private static readonly double[] Sparsities = [0.2, 0.6, 0.9, 1];

    [Theory]
    [MemberData(nameof(Cases))]
    public void Training_UnderGrowingMasks_AgreesWithTheReferenceAndKeepsMaskedWeightsZero(string name)
    {
        ConformanceCase c = ConformanceCase.Of(name);
        foreach (OptimizerSpec optimizer in Optimizers)
        {
            using INetwork network = Open(c, out WindowSet data);
            Dictionary<int, Mask> masks = Masks(network);
            int step = 0;
            foreach (double sparsity in Sparsities)
            {
                Prune(network, masks, sparsity);
                AssertMasked(network, masks);
                for (int again = 0; again < 2; again++)
                {
                    AssertPass(network, data, c.Windows(step++), masks);
                    float[][] before = [.. network.Parameters.Select((_, p) => network.Weights(p).ToArray())];
                    network.OptimizerStep(optimizer);
                    AssertMasked(network, masks);
                    AssertActiveMove(network, before, masks);
                }
            }
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Predict_UnderMasks_AgreesWithTheReference(string name)
    {
        using INetwork network = Open(ConformanceCase.Of(name), out WindowSet data);
        Dictionary<int, Mask> masks = Masks(network);
        foreach (double sparsity in Sparsities)
        {
            Prune(network, masks, sparsity);
            float[] predictions = Predictions(network, 6, 80);
            ReferenceNetwork reference = new(network);
            for (int n = 0; n < 80; n += 13)
            {
                AssertForward(reference.Predict(data, 6 + n), predictions.AsSpan(n * data.Outputs, data.Outputs), "output");
            }
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Gradients_OfMaskedWeights_AreThereInTheBatchThatAsksForThem(string name)
    {
        ConformanceCase c = ConformanceCase.Of(name);
        using INetwork network = Open(c, out WindowSet data);
        Dictionary<int, Mask> masks = Masks(network);
        foreach (double sparsity in new[] { 0.5, 0.9 })
        {
            Prune(network, masks, sparsity);
            int[] windows = c.Windows(1);
            double[][] gradients = new ReferenceNetwork(network).Pass(data, windows).Gradients;
            network.ForwardBackward(windows, 0, new RandomStream(1), maskedGradients: true);
            AssertGradients(network, gradients);
            network.ForwardBackward(windows, 0, new RandomStream(1));
            AssertGradients(network, gradients, masks);
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void OptimizerStep_AfterMaskedGradients_StillKeepsMaskedWeightsZero(string name)
    {
        ConformanceCase c = ConformanceCase.Of(name);
        using INetwork network = Open(c, out _);
        Dictionary<int, Mask> masks = Masks(network);
        Prune(network, masks, 0.6);
        foreach (OptimizerSpec optimizer in Optimizers)
        {
            network.ForwardBackward(c.Windows(0), 0, new RandomStream(1), maskedGradients: true);
            network.OptimizerStep(optimizer);
            AssertMasked(network, masks);
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Revive_AfterPruning_StartsAtZeroWithFreshMoments(string name)
    {
        ConformanceCase c = ConformanceCase.Of(name);
        foreach (OptimizerSpec optimizer in Optimizers)
        {
            using INetwork network = Open(c, out WindowSet data);
            Dictionary<int, Mask> masks = Masks(network);
            for (int step = 0; step < 6; step++)
            {
                Pass(network, c.Windows(step));
                network.OptimizerStep(optimizer);
                if (step == 2)
                {
                    Prune(network, masks, 0.8);
                }
            }
            // What was pruned until now is still at 0 with all moments at 0, also where the mask now lets it live.
            Dictionary<int, Mask> before = masks.ToDictionary(m => m.Key, m => new Mask(m.Value.Bits));
            foreach ((int parameter, Mask mask) in masks)
            {
                for (int i = 0; i < mask.Length; i += 2)
                {
                    mask.Revive(i);
                }
                network.SetMask(parameter, mask);
            }
            AssertMasked(network, before);
            AssertPass(network, data, c.Windows(5), masks);
            AssertStep(network, c.Windows(6), optimizer, adamSteps: 7);
            AssertMasked(network, masks);
            AssertPass(network, data, c.Windows(7), masks);
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void SetWeights_OnMaskedPositions_KeepsThemZero(string name)
    {
        using INetwork network = Open(ConformanceCase.Of(name), out _);
        Dictionary<int, Mask> masks = Masks(network);
        Prune(network, masks, 0.5);
        foreach ((int parameter, Mask mask) in masks)
        {
            float[] ones = new float[mask.Length];
            Array.Fill(ones, 1f);
            network.SetWeights(parameter, ones);
            Assert.Equal(mask.Bits.ToArray().Select(bit => (float)bit), network.Weights(parameter).ToArray());
        }
    }

    [Fact]
    public void SetMask_OfAnotherLength_Throws()
    {
        using INetwork network = Open(ConformanceCase.All[0], out _);
        Assert.Throws<ArgumentException>(() => network.SetMask(0, new Mask(network.Parameters[0].Length + 1)));
    }

    /// <summary>Weights and all that optimisers remember are +0 where masked.</summary>
    private static void AssertMasked(INetwork network, Dictionary<int, Mask> masks)
    {
        foreach ((int parameter, Mask mask) in masks)
        {
            string name = network.Parameters[parameter].Name;
            AssertZero(network.Weights(parameter), mask, name);
            foreach (OptimizerSlot slot in Enum.GetValues<OptimizerSlot>())
            {
                AssertZero(network.OptimizerState(parameter, slot), mask, $"{slot} of {name}");
            }
        }
    }

    private static void AssertZero(ReadOnlySpan<float> values, Mask mask, string what)
    {
        for (int i = 0; i < mask.Length; i++)
        {
            Assert.True(mask[i] || BitConverter.SingleToInt32Bits(values[i]) == 0, $"{what}[{i}] is masked, but {values[i]}.");
        }
    }

    private static void AssertActiveMove(INetwork network, float[][] before, Dictionary<int, Mask> masks)
    {
        foreach ((int parameter, Mask mask) in masks)
        {
            int able = 0, moved = 0;
            for (int i = 0; i < mask.Length; i++)
            {
                able += mask[i] && Math.Abs(network.Gradients(parameter)[i]) > 1e-6f ? 1 : 0;
                moved += before[parameter][i] != network.Weights(parameter)[i] ? 1 : 0;
            }
            Assert.InRange(moved, able, mask.ActiveCount);
        }
    }
}
