using PruningLab.Engine.Data;
using PruningLab.Engine.Kernels;
using PruningLab.Engine.Networks;
using PruningLab.Engine.Plasticity;
using PruningLab.Engine.Training;

namespace PruningLab.Engine.Tests.Networks;

/// <summary>What MLP and PatchTST must hold through any training.</summary>
public sealed class ModelInvariantTests
{
    public static TheoryData<string> Names => [.. TestNetworks.Names];

    public static TheoryData<string, KernelPath> Paths
    {
        get
        {
            TheoryData<string, KernelPath> data = [];
            foreach (KernelPath path in Enum.GetValues<KernelPath>())
            {
                data.Add("mlp-relu", path);
                data.Add("patchtst", path);
            }
            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Training_SameSeed_GivesSameBits(string name)
    {
        Assert.Equal(Train(name), Train(name));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void ForwardBackward_SmallBatchAfterLargeOne_GivesTheBitsOfAFreshNetwork(string name)
    {
        using INetwork used = TestNetworks.Open(new ManagedBackend(), name, 96, out WindowSet data);
        using INetwork fresh = TestNetworks.Open(new ManagedBackend(), name, 96, out _);
        float[] predictions = new float[96 * used.Shape.Outputs];
        used.Pass(TestSeries.Range(0, 96), 0.5, new RandomStream(1), predictions);

        double loss = used.Pass([5, 80, 41], 0, new RandomStream(1), predictions);

        Assert.Equal(fresh.Pass([5, 80, 41], 0, new RandomStream(1), new float[3 * used.Shape.Outputs]), loss);
        for (int p = 0; p < used.Parameters.Count; p++)
        {
            Assert.Equal(fresh.Gradients(p).ToArray(), used.Gradients(p).ToArray());
        }
        Assert.All(used.DroppedUnits.ToArray(), d => Assert.Equal(0, d));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Passes_AfterTheFirst_AllocateNothing(string name)
    {
        using INetwork network = TestNetworks.Open(new ManagedBackend(), name, 70, out _);
        network.SetMask(1, new Mask(network.Parameters[1].Length));
        int[] windows = TestSeries.Range(0, 70);
        float[] test = new float[100 * network.Shape.Outputs];
        RandomStream dropout = new(4);
        OptimizerSpec adam = new();
        long before = 0;
        for (int round = 0; round < 3; round++)
        {
            before = GC.GetAllocatedBytesForCurrentThread();
            network.ForwardBackward(windows, 0.3, dropout);
            network.OptimizerStep(adam);
            network.Predict(3, test, 0, dropout);
            network.Predict(3, test, 0.3, dropout);
        }
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    [Theory]
    [MemberData(nameof(Paths))]
    public void OptimizerStep_MaskedWeights_StayExactlyZeroAndOthersMove(string name, KernelPath path)
    {
        using INetwork network = TestNetworks.Open(new ManagedBackend(path), name, 70, out WindowSet data);
        RandomStream pick = new(8), dropout = new(9);
        Mask?[] masks = [.. network.Parameters.Select(p => p.IsPrunable ? new Mask(p.Length) : null)];
        for (int round = 0; round < 6; round++)
        {
            float[][] before = [.. Enumerable.Range(0, masks.Length).Select(p => network.Weights(p).ToArray())];
            network.ForwardBackward(TestSeries.Windows(70, data.Count, (ulong)round + 1), 0.2, dropout);
            for (int p = 0; p < masks.Length; p++)
            {
                if (masks[p] is not Mask mask)
                {
                    continue;
                }
                for (int k = 0; k < mask.Length / 8; k++)
                {
                    mask.Prune(pick.NextInt32(mask.Length));
                }
                network.SetMask(p, mask);
            }
            network.OptimizerStep(new OptimizerSpec());
            int moved = 0, active = 0;
            for (int p = 0; p < masks.Length; p++)
            {
                for (int i = 0; masks[p] is Mask mask && i < mask.Length; i++)
                {
                    Assert.True(mask.Bits[i] == 1 || network.Weights(p)[i] == 0, $"{network.Parameters[p].Name}[{i}]");
                    active += mask.Bits[i];
                    moved += mask.Bits[i] == 1 && network.Weights(p)[i] != before[p][i] ? 1 : 0;
                }
            }
            Assert.InRange(moved, active / 2, active);
        }
    }

    [Fact]
    public void OptimizerStep_PrunedNormScales_StayExactlyZero()
    {
        NetworkShape shape = TestNetworks.Shape("patchtst", 20);
        PatchTstSpec spec = shape.Spec.PatchTst with { PruneNormScales = true };
        using INetwork network = new ManagedBackend().Create(shape with { Spec = shape.Spec with { PatchTst = spec } }, new RandomStream(1));
        network.Bind(TestNetworks.Data(shape));
        int[] scales = [.. Enumerable.Range(0, network.Parameters.Count)
            .Where(p => network.Parameters[p].Module == "LayerNorm" && network.Parameters[p].IsPrunable)];
        Assert.Equal(
            ["encoder.layers.0.norm1.weight", "encoder.layers.0.norm2.weight", "encoder.layers.1.norm1.weight", "encoder.layers.1.norm2.weight"],
            scales.Select(p => network.Parameters[p].Name));
        foreach (int p in scales)
        {
            Mask mask = new(network.Parameters[p].Length);
            for (int i = 0; i < mask.Length; i += 3)
            {
                mask.Prune(i);
            }
            network.SetMask(p, mask);
        }
        for (int step = 0; step < 3; step++)
        {
            network.ForwardBackward(TestSeries.Range(step, 20), 0, new RandomStream(1));
            network.OptimizerStep(new OptimizerSpec());
        }
        foreach (int p in scales)
        {
            for (int i = 0; i < network.Parameters[p].Length; i++)
            {
                Assert.Equal(i % 3 == 0, network.Weights(p)[i] == 0);
            }
        }
    }

    [Theory]
    [MemberData(nameof(Paths))]
    public void Predict_ManyWindows_IsWhatForwardBackwardPredicts(string name, KernelPath path)
    {
        using INetwork network = TestNetworks.Open(new ManagedBackend(path), name, 100, out _);
        float[] trained = new float[100], predicted = new float[100];
        network.Pass(TestSeries.Range(4, 100), 0, new RandomStream(1), trained);

        network.Predict(4, predicted, 0, new RandomStream(1));

        Assert.Equal(trained, predicted);
        network.Predict(4, predicted, 0.3, new RandomStream(1));
        Assert.NotEqual(trained, predicted);
    }

    [Theory]
    [MemberData(nameof(Paths))]
    public void ForwardBackward_NaNWeight_ReachesTheLoss(string name, KernelPath path)
    {
        using INetwork network = TestNetworks.Open(new ManagedBackend(path), name, 4, out _);
        float[] weights = network.Weights(0).ToArray();
        weights.AsSpan().Fill(float.NaN);
        network.SetWeights(0, weights);

        Assert.True(double.IsNaN(network.Pass([0, 1, 2, 3], 0, new RandomStream(1), new float[4])));
    }

    [Theory]
    [InlineData(30, 20, 0, 64)]
    [InlineData(31, 6, 0, 16)]
    [InlineData(120, 4, 1, 64)]
    public void BytesOf_PatchTst_IsWhatTheNetworkAllocates(int window, int inputs, int patchLength, int batch)
    {
        NetworkSpec spec = new() { Kind = NetworkKind.PatchTst, PatchTst = new PatchTstSpec { PatchLength = patchLength } };
        NetworkShape shape = new(spec, inputs, window, batch);
        RandomStream stream = new(1);
        long before = GC.GetAllocatedBytesForCurrentThread();

        using INetwork network = new ManagedBackend().Create(shape, stream);

        double allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        Assert.InRange(ManagedBackend.BytesOf(shape) / allocated, 0.85, 1.15);
    }

    private static float[][] Train(string name)
    {
        using INetwork network = TestNetworks.Open(new ManagedBackend(), name, 30, out WindowSet data);
        RandomStream dropout = new(3);
        for (int step = 0; step < 4; step++)
        {
            network.ForwardBackward(TestSeries.Windows(30, data.Count, (ulong)step + 1), 0.3, dropout);
            network.OptimizerStep(new OptimizerSpec());
        }
        return [.. Enumerable.Range(0, network.Parameters.Count).Select(p => network.Weights(p).ToArray())];
    }
}
