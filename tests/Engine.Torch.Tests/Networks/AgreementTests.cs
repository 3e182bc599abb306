using PruningLab.Engine.Data;
using PruningLab.Engine.Networks;
using PruningLab.Engine.Plasticity;
using PruningLab.Engine.Tests.Conformance;
using PruningLab.Engine.Tests.Plasticity;
using PruningLab.Engine.Training;

namespace PruningLab.Engine.Torch.Tests.Networks;

/// <summary>The managed engine and TorchSharp train the same network: what they compute differs by rounding, and rules decide
/// the same.</summary>
public sealed class AgreementTests
{
    private const int Steps = 50;
    private const double Tolerance = 1e-4;

    public static TheoryData<string> Cases => [.. ConformanceCase.All.Select(c => c.Name)];

    public static TheoryData<string> Presets => [.. NetworkPreset.All.Select(preset => preset.Id)];

    public static TheoryData<string, string> RulesAndNetworks => RuleRuns.RulesAndNetworks();

    [Theory]
    [MemberData(nameof(Cases))]
    public void FiftySteps_EveryCase_AgreeInWeightsAndPredictions(string name)
    {
        ConformanceCase c = ConformanceCase.Of(name);
        Compare(c.Shape, c.Data(), Steps, step => c.Windows(step), dropoutRate: 0);
    }

    /// <summary>Both draw what is dropped from the same stream in the same order.</summary>
    [Theory]
    [MemberData(nameof(Cases))]
    public void FiftySteps_WithDropout_AgreeInWeightsAndPredictions(string name)
    {
        ConformanceCase c = ConformanceCase.Of(name);
        Compare(c.Shape, c.Data(), Steps, step => c.Windows(step), dropoutRate: 0.2);
    }

    [Theory]
    [MemberData(nameof(Presets))]
    public void FiftySteps_EveryPreset_AgreeInWeightsAndPredictions(string id)
    {
        const int Window = 12, Features = 5, Rows = 300, Batch = 32;
        RandomStream random = new(11);
        float[] rows = new float[Rows * Features], targets = new float[Rows];
        for (int i = 0; i < rows.Length; i++)
        {
            rows[i] = random.NextNormal();
        }
        for (int row = 1; row < Rows; row++)
        {
            targets[row] = MathF.Tanh(rows[(row - 1) * Features] + rows[((row - 1) * Features) + 1]);
        }
        WindowSet data = new(rows, targets, [.. Enumerable.Range(0, Features).Select(i => $"x{i}")], "y", Window, Rows - 40, 0, 1);
        NetworkShape shape = NetworkShape.For(NetworkPreset.All.Single(preset => preset.Id == id).Spec, data, Batch);
        Compare(shape, data, Steps, step => [.. Enumerable.Range(0, Batch).Select(i => ((step * 7) + (i * 5)) % data.TrainCount)], dropoutRate: 0);
    }

    /// <summary>Numbers that rules draw come from streams of their own on the host, so that those that draw agree as well.</summary>
    [Theory]
    [MemberData(nameof(RulesAndNetworks))]
    public void WholeRun_EveryRule_MasksAreTheSame(string rule, string network)
    {
        using Trainer managed = RuleRuns.Fresh(rule, network), torch = RuleRuns.Fresh(rule, network, backend: TestDevice.Open());
        while (!managed.IsFinished)
        {
            managed.TrainBatch();
            torch.TrainBatch();
            Assert.Equal(managed.Masks.Total, torch.Masks.Total);
            for (int i = 0; i < managed.Masks.Count; i++)
            {
                Assert.True(
                    managed.Masks[i].Bits.SequenceEqual(torch.Masks[i].Bits),
                    $"The masks of {managed.Masks.Parameters[i].Name} differ after batch {managed.Clock.Batch}.");
            }
        }
        Assert.Equal(managed.Masks.History.Events.Read().ToArray(), torch.Masks.History.Events.Read().ToArray());
        Assert.Equal(managed.Growths.Count, torch.Growths.Count);
        AssertNear(managed.Network, torch.Network);
    }

    private static void Compare(NetworkShape shape, WindowSet data, int steps, Func<int, int[]> windows, double dropoutRate)
    {
        OptimizerSpec[] optimizers = [new(), new() { Kind = OptimizerKind.Sgd, LearningRate = 0.01, WeightDecay = 1e-4 }];
        foreach (OptimizerSpec optimizer in optimizers)
        {
            using INetwork managed = new ManagedBackend().Create(shape, new RandomStream(3)), torch = TestDevice.Open().Create(shape, new RandomStream(3));
            managed.Bind(data);
            torch.Bind(data);
            RandomStream here = new(9), there = new(9);
            for (int step = 0; step < steps; step++)
            {
                int[] batch = windows(step);
                managed.ForwardBackward(batch, dropoutRate, here);
                torch.ForwardBackward(batch, dropoutRate, there);
                Assert.Equal(managed.DroppedUnits.ToArray(), torch.DroppedUnits.ToArray());
                managed.OptimizerStep(optimizer);
                torch.OptimizerStep(optimizer);
            }
            AssertNear(managed, torch);
            float[] expected = new float[data.TestCount * data.Outputs], actual = new float[expected.Length];
            managed.Predict(data.FirstTest, expected, 0, here);
            torch.Predict(data.FirstTest, actual, 0, there);
            AssertNear(expected, actual, "predictions");
            double[] losses = new double[steps], theirs = new double[steps];
            Assert.Equal(managed.TakeLosses(losses), torch.TakeLosses(theirs));
            Assert.All(losses.Zip(theirs), pair => Assert.Equal(pair.First, pair.Second, Tolerance * (1 + Math.Abs(pair.First))));
        }
    }

    /// <summary>All weights but the biases of attention's keys: they add the same to all scores of a query, which softmax takes
    /// away again. Their true gradient is 0, so that what is computed is rounding alone, and Adam makes whole steps of it.</summary>
    private static void AssertNear(INetwork managed, INetwork torch)
    {
        for (int p = 0; p < managed.Parameters.Count; p++)
        {
            ParameterInfo info = managed.Parameters[p];
            ReadOnlySpan<float> expected = managed.Weights(p), actual = torch.Weights(p);
            if (!info.Name.EndsWith("in_proj_bias", StringComparison.Ordinal))
            {
                AssertNear(expected, actual, info.Name);
                continue;
            }
            int width = info.Length / 3;
            AssertNear(expected[..width], actual[..width], $"{info.Name}, queries");
            AssertNear(expected[(2 * width)..], actual[(2 * width)..], $"{info.Name}, values");
            foreach (float gradient in torch.Gradients(p).Slice(width, width))
            {
                Assert.Equal(0, gradient, 1e-6f);
            }
        }
    }

    private static void AssertNear(ReadOnlySpan<float> expected, ReadOnlySpan<float> actual, string what)
    {
        Assert.Equal(expected.Length, actual.Length);
        for (int i = 0; i < expected.Length; i++)
        {
            Assert.True(Math.Abs(expected[i] - actual[i]) <= Tolerance * (1 + Math.Abs(expected[i])), $"{what}[{i}]: {expected[i]} and {actual[i]}.");
        }
    }
}
