using PruningLab.Engine.Data;
using PruningLab.Engine.Kernels;
using PruningLab.Engine.Networks;
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
    [InlineData(NetworkKind.Rnn)]
    [InlineData(NetworkKind.Lstm)]
    public void Training_SameSeed_GivesSameBits(NetworkKind kind)
    {
        float[][] first = Train(kind), second = Train(kind);
        for (int p = 0; p < first.Length; p++)
        {
            Assert.Equal(first[p], second[p]);
        }
        Assert.NotEqual(first[0], Train(kind, seed: 2)[0]);
    }

    [Fact]
    public void ForwardBackward_SmallBatchAfterLargeOne_GivesTheBitsOfAFreshNetwork()
    {
        WindowSet data = TestSeries.Random(120, 4, 5);
        using INetwork used = Create(NetworkKind.Lstm, 10, 4, 5, 96), fresh = Create(NetworkKind.Lstm, 10, 4, 5, 96);
        used.Bind(data);
        fresh.Bind(data);
        float[] predictions = new float[96];
        used.Pass(TestSeries.Range(0, 96), 0.5, new RandomStream(1), predictions);

        double loss = used.Pass([5, 80, 41], 0, new RandomStream(1), predictions);

        Assert.Equal(fresh.Pass([5, 80, 41], 0, new RandomStream(1), new float[3]), loss);
        for (int p = 0; p < 6; p++)
        {
            Assert.Equal(fresh.Gradients(p).ToArray(), used.Gradients(p).ToArray());
        }
        Assert.All(used.DroppedUnits.ToArray(), d => Assert.Equal(0, d));
    }

    [Theory]
    [InlineData(NetworkKind.Rnn)]
    [InlineData(NetworkKind.Lstm)]
    public void Passes_AfterTheFirst_AllocateNothing(NetworkKind kind)
    {
        WindowSet data = TestSeries.Random(120, 4, 5);
        using INetwork network = Create(kind, 20, 4, 5, 70);
        network.Bind(data);
        network.SetMask(0, new Engine.Plasticity.Mask(network.Parameters[0].Length));
        int[] windows = TestSeries.Range(0, 70);
        float[] predictions = new float[70], test = new float[100];
        RandomStream dropout = new(4);
        OptimizerSpec adam = new(), sgd = new() { Kind = OptimizerKind.Sgd };
        long before = 0;
        for (int round = 0; round < 3; round++)
        {
            before = GC.GetAllocatedBytesForCurrentThread();
            network.ForwardBackward(windows, 0.3, dropout);
            network.CopyPredictions(predictions);
            network.OptimizerStep(adam);
            network.OptimizerStep(sgd);
            network.Predict(3, test, 0, dropout);
            network.Predict(3, test, 0.3, dropout);
        }
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    [Theory]
    [InlineData(KernelPath.Scalar)]
    [InlineData(KernelPath.Vector256)]
    [InlineData(KernelPath.Vector512)]
    public void ForwardBackward_NaNWeight_ReachesLossAndGradients(KernelPath path)
    {
        WindowSet data = TestSeries.Random(40, 2, 3);
        foreach (NetworkKind kind in new[] { NetworkKind.Rnn, NetworkKind.Lstm })
        {
            using INetwork network = new ManagedBackend(path).Create(TestSeries.Shape(kind, 5, 2, 3, 4), new RandomStream(1));
            network.Bind(data);
            float[] weights = network.Weights(0).ToArray();
            weights[1] = float.NaN;
            network.SetWeights(0, weights);
            float[] predictions = new float[4];

            double loss = network.Pass([0, 1, 2, 3], 0, new RandomStream(1), predictions);

            Assert.True(double.IsNaN(loss));
            Assert.All(predictions, y => Assert.True(float.IsNaN(y)));
            Assert.True(float.IsNaN(network.Gradients(5)[0]));
        }
    }

    [Fact]
    public void Calls_WithWrongArguments_SayWhatIsWrong()
    {
        WindowSet data = TestSeries.Random(40, 2, 3);
        using INetwork network = Create(NetworkKind.Rnn, 5, 2, 3, 4);
        RandomStream stream = new(1);
        float[] predictions = new float[50];

        Assert.Throws<InvalidOperationException>(() => network.Pass([0], 0, stream, predictions));
        Assert.Contains("3 rows with 2 features", Assert.Throws<ArgumentException>(() => network.Bind(TestSeries.Random(40, 2, 4))).Message);
        Assert.Throws<ArgumentException>(() => network.Bind(TestSeries.Random(40, 3, 3)));
        network.Bind(data);
        Assert.Throws<ArgumentException>(() => network.Pass([], 0, stream, predictions));
        Assert.Throws<ArgumentException>(() => network.Pass([0, 1, 2, 3, 4], 0, stream, predictions));
        Assert.Throws<ArgumentOutOfRangeException>(() => network.Pass([-1], 0, stream, predictions));
        Assert.Throws<ArgumentOutOfRangeException>(() => network.Pass([data.Count], 0, stream, predictions));
        Assert.Throws<ArgumentException>(() => network.Pass([0, 1], 0, stream, new float[1]));
        Assert.Throws<ArgumentOutOfRangeException>(() => network.Pass([0], 1, stream, predictions));
        Assert.Throws<ArgumentOutOfRangeException>(() => network.Pass([0], double.NaN, stream, predictions));
        Assert.Throws<ArgumentOutOfRangeException>(() => network.Predict(data.Count - 49, predictions, 0, stream));
        Assert.Throws<ArgumentException>(() => network.SetWeights(0, new float[3]));
        network.Dispose();
        Assert.Throws<ObjectDisposedException>(() => network.Predict(0, predictions.AsSpan(0, 1), 0, stream));
    }

    [Theory]
    [InlineData(2049, 2, 3, 4, "Hidden units is 2049")]
    [InlineData(4, 4097, 3, 4, "features is 4097")]
    [InlineData(4, 2, 366, 4, "window in rows is 366")]
    [InlineData(4, 2, 3, 1025, "batch size is 1025")]
    [InlineData(1024, 4096, 365, 64, "1.9 GB")]
    public void Create_SizeBeyondTheLimits_ThrowsASentence(int hidden, int inputs, int window, int batch, string named)
    {
        SettingException e = Assert.Throws<SettingException>(() => Create(NetworkKind.Lstm, hidden, inputs, window, batch));
        Assert.Contains(named, e.Message, StringComparison.Ordinal);
    }

    private static float[][] Train(NetworkKind kind, ulong seed = 1)
    {
        WindowSet data = TestSeries.Random(120, 4, 5);
        using INetwork network = Create(kind, 20, 4, 5, 32, seed);
        network.Bind(data);
        RandomStream dropout = new(seed);
        for (int step = 0; step < 10; step++)
        {
            network.Pass(TestSeries.Windows(32, data.Count, (ulong)step), 0.3, dropout, new float[32]);
            network.OptimizerStep(new OptimizerSpec());
        }
        return [.. Enumerable.Range(0, network.Parameters.Count).Select(p => network.Weights(p).ToArray())];
    }

    private static INetwork Create(NetworkKind kind, int hidden, int inputs, int window, int batch, ulong seed = 1) =>
        new ManagedBackend().Create(TestSeries.Shape(kind, hidden, inputs, window, batch), new RandomStream(seed));
}
