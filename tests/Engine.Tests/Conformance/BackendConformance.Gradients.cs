using PruningLab.Engine.Data;
using PruningLab.Engine.Networks;
using PruningLab.Engine.Plasticity;
using PruningLab.Engine.Training;

namespace PruningLab.Engine.Tests.Conformance;

/// <content>Losses and gradients.</content>
public abstract partial class BackendConformance
{
    [Theory]
    [MemberData(nameof(Cases))]
    public void ForwardBackward_FullBatch_AgreesWithTheReference(string name)
    {
        ConformanceCase c = ConformanceCase.Of(name);
        using INetwork network = Open(c, out WindowSet data);
        AssertPass(network, data, c.Windows(0));
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void ForwardBackward_SmallerBatches_AgreeWithTheReference(string name)
    {
        ConformanceCase c = ConformanceCase.Of(name);
        using INetwork network = Open(c, out WindowSet data);
        Pass(network, c.Windows(0), 0.5);
        foreach (int size in new[] { 1, (c.Batch / 2) + 1, 64, 65 }.Where(size => size <= c.Batch))
        {
            AssertPass(network, data, c.Windows(size)[..size]);
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void ForwardBackward_AfterSteps_AgreesWithTheReference(string name)
    {
        ConformanceCase c = ConformanceCase.Of(name);
        using INetwork network = Open(c, out WindowSet data);
        for (int step = 0; step < 5; step++)
        {
            Pass(network, c.Windows(step));
            network.OptimizerStep(Optimizers[0]);
        }
        AssertPass(network, data, c.Windows(5));
    }

    /// <summary>Needs no reference: the slope of the network's own loss. Single precision leaves two to three digits.</summary>
    [Theory]
    [MemberData(nameof(SmoothCases))]
    public void ForwardBackward_Gradients_AgreeWithCentralDifferencesOfItsOwnLoss(string name)
    {
        const float Step = 0.01f;
        ConformanceCase c = ConformanceCase.Of(name);
        using INetwork network = Open(c, out _);
        int[] windows = c.Windows(0);
        Pass(network, windows);
        float[][] gradients = [.. network.Parameters.Select((_, p) => network.Gradients(p).ToArray())];
        double largest = gradients.Max(g => g.Max(Math.Abs));
        for (int p = 0; p < gradients.Length; p++)
        {
            float[] weights = network.Weights(p).ToArray();
            for (int i = 0; i < weights.Length; i += 1 + (weights.Length / 5))
            {
                float kept = weights[i];
                weights[i] = kept + Step;
                network.SetWeights(p, weights);
                double above = Pass(network, windows).Loss;
                weights[i] = kept - Step;
                network.SetWeights(p, weights);
                double below = Pass(network, windows).Loss;
                weights[i] = kept;
                network.SetWeights(p, weights);
                Assert.Equal((above - below) / (2 * Step), gradients[p][i], 1e-4 + (5e-3 * largest));
            }
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void ForwardBackward_WeightThatIsNoNumber_ReachesTheLoss(string name)
    {
        ConformanceCase c = ConformanceCase.Of(name);
        using INetwork network = Open(c, out _);
        float[] weights = network.Weights(0).ToArray();
        Array.Fill(weights, float.NaN);
        network.SetWeights(0, weights);
        (double loss, float[] predictions) = Pass(network, c.Windows(0));
        Assert.True(double.IsNaN(loss));
        Assert.All(predictions, y => Assert.True(float.IsNaN(y)));
    }

    private void AssertPass(INetwork network, WindowSet data, int[] windows, Dictionary<int, Mask>? masks = null)
    {
        (double loss, float[] predictions) = Pass(network, windows);
        (double expectedLoss, double[][] gradients, double[] expected) = new ReferenceNetwork(network).Pass(data, windows);
        AssertForward(expected, predictions, "output");
        Assert.Equal(expectedLoss, loss, ForwardTolerance * (1 + expectedLoss));
        AssertGradients(network, gradients, masks);
    }
}
