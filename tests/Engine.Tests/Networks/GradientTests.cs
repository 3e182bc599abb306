using PruningLab.Engine.Data;
using PruningLab.Engine.Kernels;
using PruningLab.Engine.Networks;
using PruningLab.Engine.Training;

namespace PruningLab.Engine.Tests.Networks;

public sealed class GradientTests
{
    public static TheoryData<NetworkKind, KernelPath, int, int, int, int> Shapes()
    {
        TheoryData<NetworkKind, KernelPath, int, int, int, int> data = [];
        foreach (NetworkKind kind in new[] { NetworkKind.Rnn, NetworkKind.Lstm })
        {
            foreach (KernelPath path in Enum.GetValues<KernelPath>())
            {
                data.Add(kind, path, 1, 1, 1, 1);
                data.Add(kind, path, 5, 3, 4, 3);
                data.Add(kind, path, 8, 16, 1, 17);
                data.Add(kind, path, 17, 2, 3, 70);
            }
        }
        return data;
    }

    [Theory]
    [MemberData(nameof(Shapes))]
    public void ForwardBackward_AnyShape_AgreesWithCentralDifferences(
        NetworkKind kind, KernelPath path, int hidden, int inputs, int window, int batch)
    {
        WindowSet data = TestSeries.Random(40, inputs, window);
        using INetwork network = new ManagedBackend(path).Create(
            TestSeries.Shape(kind, hidden, inputs, window, batch), new RandomStream(11));
        network.Bind(data);
        int[] windows = TestSeries.Windows(batch, data.Count);
        float[] predictions = new float[batch];

        double loss = network.Pass(windows, 0, new RandomStream(1), predictions);

        ReferenceNetwork reference = new(network);
        Assert.Equal(reference.Loss(data, windows), loss, 1e-6 * (1 + loss));
        for (int n = 0; n < batch; n++)
        {
            Assert.Equal(reference.Predict(data, windows[n]), predictions[n], 2e-6);
        }
        AssertGradients(network, reference, () => reference.Loss(data, windows));
    }

    [Theory]
    [InlineData(NetworkKind.Rnn)]
    [InlineData(NetworkKind.Lstm)]
    public void ForwardBackward_WithDropout_AgreesWithCentralDifferences(NetworkKind kind)
    {
        const int Hidden = 6, Batch = 70;
        const double Rate = 0.3;
        WindowSet data = TestSeries.Random(50, 2, 3);
        using INetwork network = new ManagedBackend().Create(
            TestSeries.Shape(kind, Hidden, 2, 3, Batch), new RandomStream(5));
        network.Bind(data);
        int[] windows = TestSeries.Windows(Batch, data.Count);

        double loss = network.Pass(windows, Rate, new RandomStream(21), new float[Batch]);

        RandomStream again = new(21);
        double[,] scale = new double[Batch, Hidden];
        for (int n = 0; n < Batch; n++)
        {
            for (int u = 0; u < Hidden; u++)
            {
                scale[n, u] = again.NextSingle() < (float)Rate ? 0 : 1 / (1 - Rate);
            }
        }
        for (int u = 0; u < Hidden; u++)
        {
            Assert.Equal(scale[0, u] == 0 ? 1 : 0, network.DroppedUnits[u]);
        }
        ReferenceNetwork reference = new(network);
        Assert.Equal(reference.Loss(data, windows, scale), loss, 1e-6 * (1 + loss));
        AssertGradients(network, reference, () => reference.Loss(data, windows, scale));
    }

    private static void AssertGradients(INetwork network, ReferenceNetwork reference, Func<double> loss)
    {
        for (int p = 0; p < network.Parameters.Count; p++)
        {
            ReadOnlySpan<float> gradients = network.Gradients(p);
            double largest = 0;
            foreach (float gradient in gradients)
            {
                largest = Math.Max(largest, Math.Abs(gradient));
            }
            int step = Math.Max(1, gradients.Length / 60);
            for (int i = 0; i < gradients.Length; i += step)
            {
                double expected = reference.Slope(p, i, loss);
                Assert.True(
                    Math.Abs(expected - gradients[i]) <= 1e-7 + (2e-5 * largest),
                    $"{network.Parameters[p].Name}[{i}]: expected {expected}, was {gradients[i]}.");
            }
        }
    }
}
