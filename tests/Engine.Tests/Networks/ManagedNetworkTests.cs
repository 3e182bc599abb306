using PruningLab.Engine.Data;
using PruningLab.Engine.Kernels;
using PruningLab.Engine.Networks;
using PruningLab.Engine.Plasticity;
using PruningLab.Engine.Training;

namespace PruningLab.Engine.Tests.Networks;

public sealed class ManagedNetworkTests
{
    [Fact]
    public void Parameters_Lstm_AreThoseOfPyTorch()
    {
        using INetwork network = Create(NetworkKind.Lstm, 8, 3, 2, 4);

        Assert.Equal(
            ["lstm.weight_ih_l0 32x3", "lstm.weight_hh_l0 32x8", "lstm.bias_ih_l0 32x1", "lstm.bias_hh_l0 32x1", "fc.weight 1x8", "fc.bias 1x1"],
            network.Parameters.Select(p => $"{p.Name} {p.Rows}x{p.Columns}"));
        Assert.Equal(["i", "f", "g", "o"], network.Parameters[1].Gates);
        Assert.Equal(["LSTM_weight_ih_l0_0", "LSTM_weight_hh_l0_0"], network.Parameters.Take(2).Select(p => p.StatisticsKey));
        Assert.Equal("Linear_weight_1", network.Parameters[4].StatisticsKey);
        Assert.Equal([true, true, false, false, true, false], network.Parameters.Select(p => p.IsPrunable));
    }

    [Fact]
    public void Parameters_Rnn_AreThoseOfPyTorch()
    {
        using INetwork network = Create(NetworkKind.Rnn, 8, 3, 2, 4);

        Assert.Equal(
            ["rnn.weight_ih_l0 8x3", "rnn.weight_hh_l0 8x8", "rnn.bias_ih_l0 8x1", "rnn.bias_hh_l0 8x1", "fc.weight 1x8", "fc.bias 1x1"],
            network.Parameters.Select(p => $"{p.Name} {p.Rows}x{p.Columns}"));
        Assert.All(network.Parameters, p => Assert.Empty(p.Gates));
        Assert.Equal(["input", "hidden", "", "", "hidden", ""], network.Parameters.Select(p => p.From));
        Assert.Equal(["hidden", "hidden", "hidden", "hidden", "output", "output"], network.Parameters.Select(p => p.To));
    }

    [Theory]
    [InlineData(NetworkKind.Rnn)]
    [InlineData(NetworkKind.Lstm)]
    public void Create_DefaultInitialisation_IsUniformWithinOneOverRootHiddenInParameterOrder(NetworkKind kind)
    {
        using INetwork network = Create(kind, 64, 6, 30, 64, seed: 9);
        RandomStream again = new(9);
        for (int p = 0; p < network.Parameters.Count; p++)
        {
            double sum = 0, squares = 0;
            foreach (float w in network.Weights(p))
            {
                Assert.Equal(again.NextSingle(-0.125f, 0.125f), w);
                sum += w;
                squares += w * w;
            }
            int count = network.Parameters[p].Length;
            if (count > 1000)
            {
                Assert.Equal(0, sum / count, 0.01);
                Assert.Equal(0.125 * 0.125 / 3, squares / count, 0.0005);
            }
        }
    }

    [Theory]
    [InlineData(4097, 2, 3, 4, "Hidden units is 4097")]
    [InlineData(4, 4097, 3, 4, "features is 4097")]
    [InlineData(4, 2, 366, 4, "window in rows is 366")]
    [InlineData(4, 2, 3, 4097, "batch size is 4097")]
    [InlineData(1024, 4096, 365, 64, "2.7 GB")]
    public void Create_SizeBeyondTheLimits_ThrowsASentence(int hidden, int inputs, int window, int batch, string named)
    {
        SettingException e = Assert.Throws<SettingException>(() => Create(NetworkKind.Lstm, hidden, inputs, window, batch));
        Assert.Contains(named, e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Create_ThreadsThatTakeTooMuchMemoryTogether_SaysThatFewerHelp()
    {
        NetworkShape shape = TestSeries.Shape(NetworkKind.Lstm, 1024, 4096, 60, 64);
        ManagedBackend backend = new() { MaxThreads = 4 };
        SettingException e = Assert.Throws<SettingException>(() => backend.Create(shape with { Threads = 4 }, new RandomStream(1)));
        Assert.Contains("choose fewer threads, fewer hidden units", e.Message, StringComparison.Ordinal);
    }

    /// <summary>The managed engine's own promise, beside the conformance suite: bits pruned in a mask that the network holds
    /// are zeros after the next step, even before it is told.</summary>
    [Fact]
    public void OptimizerStep_BitsPrunedWithoutSetMask_AreZeroAfterTheStep()
    {
        using INetwork network = Create(NetworkKind.Lstm, 11, 3, 4, 16);
        network.Bind(TestSeries.Random(80, 3, 4));
        Mask mask = new(network.Parameters[1].Length);
        network.SetMask(1, mask);
        mask.Prune(3);
        network.ForwardBackward(TestSeries.Range(0, 16), 0, new RandomStream(1));
        network.OptimizerStep(new OptimizerSpec());
        Assert.Equal(0f, network.Weights(1)[3]);
        Assert.NotEqual(0f, network.Weights(1)[4]);
    }

    [Fact]
    public void Predict_WithDropout_DrawsOneNumberPerUnitAndWindowWhateverTheBatchSize()
    {
        WindowSet data = TestSeries.Random(220, 2, 3);
        float[][] predictions = new float[2][];
        ulong[] next = new ulong[2];
        int[] batches = [1, 128];
        for (int i = 0; i < 2; i++)
        {
            using INetwork network = Create(NetworkKind.Rnn, 5, 2, 3, batches[i], seed: 2);
            network.Bind(data);
            RandomStream stream = new(6);
            predictions[i] = new float[150];
            network.Predict(0, predictions[i], 0.4, stream);
            next[i] = stream.NextUInt64();
        }
        Assert.Equal(predictions[0], predictions[1]);
        Assert.Equal(next[0], next[1]);
        RandomStream counted = new(6);
        for (int i = 0; i < 5 * 150; i++)
        {
            counted.NextSingle();
        }
        Assert.Equal(counted.NextUInt64(), next[0]);
    }

    [Theory]
    [InlineData(30, 20, 0, 64)]
    [InlineData(31, 6, 0, 16)]
    [InlineData(120, 4, 1, 64)]
    public void BytesOf_HalfPrunedPatchTst_IsWhatTheNetworkAllocates(int window, int inputs, int patchLength, int batch)
    {
        NetworkSpec spec = new() { Kind = NetworkKind.PatchTst, PatchTst = new PatchTstSpec { PatchLength = patchLength } };
        NetworkShape shape = new(spec, inputs, window, batch);
        RandomStream stream = new(1);
        WindowSet data = TestSeries.Random(window + 90, inputs, window);
        ParameterInfo[] infos = [.. Architecture.Of(shape).Parameters];
        Engine.Plasticity.Mask[] masks = [.. infos.Select(info => Half(info.Length))];
        int[] windows = TestSeries.Range(0, batch);
        long before = GC.GetAllocatedBytesForCurrentThread();

        using INetwork network = new ManagedBackend(KernelPath.Vector512, KernelMode.Sparse).Create(shape, stream);
        network.Bind(data);
        for (int p = 0; p < infos.Length; p++)
        {
            if (infos[p].IsPrunable)
            {
                network.SetMask(p, masks[p]);
            }
        }
        network.ForwardBackward(windows, 0, stream);

        double allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        Assert.InRange(ManagedBackend.BytesOf(shape) / allocated, 0.85, 1.15);
    }

    [Fact]
    public void Parameters_PrunableNormScales_AreThoseOfTheBlocks()
    {
        PatchTstSpec spec = new() { Blocks = 2, PruneNormScales = true };
        NetworkShape shape = new(new NetworkSpec { Kind = NetworkKind.PatchTst, PatchTst = spec }, 3, 5, 4);
        Assert.Equal(
            ["encoder.layers.0.norm1.weight", "encoder.layers.0.norm2.weight", "encoder.layers.1.norm1.weight", "encoder.layers.1.norm2.weight"],
            Architecture.Of(shape).Parameters.Where(p => p.Module == "LayerNorm" && p.IsPrunable).Select(p => p.Name));
    }

    private static Engine.Plasticity.Mask Half(int length)
    {
        Engine.Plasticity.Mask mask = new(length);
        for (int i = 0; i < length; i += 2)
        {
            mask.Prune(i);
        }
        return mask;
    }

    private static INetwork Create(NetworkKind kind, int hidden, int inputs, int window, int batch, ulong seed = 1) =>
        new ManagedBackend().Create(TestSeries.Shape(kind, hidden, inputs, window, batch), new RandomStream(seed));
}
