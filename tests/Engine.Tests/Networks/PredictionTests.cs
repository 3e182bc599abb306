using PruningLab.Engine.Data;
using PruningLab.Engine.Networks;
using PruningLab.Engine.Training;

namespace PruningLab.Engine.Tests.Networks;

public sealed class PredictionTests
{
    [Theory]
    [InlineData(NetworkKind.Rnn, 1)]
    [InlineData(NetworkKind.Rnn, 64)]
    [InlineData(NetworkKind.Lstm, 7)]
    [InlineData(NetworkKind.Lstm, 200)]
    public void Predict_AnyCount_AgreesWithReferenceAndLeavesTheNetworkAlone(NetworkKind kind, int batch)
    {
        WindowSet data = TestSeries.Random(220, 3, 4);
        using INetwork network = new ManagedBackend().Create(TestSeries.Shape(kind, 9, 3, 4, batch), new RandomStream(2));
        network.Bind(data);
        network.Pass([1], 0.5, new RandomStream(1), new float[1]);
        byte[] dropped = network.DroppedUnits.ToArray();
        float[] gradients = network.Gradients(1).ToArray();
        float[] predictions = new float[data.Count - 5];

        network.Predict(5, predictions, 0, new RandomStream(1));

        ReferenceNetwork reference = new(network);
        for (int n = 0; n < predictions.Length; n++)
        {
            Assert.Equal(reference.Predict(data, n + 5), predictions[n], 2e-6);
        }
        Assert.Equal(dropped, network.DroppedUnits.ToArray());
        Assert.Equal(gradients, network.Gradients(1).ToArray());
        network.Predict(0, [], 0, new RandomStream(1));
    }

    [Fact]
    public void Passes_WithoutDropout_DoNotTouchTheStream()
    {
        WindowSet data = TestSeries.Random(40, 2, 3);
        using INetwork network = new ManagedBackend().Create(TestSeries.Shape(NetworkKind.Lstm, 5, 2, 3, 8), new RandomStream(2));
        network.Bind(data);
        RandomStream stream = new(6);
        network.Pass([1, 2], 0, stream, new float[2]);
        network.Predict(0, new float[9], 0, stream);
        Assert.Equal(new RandomStream(6).NextUInt64(), stream.NextUInt64());
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
            using INetwork network = new ManagedBackend().Create(
                TestSeries.Shape(NetworkKind.Rnn, 5, 2, 3, batches[i]), new RandomStream(2));
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

    [Fact]
    public void Dropout_ManyPasses_DropsTheGivenShareAndKeepsTheMean()
    {
        const int Passes = 4000, Hidden = 16;
        const double Rate = 0.3;
        WindowSet data = TestSeries.Random(40, 2, 3);
        using INetwork network = new ManagedBackend().Create(
            TestSeries.Shape(NetworkKind.Rnn, Hidden, 2, 3, 1), new RandomStream(2));
        network.Bind(data);
        float[] y = new float[1];
        network.Predict(0, y, 0, new RandomStream(1));
        double exact = y[0], sum = 0, squares = 0;
        int dropped = 0;
        RandomStream stream = new(3);
        for (int pass = 0; pass < Passes; pass++)
        {
            network.Pass([0], Rate, stream, y);
            sum += y[0];
            squares += (y[0] - exact) * (y[0] - exact);
            foreach (byte unit in network.DroppedUnits)
            {
                dropped += unit;
            }
        }
        double share = dropped / (double)(Passes * Hidden);
        double standardError = Math.Sqrt(squares / Passes / Passes);
        Assert.Equal(Rate, share, 4 * Math.Sqrt(Rate * (1 - Rate) / (Passes * Hidden)));
        Assert.True(standardError > 0);
        Assert.Equal(exact, sum / Passes, 4 * standardError);
    }
}
