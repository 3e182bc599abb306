using PruningLab.Engine.Data;
using PruningLab.Engine.Networks;
using PruningLab.Engine.Tests.Golden;
using PruningLab.Engine.Training;

namespace PruningLab.Engine.Tests.Conformance;

/// <summary>The helper that the conformance tests rest on, held against PyTorch and against finite steps.</summary>
public sealed class ReferenceNetworkTests
{
    public static TheoryData<string> Cases => BackendConformance.Cases;

    [Theory]
    [InlineData("rnn-small")]
    [InlineData("rnn-window-1")]
    [InlineData("lstm-small")]
    [InlineData("lstm-window-1")]
    [InlineData("mlp-tanh")]
    [InlineData("mlp-sigmoid")]
    [InlineData("mlp-outputs")]
    [InlineData("mlp-classes")]
    [InlineData("patchtst-small")]
    [InlineData("patchtst-classes")]
    public void Pass_GoldenNetwork_IsPyTorchs(string name)
    {
        GoldenFile golden = new(name);
        using INetwork network = golden.Open(new ManagedBackend());

        (double loss, double[][] gradients, double[] predictions) = new ReferenceNetwork(network).Pass(golden.Data, golden.Windows(0));

        Assert.Equal(golden.Loss, loss, 1e-12);
        AssertClose(golden.Values("predictions"), predictions);
        for (int p = 0; p < gradients.Length; p++)
        {
            AssertClose(golden.Values("gradients", network.Parameters[p].Name), gradients[p]);
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Pass_Gradients_AreTheSlopesOfTheLoss(string name)
    {
        const double Step = 1e-6;
        ConformanceCase c = ConformanceCase.Of(name);
        WindowSet data = c.Data();
        using INetwork network = new ManagedBackend().Create(c.Shape, new RandomStream(3));
        ReferenceNetwork reference = new(network);
        int[] windows = c.Windows(0)[..Math.Min(2, c.Batch)];
        (double loss, double[][] gradients, _) = reference.Pass(data, windows);
        Assert.Equal(loss, reference.Loss(data, windows));
        for (int p = 0; p < gradients.Length; p++)
        {
            for (int i = 0; i < gradients[p].Length; i += 1 + (gradients[p].Length / 6))
            {
                double kept = reference.Weights[p][i];
                reference.Weights[p][i] = kept + Step;
                double above = reference.Loss(data, windows);
                reference.Weights[p][i] = kept - Step;
                double below = reference.Loss(data, windows);
                reference.Weights[p][i] = kept;
                Assert.Equal((above - below) / (2 * Step), gradients[p][i], 1e-7 * (1 + Math.Abs(gradients[p][i])));
            }
        }
    }

    private static void AssertClose(float[] expected, double[] actual)
    {
        Assert.Equal(expected.Length, actual.Length);
        double largest = expected.Max(Math.Abs);
        for (int i = 0; i < expected.Length; i++)
        {
            Assert.Equal(expected[i], actual[i], 1e-6 * largest);
        }
    }
}
