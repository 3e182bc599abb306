using PruningLab.Engine.Data;
using PruningLab.Engine.Networks;
using PruningLab.Engine.Training;

namespace PruningLab.Engine.Tests.Conformance;

/// <content>Losses and errors, taken in any rhythm; calls that cannot be.</content>
public abstract partial class BackendConformance
{
    [Theory]
    [MemberData(nameof(Cases))]
    public void TakeLosses_InAnyRhythm_HandsOverEachOnceOldestFirst(string name)
    {
        ConformanceCase c = ConformanceCase.Of(name);
        double[] each = new double[12];
        using (INetwork network = Open(c, out _))
        {
            for (int batch = 0; batch < 12; batch++)
            {
                network.ForwardBackward(c.Windows(batch), 0, new RandomStream(1));
                network.OptimizerStep(Optimizers[0]);
                Assert.Equal(1, network.TakeLosses(each.AsSpan(batch)));
            }
            Assert.Equal(0, network.TakeLosses(new double[3]));
        }
        using INetwork other = Open(c, out _);
        double[] taken = new double[20];
        int batches = 0;
        foreach (int many in new[] { 3, 1, 0, 6, 2 })
        {
            for (int batch = batches; batch < batches + many; batch++)
            {
                other.ForwardBackward(c.Windows(batch), 0, new RandomStream(1));
                other.OptimizerStep(Optimizers[0]);
            }
            Assert.Equal(many, other.TakeLosses(taken));
            Assert.Equal(each[batches..(batches + many)], taken[..many]);
            batches += many;
        }
    }

    [Fact]
    public void TakeLosses_LittleRoomAfterManyBatches_HandsOverTheLatestAndForgetsTheRest()
    {
        ConformanceCase c = ConformanceCase.All[0];
        using INetwork network = Open(c, out _);
        double[] all = new double[150];
        for (int batch = 0; batch < all.Length; batch++)
        {
            all[batch] = new ReferenceNetwork(network).Loss(c.Data(), c.Windows(batch));
            network.ForwardBackward(c.Windows(batch), 0, new RandomStream(1));
        }
        double[] taken = new double[4];
        Assert.Equal(4, network.TakeLosses(taken));
        for (int i = 0; i < 4; i++)
        {
            Assert.Equal(all[146 + i], taken[i], ForwardTolerance * (1 + taken[i]));
        }
        Assert.Equal(0, network.TakeLosses(taken));
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void TakeErrors_AfterSomeBatches_AreThoseOfTheirPredictions(string name)
    {
        ConformanceCase c = ConformanceCase.Of(name);
        using INetwork network = Open(c, out WindowSet data);
        Assert.Equal(0, network.TakeErrors().Windows);
        foreach (int batches in new[] { 1, 3 })
        {
            ErrorSum expected = default;
            for (int batch = 0; batch < batches; batch++)
            {
                int[] windows = c.Windows(batch)[..Math.Max(1, c.Batch - batch)];
                (_, float[] predictions) = Pass(network, windows, 0.2, (ulong)batch);
                for (int n = 0; n < windows.Length; n++)
                {
                    expected.Add(predictions.AsSpan(n * c.Outputs, c.Outputs), data, windows[n]);
                }
            }
            ErrorSum errors = network.TakeErrors();
            Assert.Equal(expected.Windows, errors.Windows);
            ErrorFigures want = expected.Mean(data), have = errors.Mean(data);
            Assert.Equal(want.Loss, have.Loss, ForwardTolerance * (1 + want.Loss));
            Assert.Equal(want.Accuracy, have.Accuracy);
            if (data.Task == TaskKind.Regression)
            {
                Assert.Equal(want.MeanSquaredError, have.MeanSquaredError, ForwardTolerance * (1 + want.MeanSquaredError));
                Assert.Equal(want.MeanAbsoluteError, have.MeanAbsoluteError, ForwardTolerance * (1 + want.MeanAbsoluteError));
            }
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Bind_DataThatDoNotFit_Throws(string name)
    {
        ConformanceCase c = ConformanceCase.Of(name);
        using INetwork network = Open(c, out WindowSet data);
        Assert.Throws<ArgumentException>(() => network.Bind(c.Data(windowOff: 1)));
        Assert.Throws<ArgumentException>(() => network.Bind(c.Data(inputsOff: 1)));
        Assert.Throws<ArgumentException>(() => network.Bind(c.Data(outputsOff: 1)));
        TaskKind otherTask = c.Task == TaskKind.Regression ? TaskKind.Classification : TaskKind.Regression;
        Assert.Throws<ArgumentException>(() => network.Bind((c with { Task = otherTask, Outputs = Math.Max(2, c.Outputs) }).Data()));
        AssertForward(new ReferenceNetwork(network).Predict(data, 1), Predictions(network, 1, 1), "output");
    }

    [Fact]
    public void Calls_ThatCannotBe_SayWhatIsWrong()
    {
        ConformanceCase c = ConformanceCase.All[0];
        RandomStream stream = new(1);
        using INetwork network = Backend.Create(c.Shape, new RandomStream(1));
        Assert.Throws<InvalidOperationException>(() => network.ForwardBackward([0], 0, stream));
        Assert.Throws<InvalidOperationException>(() => network.Predict(0, new float[1], 0, stream));
        WindowSet data = c.Data();
        network.Bind(data);
        Assert.Throws<ArgumentException>(() => network.ForwardBackward([], 0, stream));
        Assert.Throws<ArgumentException>(() => network.ForwardBackward(new int[c.Batch + 1], 0, stream));
        Assert.Throws<ArgumentOutOfRangeException>(() => network.ForwardBackward([-1], 0, stream));
        Assert.Throws<ArgumentOutOfRangeException>(() => network.ForwardBackward([data.Count], 0, stream));
        foreach (double rate in new[] { -0.1, 1, double.NaN })
        {
            Assert.Throws<ArgumentOutOfRangeException>(() => network.ForwardBackward([0], rate, stream));
            Assert.Throws<ArgumentOutOfRangeException>(() => network.Predict(0, new float[1], rate, stream));
        }
        Assert.Throws<ArgumentOutOfRangeException>(() => network.Predict(-1, new float[1], 0, stream));
        Assert.Throws<ArgumentOutOfRangeException>(() => network.Predict(data.Count - 4, new float[5], 0, stream));
        Assert.Throws<ArgumentException>(() => network.SetWeights(0, new float[3]));
        network.ForwardBackward([0, 1], 0, stream);
        Assert.Throws<ArgumentException>(() => network.CopyPredictions(new float[1]));
        network.Dispose();
        Assert.Throws<ObjectDisposedException>(() => network.Predict(0, new float[1], 0, stream));
        Assert.Throws<ObjectDisposedException>(() => network.ForwardBackward([0], 0, stream));
    }

    [Fact]
    public void Predict_RoomThatHoldsNoWholeWindow_Throws()
    {
        ConformanceCase c = ConformanceCase.All.First(one => one.Outputs == 2);
        using INetwork network = Open(c, out _);
        Assert.Throws<ArgumentException>(() => network.Predict(0, new float[3], 0, new RandomStream(1)));
    }
}
