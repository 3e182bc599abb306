using PruningLab.Engine.Data;
using PruningLab.Engine.Networks;
using PruningLab.Engine.Training;

namespace PruningLab.Engine.Tests.Conformance;

/// <content>First values, predictions, and what they leave alone.</content>
public abstract partial class BackendConformance
{
    [Theory]
    [MemberData(nameof(Cases))]
    public void Create_FirstValues_AreTheArchitecturesInItsOrder(string name)
    {
        ConformanceCase c = ConformanceCase.Of(name);
        using INetwork network = Backend.Create(c.Shape, new RandomStream(9));
        RandomStream random = new(9);
        Assert.Equal(Architecture.Of(c.Shape).Parameters, network.Parameters);
        Assert.Equal(c.Shape, network.Shape);
        for (int p = 0; p < network.Parameters.Count; p++)
        {
            float[] expected = new float[network.Parameters[p].Length];
            network.Parameters[p].Initial.Fill(random, expected);
            Assert.Equal(expected, network.Weights(p).ToArray());
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Predict_AnyRun_AgreesWithTheReference(string name)
    {
        using INetwork network = Open(ConformanceCase.Of(name), out WindowSet data);
        ReferenceNetwork reference = new(network);
        foreach ((int first, int windows) in new[] { (0, data.Count), (3, 1), (data.Count - 17, 17), (5, 0) })
        {
            float[] predictions = Predictions(network, first, windows);
            for (int n = 0; n < windows; n += 1 + (windows / 40))
            {
                AssertForward(
                    reference.Predict(data, first + n), predictions.AsSpan(n * data.Outputs, data.Outputs), $"window {first + n}, output");
            }
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Predict_BetweenBatches_LeavesTrainingAlone(string name)
    {
        ConformanceCase c = ConformanceCase.Of(name);
        using INetwork network = Open(c, out WindowSet data);
        network.ForwardBackward(c.Windows(0), 0.4, new RandomStream(1));
        float[] predictions = new float[c.Batch * c.Outputs];
        network.CopyPredictions(predictions);
        byte[] dropped = network.DroppedUnits.ToArray();
        float[][] gradients = [.. network.Parameters.Select((_, p) => network.Gradients(p).ToArray())];

        network.Predict(0, new float[data.Count * c.Outputs], 0, new RandomStream(1));
        network.Predict(1, new float[7 * c.Outputs], 0.5, new RandomStream(1));

        Assert.Equal(dropped, network.DroppedUnits.ToArray());
        Assert.Equal(gradients, network.Parameters.Select((_, p) => network.Gradients(p).ToArray()));
        float[] again = new float[predictions.Length];
        network.CopyPredictions(again);
        Assert.Equal(predictions, again);
        Assert.Equal(c.Batch, network.TakeErrors().Windows);
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Predict_SameWindows_EqualsTheTrainingPassWithoutDropout(string name)
    {
        ConformanceCase c = ConformanceCase.Of(name);
        using INetwork network = Open(c, out WindowSet data);
        int count = Math.Min(c.Batch, data.Count - 4);
        float[] predictions = Predictions(network, 4, count);
        (_, float[] trained) = Pass(network, [.. Enumerable.Range(4, count)]);
        AssertForward([.. predictions.Select(y => (double)y)], trained, "output");
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void SetWeights_NewValues_AreThoseItThenComputesWith(string name)
    {
        ConformanceCase c = ConformanceCase.Of(name);
        using INetwork network = Open(c, out WindowSet data);
        Pass(network, c.Windows(0));
        for (int p = 0; p < network.Parameters.Count; p++)
        {
            float[] values = [.. network.Weights(p).ToArray().Select((w, i) => (0.7f * w) + (0.01f * (i % 5)))];
            network.SetWeights(p, values);
            Assert.Equal(values, network.Weights(p).ToArray());
        }
        AssertForward(new ReferenceNetwork(network).Predict(data, 11), Predictions(network, 11, 1), "output");
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Bind_OtherData_PredictsThoseFromThenOn(string name)
    {
        ConformanceCase c = ConformanceCase.Of(name);
        using INetwork network = Open(c, out _);
        WindowSet other = c.Data(seed: 99);
        Pass(network, c.Windows(0));
        network.Bind(other);
        AssertForward(new ReferenceNetwork(network).Predict(other, 2), Predictions(network, 2, 1), "output");
        (double loss, _) = Pass(network, c.Windows(1));
        double expected = new ReferenceNetwork(network).Loss(other, c.Windows(1));
        Assert.Equal(expected, loss, ForwardTolerance * (1 + expected));
    }
}
