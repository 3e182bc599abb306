using PruningLab.Engine.Data;
using PruningLab.Engine.Networks;
using PruningLab.Engine.Plasticity;
using PruningLab.Engine.Training;

namespace PruningLab.Engine.Tests.Networks;

public sealed class MaskedTrainingTests
{
    private const int Batch = 16;
    private static readonly int[] Prunable = [0, 1, 4];

    [Theory]
    [InlineData(NetworkKind.Rnn, OptimizerKind.Adam)]
    [InlineData(NetworkKind.Rnn, OptimizerKind.Sgd)]
    [InlineData(NetworkKind.Lstm, OptimizerKind.Adam)]
    [InlineData(NetworkKind.Lstm, OptimizerKind.Sgd)]
    public void OptimizerStep_MaskedWeights_StayExactlyZeroAndOthersMove(NetworkKind kind, OptimizerKind optimizer)
    {
        using INetwork network = Open(kind, out int windows);
        OptimizerSpec spec = new() { Kind = optimizer, LearningRate = 0.01 };
        Mask[] masks = [.. Prunable.Select(p => new Mask(network.Parameters[p].Length))];
        RandomStream pick = new(8);
        Step(network, spec, windows, 0);
        for (int round = 1; round <= 8; round++)
        {
            for (int m = 0; m < masks.Length; m++)
            {
                for (int k = 0; k < masks[m].Length / 10; k++)
                {
                    masks[m].Prune(pick.NextInt32(masks[m].Length));
                }
                network.SetMask(Prunable[m], masks[m]);
                AssertZeros(network, Prunable[m], masks[m]);
            }
            float[] before = network.Weights(1).ToArray();
            Step(network, spec, windows, round);
            for (int m = 0; m < masks.Length; m++)
            {
                AssertZeros(network, Prunable[m], masks[m]);
            }
            int moved = 0;
            for (int i = 0; i < before.Length; i++)
            {
                moved += before[i] != network.Weights(1)[i] ? 1 : 0;
            }
            // A few gradients are too small to change a single-precision number.
            Assert.InRange(moved, masks[1].ActiveCount * 9 / 10, masks[1].ActiveCount);
        }
    }

    [Fact]
    public void OptimizerStep_BitsPrunedWithoutSetMask_AreZeroAfterTheStep()
    {
        using INetwork network = Open(NetworkKind.Lstm, out int windows);
        Mask mask = new(network.Parameters[1].Length);
        network.SetMask(1, mask);
        mask.Prune(3);
        Step(network, new OptimizerSpec(), windows, 0);
        AssertZeros(network, 1, mask);
    }

    [Theory]
    [InlineData(OptimizerKind.Adam)]
    [InlineData(OptimizerKind.Sgd)]
    public void Revive_AfterPruning_StartsWithFreshMoments(OptimizerKind optimizer)
    {
        const int Index = 5;
        using INetwork network = Open(NetworkKind.Rnn, out int windows);
        OptimizerSpec spec = new() { Kind = optimizer, LearningRate = 0.01 };
        Mask mask = new(network.Parameters[1].Length);
        for (int step = 0; step < 4; step++)
        {
            Step(network, spec, windows, step);
        }
        mask.Prune(Index);
        network.SetMask(1, mask);
        mask.Revive(Index);
        network.SetMask(1, mask);
        Step(network, spec, windows, 4);
        float gradient = network.Gradients(1)[Index];
        // From zero moments: SGD moves by −ηg; the fifth step of Adam by −η/(1−β₁⁵)·(1−β₁)g/(√((1−β₂)g²/(1−β₂⁵)) + ε).
        double expected = optimizer == OptimizerKind.Sgd
            ? -0.01 * gradient
            : -0.01 / (1 - Math.Pow(0.9, 5)) * 0.1 * gradient
                / ((Math.Sqrt(0.001) * Math.Abs(gradient) / Math.Sqrt(1 - Math.Pow(0.999, 5))) + 1e-8);
        Assert.NotEqual(0, gradient);
        Assert.Equal(expected, network.Weights(1)[Index], 1e-5 * Math.Abs(expected));
    }

    [Fact]
    public void SetWeights_OnMaskedPositions_KeepsThemZero()
    {
        using INetwork network = Open(NetworkKind.Rnn, out _);
        Mask mask = new(network.Parameters[0].Length);
        mask.Prune(2);
        network.SetMask(0, mask);
        float[] ones = new float[mask.Length];
        Array.Fill(ones, 1f);
        network.SetWeights(0, ones);
        AssertZeros(network, 0, mask);
        Assert.Equal(1f, network.Weights(0)[3]);
    }

    [Fact]
    public void Gradients_OfMaskedWeights_AreZeroUnlessAskedFor()
    {
        using INetwork network = Open(NetworkKind.Lstm, out int windows);
        Mask mask = new(network.Parameters[1].Length);
        mask.Prune(7);
        network.SetMask(1, mask);
        Step(network, new OptimizerSpec(), windows, 0);
        Assert.Equal(0f, network.Gradients(1)[7]);
        float other = network.Gradients(1)[8];
        network.ForwardBackward(TestSeries.Windows(Batch, windows, 1), 0, new RandomStream(1), maskedGradients: true);
        Assert.NotEqual(0f, network.Gradients(1)[7]);
        Assert.NotEqual(0f, other);
    }

    [Fact]
    public void SetMask_WrongLength_Throws()
    {
        using INetwork network = Open(NetworkKind.Lstm, out _);
        Assert.Throws<ArgumentException>(() => network.SetMask(0, new Mask(3)));
    }

    private static INetwork Open(NetworkKind kind, out int windows)
    {
        WindowSet data = TestSeries.Random(80, 3, 4);
        INetwork network = new ManagedBackend().Create(TestSeries.Shape(kind, 11, 3, 4, Batch), new RandomStream(1));
        network.Bind(data);
        windows = data.Count;
        return network;
    }

    private static void Step(INetwork network, OptimizerSpec optimizer, int windows, int seed)
    {
        int[] batch = TestSeries.Windows(Batch, windows, (ulong)seed + 1);
        network.Pass(batch, 0, new RandomStream(1), new float[Batch]);
        network.OptimizerStep(optimizer);
    }

    private static void AssertZeros(INetwork network, int parameter, Mask mask)
    {
        ReadOnlySpan<float> weights = network.Weights(parameter);
        for (int i = 0; i < mask.Length; i++)
        {
            Assert.True(mask[i] || BitConverter.SingleToInt32Bits(weights[i]) == 0, $"{parameter}[{i}] is {weights[i]}.");
        }
    }
}
