using PruningLab.Engine.Data;
using PruningLab.Engine.Networks;
using PruningLab.Engine.Plasticity;
using PruningLab.Engine.Training;

namespace PruningLab.Engine.Tests.Conformance;

/// <content>The same bits for the same seed, whoever watches.</content>
public abstract partial class BackendConformance
{
    [Theory]
    [MemberData(nameof(Cases))]
    public void Training_SameSeed_GivesTheSameBitsWatchedOrNot(string name)
    {
        ConformanceCase c = ConformanceCase.Of(name);
        List<float[]> first = Train(c, 1, isWatched: false);
        Assert.Equal(first, Train(c, 1, isWatched: false));
        Assert.Equal(first, Train(c, 1, isWatched: true));
        Assert.NotEqual(first, Train(c, 2, isWatched: false));
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void ForwardBackward_SmallBatchAfterALargeOne_GivesTheBitsOfAFreshNetwork(string name)
    {
        ConformanceCase c = ConformanceCase.Of(name);
        using INetwork used = Open(c, out _), fresh = Open(c, out _);
        Pass(used, c.Windows(0), 0.5);
        int[] few = c.Windows(1)[..Math.Min(3, c.Batch)];
        (double loss, float[] predictions) = Pass(used, few);
        (double expectedLoss, float[] expected) = Pass(fresh, few);
        Assert.Equal(expectedLoss, loss);
        Assert.Equal(expected, predictions);
        for (int p = 0; p < used.Parameters.Count; p++)
        {
            Assert.Equal(fresh.Gradients(p).ToArray(), used.Gradients(p).ToArray());
        }
        Assert.All(used.DroppedUnits.ToArray(), dropped => Assert.Equal(0, dropped));
    }

    private List<float[]> Train(ConformanceCase c, ulong seed, bool isWatched)
    {
        using INetwork network = Open(c, out WindowSet data, seed);
        Dictionary<int, Mask> masks = Masks(network);
        RandomStream dropout = new(seed), others = new(5);
        List<float[]> all = [];
        for (int step = 0; step < 9; step++)
        {
            network.ForwardBackward(c.Windows(step), step % 2 == 0 ? 0.3 : 0, dropout, maskedGradients: step == 7);
            if (step is 2 or 5)
            {
                Prune(network, masks, step * 0.15);
            }
            if (isWatched)
            {
                Watch(network, data, others);
            }
            network.OptimizerStep(Optimizers[0]);
        }
        all.AddRange(network.Parameters.Select((_, p) => network.Weights(p).ToArray()));
        all.AddRange(network.Parameters.Select((_, p) => network.OptimizerState(p, OptimizerSlot.FirstMoment).ToArray()));
        all.AddRange(network.Parameters.Select((_, p) => network.OptimizerState(p, OptimizerSlot.SecondMoment).ToArray()));
        all.Add(Predictions(network, 0, data.Count));
        return all;
    }

    /// <summary>Everything that a page or a log might ask for between the backward pass and the step.</summary>
    private static void Watch(INetwork network, WindowSet data, RandomStream others)
    {
        for (int p = 0; p < network.Parameters.Count; p++)
        {
            _ = network.Weights(p).Length + network.Gradients(p).Length + network.OptimizerState(p, OptimizerSlot.FirstMoment).Length;
        }
        float[] predictions = new float[data.Count * data.Outputs];
        network.Predict(0, predictions, 0, others);
        network.Predict(0, predictions, 0.5, others);
        network.CopyPredictions(predictions);
        network.TakeLosses(new double[4]);
        network.TakeErrors();
        _ = network.DroppedUnits.Length;
    }
}
