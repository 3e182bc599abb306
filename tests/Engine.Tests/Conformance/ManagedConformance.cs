using PruningLab.Engine.Data;
using PruningLab.Engine.Kernels;
using PruningLab.Engine.Networks;
using PruningLab.Engine.Plasticity;
using PruningLab.Engine.Training;

namespace PruningLab.Engine.Tests.Conformance;

/// <summary>The managed engine with given vectors; beside the contract it promises to allocate nothing in a step.</summary>
public abstract class ManagedConformance(KernelPath path, KernelMode mode = KernelMode.Automatic) : BackendConformance
{
    /// <inheritdoc/>
    protected override IBackend Backend { get; } = new ManagedBackend(path, mode);

    [Theory]
    [MemberData(nameof(CasesWithDropout))]
    public void ForwardBackward_BatchWithDropout_AgreesWithTheReferenceOfTheSameDraws(string name)
    {
        ConformanceCase c = ConformanceCase.Of(name);
        using INetwork network = Open(c, out WindowSet data);
        int[] windows = c.Windows(2);

        (double loss, float[] predictions) = Pass(network, windows, Rate, seed: 21);

        double[][] scales = Scales(network, windows.Length, new RandomStream(21));
        if (c.TellsAllDropped)
        {
            Assert.Equal(scales[0].Select(scale => (byte)(scale == 0 ? 1 : 0)), network.DroppedUnits.ToArray());
        }
        (double expectedLoss, double[][] gradients, double[] expected) = new ReferenceNetwork(network).Pass(data, windows, scales);
        AssertForward(expected, predictions, "output");
        Assert.Equal(expectedLoss, loss, ForwardTolerance * (1 + expectedLoss));
        AssertGradients(network, gradients);
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Passes_AfterTheFirst_AllocateNothing(string name)
    {
        ConformanceCase c = ConformanceCase.Of(name);
        WindowSet data = c.Data();
        using INetwork network = Backend.Create(c.Shape, new RandomStream(1));
        network.Bind(data);
        Mask mask = new(network.Parameters[0].Length);
        int[] windows = c.Windows(0);
        float[] predictions = new float[windows.Length * c.Outputs], test = new float[100 * c.Outputs];
        double[] losses = new double[4];
        RandomStream dropout = new(4);
        OptimizerSpec adam = new(), sgd = new() { Kind = OptimizerKind.Sgd };
        // The compiler may allocate while it improves a method; a pass that allocates does so in every round.
        long least = long.MaxValue;
        for (int round = 0; round < 6; round++)
        {
            long before = GC.GetAllocatedBytesForCurrentThread();
            network.SetMask(0, mask);
            network.ForwardBackward(windows, 0.3, dropout);
            network.CopyPredictions(predictions);
            network.TakeLosses(losses);
            network.TakeErrors();
            network.OptimizerStep(adam);
            network.OptimizerStep(sgd);
            network.Predict(3, test, 0, dropout);
            network.Predict(3, test, 0.3, dropout);
            least = Math.Min(least, GC.GetAllocatedBytesForCurrentThread() - before);
        }
        Assert.Equal(0, least);
    }

    /// <summary>Dropout factors as the engine draws them: chunk by chunk, group by group.</summary>
    private static double[][] Scales(INetwork network, int count, RandomStream random)
    {
        NetworkSpec spec = network.Shape.Spec;
        bool isPatchTst = spec.Kind == NetworkKind.PatchTst;
        IReadOnlyList<int> groups = isPatchTst ? ReferencePatchTst.DropoutPlaces(network.Shape)
            : spec.Kind == NetworkKind.Mlp ? spec.Mlp.HiddenLayers : [spec.HiddenUnits];
        double[][] scales = [.. Enumerable.Range(0, count).Select(_ => new double[groups.Sum()])];
        foreach (double[][] chunk in scales.Chunk(KernelLayout.MaxChunk))
        {
            int first = 0;
            foreach (int units in groups)
            {
                if (isPatchTst)
                {
                    DrawByUnit(chunk, first, units, random);
                }
                else
                {
                    DrawByWindow(chunk, first, units, random);
                }
                first += units;
            }
        }
        return scales;
    }

    private static void DrawByWindow(double[][] chunk, int first, int units, RandomStream random)
    {
        foreach (double[] window in chunk)
        {
            for (int unit = first; unit < first + units; unit++)
            {
                window[unit] = random.NextSingle() < (float)Rate ? 0 : 1 / (1 - Rate);
            }
        }
    }

    /// <summary>One 64-bit number for two windows, 24 bits for each.</summary>
    private static void DrawByUnit(double[][] chunk, int first, int units, RandomStream random)
    {
        for (int unit = first; unit < first + units; unit++)
        {
            foreach (double[][] two in chunk.Chunk(2))
            {
                ulong number = random.NextUInt64();
                ulong[] draws = [number >> 40, (uint)number >> 8];
                for (int n = 0; n < two.Length; n++)
                {
                    two[n][unit] = draws[n] < (float)Rate * (double)(1 << 24) ? 0 : 1 / (1 - Rate);
                }
            }
        }
    }
}
