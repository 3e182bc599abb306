using PruningLab.Engine.Data;
using PruningLab.Engine.Networks;
using PruningLab.Engine.Plasticity;
using PruningLab.Engine.Tests.Networks;
using PruningLab.Engine.Training;

namespace PruningLab.Engine.Tests.Conformance;

/// <summary>What every <see cref="IBackend"/> must do. A new backend derives one class that gives <see cref="Backend"/>, and
/// widens a tolerance where its arithmetic is coarser.</summary>
/// <remarks>
/// The truth is <see cref="ReferenceNetwork"/>: the same networks in double precision, written for these tests. Cases are in
/// <see cref="ConformanceCase.All"/>. Where nothing is said of a tolerance, the very bits are meant.
/// </remarks>
public abstract partial class BackendConformance
{
    private static readonly OptimizerSpec[] Optimizers =
    [
        new() { Kind = OptimizerKind.Adam, LearningRate = 0.01 },
        new() { Kind = OptimizerKind.Sgd, LearningRate = 0.05, Momentum = 0.8 },
    ];

    /// <summary>Names of all cases.</summary>
    public static TheoryData<string> Cases => [.. ConformanceCase.All.Select(c => c.Name)];

    /// <summary>Names of the cases whose loss has no kink.</summary>
    public static TheoryData<string> SmoothCases => [.. ConformanceCase.All.Where(c => c.IsSmooth).Select(c => c.Name)];

    /// <summary>Names of the cases with units that dropout may drop.</summary>
    public static TheoryData<string> CasesWithDropout => [.. ConformanceCase.All.Where(c => c.HasDropout).Select(c => c.Name)];

    /// <summary>Names of those that say of every unit whether it was dropped.</summary>
    public static TheoryData<string> CasesThatTellAllDropped => [.. ConformanceCase.All.Where(c => c.TellsAllDropped).Select(c => c.Name)];

    /// <summary>The backend under test.</summary>
    protected abstract IBackend Backend { get; }

    /// <summary>Most that a prediction or loss y may be off, as a share of 1 + |y|.</summary>
    protected virtual double ForwardTolerance => 3e-6;

    /// <summary>Most that a gradient may be off, as a share of the largest of its parameter.</summary>
    protected virtual double GradientTolerance => 2e-5;

    /// <summary>Most that a value may be off after one step of an optimiser, as a share of the value and of its change.</summary>
    protected virtual double StepTolerance => 1e-6;

    private protected INetwork Open(ConformanceCase c, out WindowSet data, ulong seed = 1)
    {
        data = c.Data();
        INetwork network = Backend.Create(c.Shape, new RandomStream(seed));
        network.Bind(data);
        return network;
    }

    private static float[] Predictions(INetwork network, int first, int windows)
    {
        float[] predictions = new float[windows * network.Shape.Outputs];
        network.Predict(first, predictions, 0, new RandomStream(1));
        return predictions;
    }

    /// <summary>Forward and backward with what was computed.</summary>
    private protected static (double Loss, float[] Predictions) Pass(INetwork network, int[] windows, double dropout = 0, ulong seed = 1)
    {
        float[] predictions = new float[windows.Length * network.Shape.Outputs];
        double loss = network.Pass(windows, dropout, new RandomStream(seed), predictions);
        return (loss, predictions);
    }

    /// <summary>A mask of every prunable parameter, all active.</summary>
    private static Dictionary<int, Mask> Masks(INetwork network) => Enumerable.Range(0, network.Parameters.Count)
        .Where(p => network.Parameters[p].IsPrunable)
        .ToDictionary(p => p, p => new Mask(network.Parameters[p].Length));

    /// <summary>Prunes at random up to a share of each mask, the same weights for the same seed, and hands the masks over.</summary>
    private static void Prune(INetwork network, Dictionary<int, Mask> masks, double sparsity, ulong seed = 8)
    {
        RandomStream random = new(seed);
        foreach ((int parameter, Mask mask) in masks)
        {
            int[] order = [.. Enumerable.Range(0, mask.Length)];
            random.Shuffle(order);
            foreach (int index in order.Take((int)Math.Round(sparsity * mask.Length)))
            {
                mask.Prune(index);
            }
            network.SetMask(parameter, mask);
        }
    }

    private protected void AssertForward(ReadOnlySpan<double> expected, ReadOnlySpan<float> actual, string what)
    {
        Assert.Equal(expected.Length, actual.Length);
        for (int i = 0; i < expected.Length; i++)
        {
            Assert.True(
                Math.Abs(expected[i] - actual[i]) <= ForwardTolerance * (1 + Math.Abs(expected[i])),
                $"{what} {i}: expected {expected[i]}, was {actual[i]}.");
        }
    }

    private protected void AssertGradients(INetwork network, double[][] expected, Dictionary<int, Mask>? masks = null)
    {
        for (int p = 0; p < expected.Length; p++)
        {
            ReadOnlySpan<float> actual = network.Gradients(p);
            Assert.Equal(expected[p].Length, actual.Length);
            Mask? mask = masks?.GetValueOrDefault(p);
            double tolerance = 1e-8 + (GradientTolerance * expected[p].Max(Math.Abs));
            for (int i = 0; i < actual.Length; i++)
            {
                bool isMasked = mask is not null && !mask[i];
                Assert.True(
                    isMasked ? actual[i] == 0 : Math.Abs(expected[p][i] - actual[i]) <= tolerance,
                    $"Gradient of {network.Parameters[p].Name}[{i}]: expected {(isMasked ? 0 : expected[p][i])}, was {actual[i]}.");
            }
        }
    }
}
