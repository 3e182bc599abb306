using PruningLab.Engine.Kernels;
using PruningLab.Engine.Networks;
using PruningLab.Engine.Tests.Kernels;
using PruningLab.Engine.Tests.Networks;
using PruningLab.Engine.Training;

namespace PruningLab.Engine.Tests.Golden;

/// <summary>Agreement with PyTorch: per parameter, the largest difference is at most 10⁻⁵ of the largest value, after
/// training of the largest value before or after it (a lone bias may end near 0).</summary>
public sealed class PyTorchTests
{
    private const double Tolerance = 1e-5;

    public static TheoryData<string, KernelPath> Files(string section)
    {
        TheoryData<string, KernelPath> data = [];
        string[] names =
        [
            "rnn-small", "rnn-window-1", "rnn-real", "lstm-small", "lstm-window-1", "lstm-real", "lstm-real-adam",
            "mlp-tanh", "mlp-relu", "mlp-sigmoid", "mlp-outputs", "mlp-classes",
            "patchtst-small", "patchtst-two-chunks", "patchtst-classes",
        ];
        foreach (string name in names)
        {
            if (new GoldenFile(name).Has(section))
            {
                foreach (KernelPath path in section == "gradients" ? TestedPaths.All : TestedPaths.ForLongTests)
                {
                    data.Add(name, path);
                }
            }
        }
        return data;
    }

    [Theory]
    [MemberData(nameof(Files), "gradients")]
    public void ForwardBackward_OneBatch_AgreesWithPyTorch(string name, KernelPath path)
    {
        GoldenFile golden = new(name);
        using INetwork network = golden.Open(new ManagedBackend(path));
        float[] predictions = new float[golden.Batch * golden.Outputs];

        double loss = network.Pass(golden.Windows(0), 0, new RandomStream(0), predictions);

        Assert.Equal(golden.Loss, loss, Tolerance * golden.Loss);
        AssertClose(golden.Values("predictions"), predictions, "predictions");
        for (int p = 0; p < network.Parameters.Count; p++)
        {
            AssertClose(golden.Values("gradients", network.Parameters[p].Name), network.Gradients(p), network.Parameters[p].Name);
        }
    }

    [Theory]
    [MemberData(nameof(Files), "adam")]
    public void OptimizerStep_AdamSteps_AgreesWithPyTorch(string name, KernelPath path) =>
        AssertTraining(name, path, "adam", new OptimizerSpec { Kind = OptimizerKind.Adam, LearningRate = 1e-3 });

    [Theory]
    [MemberData(nameof(Files), "sgd")]
    public void OptimizerStep_SgdSteps_AgreesWithPyTorch(string name, KernelPath path) =>
        AssertTraining(
            name, path, "sgd", new OptimizerSpec { Kind = OptimizerKind.Sgd, LearningRate = 1e-2, Momentum = 0.9 });

    [Fact]
    public void AssertClose_DifferenceAboveTolerance_Fails()
    {
        AssertClose([1f, 100f], [1.0009f, 100f], "within");
        Assert.ThrowsAny<Xunit.Sdk.XunitException>(() => AssertClose([1f, 100f], [1.0011f, 100f], "outside"));
        Assert.ThrowsAny<Xunit.Sdk.XunitException>(() => AssertClose([1f], [float.NaN], "not a number"));
    }

    private static void AssertTraining(string name, KernelPath path, string section, OptimizerSpec optimizer)
    {
        GoldenFile golden = new(name);
        using INetwork network = golden.Open(new ManagedBackend(path));
        float[] losses = new float[golden.Steps];
        float[] predictions = new float[golden.Batch * golden.Outputs];
        float[][] start = [.. Enumerable.Range(0, network.Parameters.Count).Select(p => network.Weights(p).ToArray())];
        for (int step = 0; step < losses.Length; step++)
        {
            losses[step] = (float)network.Pass(golden.Windows(step), 0, new RandomStream(0), predictions);
            network.OptimizerStep(optimizer);
        }
        AssertClose(golden.Values(section + "_losses"), losses, "losses");
        for (int p = 0; p < network.Parameters.Count; p++)
        {
            float[] expected = golden.Values(section, network.Parameters[p].Name), actual = network.Weights(p).ToArray();
            if (network.Parameters[p].ShortName == "in_proj_bias")
            {
                LeaveOutKeys(expected, actual, golden.Steps * optimizer.LearningRate);
            }
            AssertClose(expected, actual, network.Parameters[p].Name, start[p].Max(Math.Abs));
        }
    }

    /// <summary>The bias of the keys shifts all scores of a query alike, so its gradient is 0 but for rounding, which Adam
    /// magnifies: it moves by less than the learning rate per step, in a direction that no two computations share.</summary>
    private static void LeaveOutKeys(float[] expected, float[] actual, double reach)
    {
        int width = expected.Length / 3;
        for (int i = width; i < 2 * width; i++)
        {
            Assert.Equal(expected[i], actual[i], reach);
            actual[i] = expected[i];
        }
    }

    private static void AssertClose(ReadOnlySpan<float> expected, ReadOnlySpan<float> actual, string what, double largest = 0)
    {
        Assert.Equal(expected.Length, actual.Length);
        double difference = 0;
        for (int i = 0; i < expected.Length; i++)
        {
            Assert.True(float.IsFinite(actual[i]), $"{what}[{i}] is {actual[i]}.");
            largest = Math.Max(largest, Math.Abs(expected[i]));
            difference = Math.Max(difference, Math.Abs((double)expected[i] - actual[i]));
        }
        Assert.True(difference <= Tolerance * largest, $"{what}: largest difference {difference}, largest value {largest}.");
    }
}
