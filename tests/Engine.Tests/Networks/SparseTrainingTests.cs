using PruningLab.Engine.Data;
using PruningLab.Engine.Kernels;
using PruningLab.Engine.Networks;
using PruningLab.Engine.Plasticity;
using PruningLab.Engine.Tests.Kernels;
using PruningLab.Engine.Training;

namespace PruningLab.Engine.Tests.Networks;

/// <summary>Networks whose matrices run sparse against the same networks run dense.</summary>
public sealed class SparseTrainingTests
{
    private const int Batch = 24;
    private static readonly OptimizerSlot[] Slots = Enum.GetValues<OptimizerSlot>();

    public static TheoryData<NetworkKind, KernelPath, OptimizerKind> Cases()
    {
        TheoryData<NetworkKind, KernelPath, OptimizerKind> data = [];
        foreach (KernelPath path in TestedPaths.ForLongTests)
        {
            data.Add(NetworkKind.Rnn, path, OptimizerKind.Adam);
            data.Add(NetworkKind.Lstm, path, OptimizerKind.Adam);
            data.Add(NetworkKind.Mlp, path, OptimizerKind.Adam);
            data.Add(NetworkKind.Lstm, path, OptimizerKind.Sgd);
        }
        return data;
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Training_WithShrinkingMasks_AgreesWithDenseKernels(NetworkKind kind, KernelPath path, OptimizerKind optimizer)
    {
        const int Steps = 30;
        OptimizerSpec spec = new() { Kind = optimizer, LearningRate = 0.01 };
        INetwork[] networks =
        [
            Open(kind, path, KernelMode.Dense, out int windows), Open(kind, path, KernelMode.Sparse, out _),
            Open(kind, path, KernelMode.Automatic, out _),
        ];
        Mask[][] masks = [.. networks.Select(n => n.Parameters.Select(p => new Mask(p.Length)).ToArray())];
        for (int step = 0; step < Steps; step++)
        {
            for (int n = 0; n < networks.Length; n++)
            {
                Shrink(networks[n], masks[n], step);
                networks[n].ForwardBackward(TestSeries.Windows(Batch, windows, (ulong)step), 0.2, new RandomStream(3));
                networks[n].OptimizerStep(spec);
                AssertZeros(networks[n], masks[n]);
            }
        }
        foreach (INetwork network in networks[1..])
        {
            for (int p = 0; p < network.Parameters.Count; p++)
            {
                // Adam divides by the root of the second moment, so that where gradients are tiny, rounding shows.
                AssertClose(networks[0].Weights(p), network.Weights(p), optimizer == OptimizerKind.Adam ? 1e-4f : 1e-5f);
                AssertClose(networks[0].Gradients(p), network.Gradients(p), 1e-4f);
                foreach (OptimizerSlot slot in Slots)
                {
                    AssertClose(networks[0].OptimizerState(p, slot), network.OptimizerState(p, slot), 1e-4f);
                }
            }
        }
        MatrixKernels kernels = ((IKernelChoice)networks[2]).KernelsOf(0);
        Assert.Equal(new MatrixKernels(true, true, true), kernels);
    }

    [Theory]
    [InlineData(NetworkKind.Rnn, 21)]
    [InlineData(NetworkKind.Lstm, 21)]
    [InlineData(NetworkKind.Mlp, 21)]
    [InlineData(NetworkKind.Rnn, 270)]
    [InlineData(NetworkKind.Lstm, 130)]
    public void Pass_ForwardAndBackward_GivesTheBitsOfDenseKernels(NetworkKind kind, int hidden)
    {
        foreach (KernelPath path in Enum.GetValues<KernelPath>())
        {
            using INetwork dense = Open(kind, path, KernelMode.Dense, out int windows, hidden);
            using INetwork sparse = Open(kind, path, KernelMode.Sparse, out _, hidden);
            foreach (INetwork network in new[] { dense, sparse })
            {
                Mask[] masks = [.. network.Parameters.Select(p => new Mask(p.Length))];
                Shrink(network, masks, 0);
                Shrink(network, masks, 1);
            }
            float[] a = new float[Batch], b = new float[Batch];

            double lossOfDense = dense.Pass(TestSeries.Windows(Batch, windows), 0, new RandomStream(1), a);
            double lossOfSparse = sparse.Pass(TestSeries.Windows(Batch, windows), 0, new RandomStream(1), b);

            Assert.Equal(lossOfDense, lossOfSparse);
            Assert.Equal(a, b);
            for (int p = 0; p < dense.Parameters.Count; p++)
            {
                if (dense.Parameters[p].IsPrunable)
                {
                    AssertClose(dense.Gradients(p), sparse.Gradients(p), 1e-5f);
                }
                else
                {
                    // Gradients of biases are sums of what came back through the data gradients.
                    Assert.Equal(dense.Gradients(p).ToArray(), sparse.Gradients(p).ToArray());
                }
            }
        }
    }

    [Theory]
    [InlineData(true, false)]
    [InlineData(false, true)]
    public void Pass_OneRecurrentMatrixDenseTheOtherSparse_GivesTheBitsOfDenseKernels(bool pruneInput, bool pruneHidden)
    {
        foreach (NetworkKind kind in new[] { NetworkKind.Rnn, NetworkKind.Lstm })
        {
            using INetwork dense = Open(kind, KernelPath.Vector256, KernelMode.Dense, out int windows, 140);
            using INetwork mixed = Open(kind, KernelPath.Vector256, KernelMode.Automatic, out _, 140);
            float[] a = new float[Batch], b = new float[Batch];
            foreach (INetwork network in new[] { dense, mixed })
            {
                for (int p = 0; p < 2; p++)
                {
                    Mask mask = new(network.Parameters[p].Length);
                    for (int i = 0; i < mask.Length && (p == 0 ? pruneInput : pruneHidden); i++)
                    {
                        if (i % 5 != 0)
                        {
                            mask.Prune(i);
                        }
                    }
                    network.SetMask(p, mask);
                }
            }

            double loss = dense.Pass(TestSeries.Windows(Batch, windows), 0, new RandomStream(1), a);

            Assert.Equal(loss, mixed.Pass(TestSeries.Windows(Batch, windows), 0, new RandomStream(1), b));
            Assert.Equal(a, b);
            Assert.Equal(pruneInput, ((IKernelChoice)mixed).KernelsOf(0).Forward);
            Assert.Equal(pruneHidden, ((IKernelChoice)mixed).KernelsOf(1).Forward);
            for (int p = 0; p < dense.Parameters.Count; p++)
            {
                AssertClose(dense.Gradients(p), mixed.Gradients(p), 1e-5f);
            }
        }
    }

    [Fact]
    public void ForwardBackward_MaskedGradientsAskedFor_FillsThemAndLeavesTheWeightsZero()
    {
        using INetwork dense = Open(NetworkKind.Lstm, KernelPath.Vector512, KernelMode.Dense, out int windows);
        using INetwork sparse = Open(NetworkKind.Lstm, KernelPath.Vector512, KernelMode.Sparse, out _);
        int[] batch = TestSeries.Windows(Batch, windows);
        Mask[][] masks = [.. new[] { dense, sparse }.Select(n => n.Parameters.Select(p => new Mask(p.Length)).ToArray())];
        Shrink(dense, masks[0], 1);
        Shrink(sparse, masks[1], 1);

        dense.ForwardBackward(batch, 0, new RandomStream(1), maskedGradients: true);
        sparse.ForwardBackward(batch, 0, new RandomStream(1), maskedGradients: true);

        int pruned = Enumerable.Range(0, masks[1][1].Length).First(i => !masks[1][1][i]);
        Assert.NotEqual(0f, sparse.Gradients(1)[pruned]);
        AssertClose(dense.Gradients(1), sparse.Gradients(1), 1e-6f);
        // A weight that comes back now moves by the gradient it was given.
        masks[1][1].Revive(pruned);
        sparse.SetMask(1, masks[1][1]);
        sparse.OptimizerStep(new OptimizerSpec { Kind = OptimizerKind.Sgd, LearningRate = 0.5, Momentum = 0 });
        Assert.Equal(-0.5f * dense.Gradients(1)[pruned], sparse.Weights(1)[pruned], 1e-6f);
        AssertZeros(sparse, masks[1]);

        sparse.ForwardBackward(batch, 0, new RandomStream(1));
        for (int i = 0; i < masks[1][1].Length; i++)
        {
            Assert.True(masks[1][1][i] || sparse.Gradients(1)[i] == 0);
        }
    }

    [Theory]
    [InlineData(KernelMode.Dense)]
    [InlineData(KernelMode.Sparse)]
    public void OptimizerStep_MaskChangedInPlaceWithAsManyWeights_HoldsThePrunedOneAtZero(KernelMode mode)
    {
        using INetwork network = Open(NetworkKind.Rnn, KernelPath.Vector256, mode, out int windows);
        Mask[] masks = [.. network.Parameters.Select(p => new Mask(p.Length))];
        Shrink(network, masks, 0);
        int pruned = Enumerable.Range(0, masks[1].Length).First(i => !masks[1][i]);
        int active = Enumerable.Range(0, masks[1].Length).First(i => masks[1][i]);
        network.ForwardBackward(TestSeries.Windows(Batch, windows), 0, new RandomStream(1), maskedGradients: true);

        // The network keeps the mask: nobody has to hand it over before the step.
        masks[1].Revive(pruned);
        masks[1].Prune(active);
        network.OptimizerStep(new OptimizerSpec());

        AssertZeros(network, masks);
        Assert.NotEqual(0f, network.Weights(1)[pruned]);
        Assert.Equal(0f, network.OptimizerState(1, OptimizerSlot.FirstMoment)[active]);
    }

    [Fact]
    public void Mode_ChangedInMidTraining_KeepsWeightsMasksAndMoments()
    {
        using INetwork network = Open(NetworkKind.Rnn, KernelPath.Vector512, KernelMode.Automatic, out int windows);
        Mask[] masks = [.. network.Parameters.Select(p => new Mask(p.Length))];
        Shrink(network, masks, 1);
        network.ForwardBackward(TestSeries.Windows(Batch, windows), 0, new RandomStream(1));
        network.OptimizerStep(new OptimizerSpec());
        float[][] before = State(network);
        foreach (KernelMode mode in new[] { KernelMode.Sparse, KernelMode.Dense, KernelMode.Automatic })
        {
            ((IKernelChoice)network).Mode = mode;
            Assert.Equal(before, State(network));
        }
    }

    [Theory]
    [InlineData(NetworkKind.Rnn)]
    [InlineData(NetworkKind.Lstm)]
    [InlineData(NetworkKind.Mlp)]
    public void Steps_Sparse_AllocateNothingEvenWhenMasksShrink(NetworkKind kind)
    {
        using INetwork network = Open(kind, KernelPath.Vector512, KernelMode.Sparse, out int windows);
        Mask[] masks = [.. network.Parameters.Select(p => new Mask(p.Length))];
        int[] batch = TestSeries.Windows(Batch, windows);
        float[] predictions = new float[40];
        RandomStream dropout = new(1), pick = new(11);
        OptimizerSpec adam = new(), sgd = new() { Kind = OptimizerKind.Sgd };
        long before = 0;
        for (int round = 0; round < 4; round++)
        {
            before = GC.GetAllocatedBytesForCurrentThread();
            Shrink(network, masks, round, pick);
            network.ForwardBackward(batch, 0.2, dropout);
            network.OptimizerStep(adam);
            network.ForwardBackward(batch, 0, dropout, maskedGradients: true);
            network.OptimizerStep(sgd);
            network.Predict(0, predictions, 0, dropout);
            _ = network.Weights(0);
        }
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    private static INetwork Open(NetworkKind kind, KernelPath path, KernelMode mode, out int windows, int hidden = 21)
    {
        WindowSet data = TestSeries.Random(90, 5, 6);
        NetworkShape shape = TestSeries.Shape(kind, hidden, 5, 6, Batch);
        INetwork network = new ManagedBackend(path, mode).Create(shape, new RandomStream(1));
        network.Bind(data);
        windows = data.Count;
        return network;
    }

    /// <summary>Prunes a part of what is left, at random; in the end some nine tenths are gone.</summary>
    private static void Shrink(INetwork network, Mask[] masks, int step) =>
        Shrink(network, masks, step, new RandomStream((ulong)step + 11));

    private static void Shrink(INetwork network, Mask[] masks, int step, RandomStream pick)
    {
        for (int p = 0; p < masks.Length; p++)
        {
            for (int i = 0; i < masks[p].Length && network.Parameters[p].IsPrunable; i++)
            {
                if (pick.NextSingle() < (step < 2 ? 0.4f : 0.06f))
                {
                    masks[p].Prune(i);
                }
            }
            if (network.Parameters[p].IsPrunable)
            {
                network.SetMask(p, masks[p]);
            }
        }
    }

    private static float[][] State(INetwork network) =>
        [.. Enumerable.Range(0, network.Parameters.Count).SelectMany(p =>
            Slots.Select(slot => network.OptimizerState(p, slot).ToArray())
                .Append(network.Weights(p).ToArray()).Append(network.Gradients(p).ToArray()))];

    private static void AssertZeros(INetwork network, Mask[] masks)
    {
        for (int p = 0; p < masks.Length; p++)
        {
            ReadOnlySpan<float> weights = network.Weights(p), gradients = network.Gradients(p);
            for (int i = 0; i < masks[p].Length; i++)
            {
                Assert.True(masks[p][i] || BitConverter.SingleToInt32Bits(weights[i]) == 0, $"{p}[{i}] is {weights[i]}.");
                Assert.True(masks[p][i] || !float.IsNaN(gradients[i]));
            }
        }
    }

    private static void AssertClose(ReadOnlySpan<float> expected, ReadOnlySpan<float> actual, float tolerance)
    {
        Assert.Equal(expected.Length, actual.Length);
        float largest = 0;
        foreach (float value in expected)
        {
            largest = Math.Max(largest, Math.Abs(value));
        }
        for (int i = 0; i < expected.Length; i++)
        {
            Assert.Equal(expected[i], actual[i], tolerance * largest);
        }
    }
}
