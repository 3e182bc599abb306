using PruningLab.Engine.Data;
using PruningLab.Engine.Kernels;
using PruningLab.Engine.Networks;
using PruningLab.Engine.Training;

namespace PruningLab.Engine.Tests.Networks;

/// <summary>MLP and PatchTST against central differences of a reference in double precision.</summary>
public sealed class ModelGradientTests
{
    private const int Chunk = 64;

    public static TheoryData<string, KernelPath, int> Cases()
    {
        TheoryData<string, KernelPath, int> data = [];
        foreach (string name in TestNetworks.Names)
        {
            foreach (KernelPath path in Enum.GetValues<KernelPath>())
            {
                data.Add(name, path, 3);
            }
        }
        data.Add("mlp-tanh", KernelPath.Vector512, 70);
        data.Add("patchtst", KernelPath.Vector512, 70);
        data.Add("patchtst-outputs", KernelPath.Scalar, 17);
        return data;
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void ForwardBackward_WithoutDropout_AgreesWithCentralDifferences(string name, KernelPath path, int batch)
    {
        using INetwork network = TestNetworks.Open(new ManagedBackend(path), name, batch, out WindowSet data);
        int[] windows = TestSeries.Windows(batch, data.Count);

        double loss = network.Pass(windows, 0, new RandomStream(1), new float[batch * network.Shape.Outputs]);

        AssertGradients(network, ReferenceModel.Of(network), data, windows, loss);
    }

    [Theory]
    [InlineData("mlp-tanh", 70)]
    [InlineData("mlp-classes", 5)]
    [InlineData("patchtst", 70)]
    [InlineData("patchtst-classes", 5)]
    public void ForwardBackward_WithDropout_AgreesWithCentralDifferences(string name, int batch)
    {
        const double Rate = 0.3;
        using INetwork network = TestNetworks.Open(new ManagedBackend(), name, batch, out WindowSet data);
        int[] windows = TestSeries.Windows(batch, data.Count);

        double loss = network.Pass(windows, Rate, new RandomStream(21), new float[batch * network.Shape.Outputs]);

        ReferenceModel reference = ReferenceModel.Of(network);
        bool byUnit = network.Shape.Spec.Kind == NetworkKind.PatchTst;
        reference.Factors = Draw(
            byUnit ? ReferencePatchTst.DropoutUnits(network.Shape) : [.. network.Shape.Spec.Mlp.HiddenLayers], byUnit, batch, Rate);
        AssertGradients(network, reference, data, windows, loss);
        AssertDroppedUnits(network, reference.Factors);
    }

    /// <summary>The documented order of the draws, written down a second time.</summary>
    private static double[][,] Draw(int[] places, bool byUnit, int batch, double rate)
    {
        RandomStream stream = new(21);
        double[][,] factors = [.. places.Select(units => new double[units, batch])];
        for (int first = 0; first < batch; first += Chunk)
        {
            int count = Math.Min(Chunk, batch - first);
            foreach (double[,] place in factors)
            {
                int units = place.GetLength(0);
                for (int n = 0; !byUnit && n < count; n++)
                {
                    for (int unit = 0; unit < units; unit++)
                    {
                        place[unit, first + n] = stream.NextSingle() < (float)rate ? 0 : 1 / (1 - rate);
                    }
                }
                for (int unit = 0; byUnit && unit < units; unit++)
                {
                    for (int n = 0; n < count; n += 2)
                    {
                        ulong number = stream.NextUInt64();
                        place[unit, first + n] = (number >> 40) < (float)rate * (double)(1 << 24) ? 0 : 1 / (1 - rate);
                        if (n + 1 < count)
                        {
                            ulong low = (number & 0xFFFFFFFF) >> 8;
                            place[unit, first + n + 1] = low < (float)rate * (double)(1 << 24) ? 0 : 1 / (1 - rate);
                        }
                    }
                }
            }
        }
        return factors;
    }

    /// <summary>All hidden units of the MLP; of the PatchTST the feed-forward units of the first patch.</summary>
    private static void AssertDroppedUnits(INetwork network, double[][,] factors)
    {
        List<byte> expected = [];
        NetworkSpec spec = network.Shape.Spec;
        for (int place = 0; place < factors.Length; place++)
        {
            bool patchTst = spec.Kind == NetworkKind.PatchTst;
            if (patchTst && place % 4 != 2)
            {
                continue;
            }
            int units = patchTst ? spec.PatchTst.FeedForward : factors[place].GetLength(0);
            expected.AddRange(Enumerable.Range(0, units).Select(unit => (byte)(factors[place][unit, 0] == 0 ? 1 : 0)));
        }
        Assert.Equal(expected, network.DroppedUnits.ToArray());
    }

    private static void AssertGradients(INetwork network, ReferenceModel reference, WindowSet data, int[] windows, double loss)
    {
        Assert.Equal(reference.Loss(data, windows), loss, 1e-6 * (1 + loss));
        for (int p = 0; p < network.Parameters.Count; p++)
        {
            float[] gradients = network.Gradients(p).ToArray();
            double largest = gradients.Max(Math.Abs);
            int step = Math.Max(1, gradients.Length / 25);
            for (int i = 0; i < gradients.Length; i += step)
            {
                double expected = reference.Slope(p, i, data, windows);
                Assert.True(
                    Math.Abs(expected - gradients[i]) <= 1e-6 + (2e-5 * largest),
                    $"{network.Parameters[p].Name}[{i}]: expected {expected}, was {gradients[i]}.");
            }
        }
    }
}
